/** Which variables results have, and the error for one that they lack. */
import { closestName } from "../../cli/suggest.ts";
import { UsageError } from "../../lib/errors.ts";
import { numericValue } from "../numeric.ts";
import type { PlotRun } from "./grouping.ts";

/**
 * Checks that some run has each variable.
 *
 * @param asked Names by the option that names them.
 * @throws {UsageError} With the variables that there are.
 */
export function checkVariables(
  runs: readonly PlotRun[],
  asked: Readonly<Record<string, readonly string[]>>,
): void {
  const known = new Set(runs.flatMap(({ result }) => [...result.keys()]));
  for (const [option, names] of Object.entries(asked)) {
    const unknown = names.find((name) => !known.has(name));
    if (unknown === undefined) continue;
    const near = closestName(unknown, [...known]);
    throw new UsageError(
      `Cannot find "${unknown}" of ${option} in the results${
        near === null ? "" : `: did you mean "${near}"?`
      }. Variables: ${[...known].join(", ")}`,
    );
  }
}

/**
 * Checks that a variable is a number in some run.
 *
 * @throws {UsageError} With the numbers that there are.
 */
export function checkNumeric(runs: readonly PlotRun[], option: string, name: string): void {
  const isNumber = (key: string) =>
    runs.some(({ result }) => Number.isFinite(numericValue(result.get(key)) ?? NaN));
  if (isNumber(name)) return;
  const known = new Set(runs.flatMap(({ result }) => [...result.keys()]));
  throw new UsageError(
    `Cannot plot "${name}" of ${option}: no run has a number there. Numbers: ${
      [...known].filter(isNumber).join(", ")
    }`,
  );
}
