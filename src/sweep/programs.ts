/** The programs that a plan starts: a sweep must not find out at three in the morning that one is missing. */
import { UsageError } from "../lib/errors.ts";
import { which } from "../exec/process/which.ts";
import type { Plan } from "../plan/plan.ts";

/** @throws {UsageError} If a program of the plan is not there. */
export function requirePrograms(plan: Plan): void {
  const programs = new Map<string, string>();
  // The first option that names a program is the one to mend.
  const require = (program: string, option: string) => {
    if (!programs.has(program)) programs.set(program, option);
  };
  for (const start of plan.starts) {
    require(start.argv[0]!, "--serve-cmd");
    for (const { workload: { argv } } of start.combinations) require(argv[0]!, "--bench-cmd");
    if (start.afterRun.kind === "command") require(start.afterRun.argv[0]!, "--after-bench-cmd");
  }
  for (const [program, option] of programs) {
    if (which(program, Deno.env.get("PATH") ?? "") === null) {
      const place = program.includes("/")
        ? "is not there or cannot be executed"
        : "is not on PATH. Install it, activate its environment, or write its whole path";
      throw new UsageError(`Cannot run the ${option}: "${program}" ${place}`);
    }
  }
}
