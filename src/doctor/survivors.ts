/** What sweeps that died have left running. */
import { type Check, ok, warn } from "../result/check.ts";
import { survivors } from "../exec/process/survivors.ts";

const NAME = "survivors";

/** Looks for it, and leaves it alone. */
export function probeSurvivors(): Check[] {
  const found = survivors();
  if (found.length === 0) return [ok(NAME, "Nothing is left of sweeps that died")];
  return found.map(({ pid, text }) =>
    warn(
      NAME,
      `pid ${text} is left of a sweep that died`,
      `The next sweep on this machine ends it, or: kill ${pid}`,
    )
  );
}
