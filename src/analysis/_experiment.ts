/** Experiments for tests. */
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import type { Failure } from "../journal/event.ts";
import type { Experiment, ExperimentCombination } from "./experiment.ts";

/** What a test may say of a combination; sets and results as JSON text. */
export interface CombinationText {
  readonly directory?: string;
  readonly serve?: string;
  readonly bench?: string;
  readonly runs?: readonly string[];
  readonly failures?: readonly { readonly run: number | null; readonly failure: Failure }[];
}

/** An object of JSON text. */
export function object(text: string): JsonObject {
  return parseJson(text).value as JsonObject;
}

/** A failure with a reason. */
export function failureOf(reason: string): Failure {
  return { class: "crash", reason, command: [], logTail: [], logFile: null };
}

/** An experiment without manifest and journal. */
export function experimentOf(
  combinations: readonly CombinationText[],
  name = "night",
): Experiment {
  return {
    path: `results/${name}`,
    name,
    sessions: [],
    plans: [],
    events: [],
    combinations: combinations.map((text, index): ExperimentCombination => ({
      directory: text.directory ?? `BENCH--${index}`,
      server: "",
      serveParams: object(text.serve ?? "{}"),
      benchParams: object(text.bench ?? "{}"),
      plannedRuns: null,
      runs: (text.runs ?? []).map((result, run) => ({
        run,
        file: `BENCH--${index}/run=${run}.json`,
        result: object(result),
        benchArgv: null,
        guards: null,
        logFile: null,
      })),
      failures: text.failures ?? [],
    })),
  };
}
