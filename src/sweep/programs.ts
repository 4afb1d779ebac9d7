/** The programs that a sweep starts: it must not find out at three in the morning that one cannot be started. */
import { UsageError } from "../lib/errors.ts";
import { engineOf, OTHER } from "../engine/engines.ts";
import { which } from "../exec/process/which.ts";
import type { Plan } from "../plan/plan.ts";
import type { Sweep } from "../spec/sweep.ts";

/** @throws {UsageError} If a program of the plan is not there. */
export function requirePrograms(plan: Plan, stopCommand: readonly string[] | null): void {
  if (stopCommand !== null) requireProgram(stopCommand[0]!, "--stop-cmd");
  for (const start of plan.starts) {
    requireProgram(start.argv[0]!, "--serve-cmd");
    for (const { workload: { argv } } of start.combinations) {
      requireProgram(argv[0]!, "--bench-cmd");
    }
    if (start.afterRun.kind === "command") {
      requireProgram(start.afterRun.argv[0]!, "--after-bench-cmd");
    }
  }
}

/**
 * Looks for the programs of commands that nothing else can be told of: that the caches of a server are not known is no news of one
 * that is not there.
 *
 * @param isDryRun They need not be there: a plan may be made on another machine. A whole command in one word is none anywhere.
 * @throws {UsageError} If one is not there.
 */
export function requireCommands(sweep: Sweep, own: readonly string[], isDryRun: boolean): void {
  const { serveCommand, benchCommand, afterBenchCommand } = sweep;
  const commands = [
    ["--serve-cmd", serveCommand],
    ["--bench-cmd", benchCommand],
    ["--after-bench-cmd", afterBenchCommand],
  ] as const;
  for (const [option, command] of commands) {
    const [program] = command ?? [];
    if (program !== undefined && /\s/.test(program)) requireProgram(program, option);
  }
  const isUnknown = !isDryRun && engineOf(serveCommand, own) === OTHER;
  if (isUnknown) requireProgram(serveCommand[0]!, "--serve-cmd");
}

/** Programs that were found: combinations share them. */
const FOUND = new Set<string>();

function requireProgram(program: string, option: string): void {
  if (FOUND.has(program)) return;
  if (which(program, Deno.env.get("PATH") ?? "") !== null) {
    FOUND.add(program);
    return;
  }
  const place = program.includes("/") ? "is not there or cannot be executed" : "is not on PATH";
  const remedy = /\s/.test(program)
    ? ": it holds blanks, so the whole command is one word: there is one pair of quotes too many"
    : program.includes("/")
    ? ""
    : ". Install it, activate its environment, or write its whole path";
  throw new UsageError(`Cannot run the ${option}: "${program}" ${place}${remedy}`);
}
