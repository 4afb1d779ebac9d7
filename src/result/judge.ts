/** Whether a benchmark's result counts. A benchmark that exits 0 proves nothing: every request may have failed. */
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { parseJson } from "../json/parse.ts";
import { flagName, flagValue } from "../engine/flags.ts";

/** What a benchmark run left behind. */
export interface RunEvidence {
  /** The command that ran; null where it is not known: then the number of prompts in the result may be more than its data set has. */
  readonly argv: readonly string[] | null;
  /** Exit code; 128 + n after a signal. */
  readonly exitCode: number;
  /** Text of the result file; null if there is none. */
  readonly resultText: string | null;
  /** Why it was not read although it is there, as the end of a sentence. @default {null} */
  readonly resultProblem?: string | null;
}

/** The result with the reason why it does not count, or null if it does. */
export interface Judgement {
  /** The result as it was written; null if it cannot be read. */
  readonly result: JsonObject | null;
  /** Why the run is not valid; null if it is. */
  readonly reason: string | null;
}

/** Looks at exit code, result file, `failed`, `completed` and the number of prompts asked for, in this order. */
export function judgeRun(
  { argv, exitCode, resultText, resultProblem = null }: RunEvidence,
): Judgement {
  const { result, reason } = resultProblem === null
    ? readResult(resultText)
    : { result: null, reason: `The result file is not read: ${resultProblem}` };
  if (exitCode !== 0) return { result, reason: `The benchmark ended with exit code ${exitCode}` };
  if (result === null) return { result, reason };
  return { result, reason: requestsReason(result, argv) };
}

function readResult(text: string | null): Judgement {
  if (text === null) return { result: null, reason: "The benchmark wrote no result file" };
  if (text.trim() === "") return { result: null, reason: "The result file is empty" };
  let value: Json;
  try {
    value = parseJson(text).value;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { result: null, reason: `The result file is torn or no JSON: ${message}` };
  }
  if (!(value instanceof Map)) {
    return { result: null, reason: "The result file holds no JSON object" };
  }
  return { result: value, reason: null };
}

function requestsReason(result: JsonObject, argv: readonly string[] | null): string | null {
  const failed = count(result.get("failed"));
  const completed = count(result.get("completed"));
  const asked = promptsAskedFor(result, argv);
  if (completed === null) return `The result has no number of completed requests ("completed")`;
  // NaN is neither above nor below anything: it would pass for none failed, and for enough completed.
  for (const [name, value] of [["completed", completed], ["failed", failed ?? 0]] as const) {
    if (!Number.isInteger(value) || value < 0) {
      return `The result's "${name}" is no number of requests`;
    }
  }
  if (failed !== null && failed > 0) {
    return `${failed} of ${failed + completed} requests failed`;
  }
  if (completed === 0) return "No request completed";
  if (asked !== null && completed < asked && !(failed === 0 && mayHaveFewer(argv))) {
    return `Only ${completed} of ${asked} requests completed`;
  }
  return null;
}

/** `--num-prompts` of the command, else `num_prompts` of the result; null if neither says, or a small dataset may send fewer. */
function promptsAskedFor(result: JsonObject, argv: readonly string[] | null): number | null {
  if (argv === null) return count(result.get("num_prompts"));
  if (argv.some((token) => flagName(token) === "--no-oversample")) return null;
  const flag = flagValue(argv, ["--num-prompts"]);
  if (flag !== null && /^\d+$/.test(flag)) return Number(flag);
  return count(result.get("num_prompts"));
}

/**
 * Whether the data set may hold fewer prompts than were asked for: a file has so many, prefix_repetition a multiple of its prefixes.
 * One that is made up at random has as many as one likes.
 */
function mayHaveFewer(argv: readonly string[] | null): boolean {
  if (argv === null) return true;
  const name = flagValue(argv, ["--dataset-name"]) ??
    (flagValue(argv, ["--dataset-path"]) === null ? "random" : "file");
  return !name.startsWith("random");
}

function count(value: Json | undefined): number | null {
  return value instanceof JsonNumber ? value.toNumber() : null;
}
