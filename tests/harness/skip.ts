/** Leaving a test out where the machine lacks what it needs. */
import { isInstalled } from "./programs.ts";

/**
 * For the `ignore` of a test. With CI=true a test is left out only if SERVESWEEP_MAY_SKIP (a list with commas) names what it needs:
 * a check in CI that nobody runs is none.
 *
 * @param need What the test needs: a program, or an ability of the machine.
 * @param isThere Whether it is there. @default {it is a program on PATH}
 * @throws {Error} If the test would be left out in CI and must not be.
 */
export function skipUnless(need: string, isThere: boolean = isInstalled(need)): boolean {
  if (isThere) return false;
  const mayBe = (Deno.env.get("SERVESWEEP_MAY_SKIP") ?? "").split(",");
  if (Deno.env.get("CI") === "true" && !mayBe.includes(need)) {
    throw new Error(
      `CI leaves out a test that needs "${need}", which is not there. Install it, or allow that with SERVESWEEP_MAY_SKIP=${need}`,
    );
  }
  return true;
}
