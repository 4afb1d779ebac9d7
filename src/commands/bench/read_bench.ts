/** Reads the command line of `servesweep bench`. */
import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import { toPlain } from "../../json/plain.ts";
import { isJsonObject } from "../../json/value.ts";
import { parseObjectives } from "../../bench/settings/goodput.ts";
import { readPrompts } from "./read_prompts.ts";
import { readTarget } from "./read_target.ts";
import { readTraffic } from "./read_traffic.ts";
import { readPairs } from "./read_pairs.ts";
import type { AskedSettings, ReportSettings } from "../../bench/settings/settings.ts";

/** Sampling parameters in the order of the request. */
const SAMPLING = [
  "top-p",
  "top-k",
  "min-p",
  "temperature",
  "frequency-penalty",
  "presence-penalty",
  "repetition-penalty",
];

/** @throws {UsageError} For anything that is wrong on the command line. */
export function readBench(values: OptionValues): AskedSettings {
  return {
    ...readTarget(values),
    model: values.optionalString("model"),
    servedModelName: values.optionalString("served-model-name"),
    tokenizer: values.optionalString("tokenizer"),
    skipTokenizer: values.boolean("skip-tokenizer-init"),
    prompts: readPrompts(values),
    traffic: readTraffic(values),
    maxConcurrency: values.optionalInteger("max-concurrency"),
    warmups: values.integer("num-warmups"),
    readyTimeoutS: values.integer("ready-check-timeout-sec"),
    requestIdPrefix: values.optionalString("request-id-prefix"),
    // Random prompts end nowhere in particular: only so every answer has the length asked for. The reference does the same.
    ignoreEos: true,
    logprobs: values.optionalInteger("logprobs"),
    extraBody: readExtraBody(values),
    report: readReport(values),
    showProgress: !values.boolean("disable-tqdm"),
  };
}

function readExtraBody(values: OptionValues): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const name of SAMPLING) {
    const value = values.optionalNumber(name);
    if (value !== null) body[name.replaceAll("-", "_")] = value;
  }
  const extra = values.json("extra-body") ?? null;
  if (extra !== null && !isJsonObject(extra)) {
    throw new UsageError(`--extra-body is no JSON object, for example {"min_tokens": 5}`);
  }
  return { ...body, ...(extra === null ? {} : toPlain(extra) as Record<string, unknown>) };
}

function readReport(values: OptionValues): ReportSettings {
  const metrics = values.optionalString("percentile-metrics") || "ttft,tpot,itl";
  return {
    label: values.optionalString("label"),
    metadata: readPairs("metadata", values.list("metadata")),
    metrics: metrics.split(","),
    percents: readPercents(values.string("metric-percentiles")),
    objectives: parseObjectives(values.list("goodput")),
    save: values.boolean("save-result"),
    append: values.boolean("append-result"),
    detailed: values.boolean("save-detailed"),
    directory: values.optionalString("result-dir"),
    filename: values.optionalString("result-filename"),
  };
}

function readPercents(list: string): number[] {
  return list.split(",").map((text) => {
    const percent = text.trim() === "" ? NaN : Number(text);
    if (percent >= 0 && percent <= 100) return percent;
    throw new UsageError(
      `--metric-percentiles is "${list}", expected numbers from 0 to 100 between commas, for example 50,99`,
    );
  });
}
