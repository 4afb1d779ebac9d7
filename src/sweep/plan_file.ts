/** `--plan`: a plan that was written before. */
import { UsageError } from "../lib/errors.ts";
import { decodePlan } from "../plan/decode_plan.ts";
import { unmaskedPlan } from "../plan/masked_plan.ts";
import type { Plan, VersionOf } from "../plan/plan.ts";
import { otherFile } from "./named_files.ts";

/**
 * Reads a plan that is to be run: plan.json of an experiment directory, or what `--dry-run --json` printed.
 *
 * @param versionOf Version of the program that a command runs, as it is installed here.
 * @throws {UsageError} If it cannot be read, is no plan, lacks a secret, or was made for another version of a program.
 */
export function readPlanFile(path: string, versionOf: VersionOf): Plan {
  const plan = unmaskedPlan(decodePlan(textOf(path), path), (name) => Deno.env.get(name), path);
  for (const start of plan.starts) {
    requireVersion(path, "server", start.argv, start.serverVersion, versionOf);
  }
  for (
    const { argv, version } of new Set(
      plan.starts.flatMap(({ combinations }) => combinations.map(({ workload }) => workload)),
    )
  ) requireVersion(path, "benchmark", argv, version, versionOf);
  const file = otherFile(plan);
  if (file !== null) {
    throw new UsageError(
      `Cannot run the plan "${path}": ${file} is not as it was when the plan was made. Put the file back, or make the plan anew`,
    );
  }
  return plan;
}

/** The version is a part of the keys: under those of another one its numbers would be taken for what they are not. */
function requireVersion(
  path: string,
  what: string,
  argv: readonly string[],
  planned: string | null,
  versionOf: VersionOf,
): void {
  const installed = versionOf(argv);
  if (planned === null || installed === null || planned === installed) return;
  throw new UsageError(
    `Cannot run the plan "${path}": it was made for version ${planned} of the ${what} "${
      argv.slice(0, 2).join(" ")
    }", and ${installed} is installed here. Install that version, or make the plan anew`,
  );
}

function textOf(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : error instanceof Deno.errors.IsADirectory
      ? "it is a directory, expected a file such as plan.json in it"
      : error.message;
    throw new UsageError(`Cannot read the plan "${path}": ${problem}`);
  }
}
