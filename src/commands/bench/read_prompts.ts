import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import { parseJson } from "../../json/parse.ts";
import { toPlain } from "../../json/plain.ts";
import type { PromptOptions } from "../../bench/settings/settings.ts";

/** The prompt options. @throws UsageError if a ratio is outside its range. */
export function readPrompts(values: OptionValues): PromptOptions {
  const [inputRangeRatio, outputRangeRatio] = readRatios(values.string("random-range-ratio"));
  return {
    count: values.integer("num-prompts"),
    inputLength: values.optionalInteger("input-len") ?? values.integer("random-input-len"),
    outputLength: values.optionalInteger("output-len") ?? values.integer("random-output-len"),
    prefixLength: values.integer("random-prefix-len"),
    inputRangeRatio,
    outputRangeRatio,
    seed: values.integer("seed"),
  };
}

/** One number for both lengths, or an object with one for each. */
function readRatios(text: string): [number, number] {
  const value = plainJson(text);
  const { input, output } = typeof value === "object" && value !== null
    ? value as { input?: unknown; output?: unknown }
    : { input: value, output: value };
  if (isRatio(input) && isRatio(output)) return [input, output];
  throw new UsageError(
    `--random-range-ratio is "${text}", expected a number from 0 to below 1, or JSON as ` +
      '{"input": 0.3, "output": 0.5}',
  );
}

function plainJson(text: string): unknown {
  try {
    // A number as Python reads it, `.5` for example, need not be JSON.
    return text.trim() !== "" && Number.isFinite(Number(text))
      ? Number(text)
      : toPlain(parseJson(text).value);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isRatio(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < 1;
}
