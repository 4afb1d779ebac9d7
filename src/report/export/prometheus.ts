/**
 * An experiment in Prometheus' text format 0.0.4, for the textfile collector of the node exporter: gauges of the means over the
 * runs, in base units, without times. https://prometheus.io/docs/instrumenting/exposition_formats/
 */
import type { Experiment } from "../../analysis/experiment.ts";
import { metricOf } from "../../analysis/metrics.ts";
import type { Row } from "../../analysis/rows.ts";
import { pyStr } from "../../json/python.ts";
import type { JsonObject } from "../../json/value.ts";

/** A family of gauges with its samples. */
interface Family {
  readonly help: string;
  /** Values by the text of the labels. */
  readonly samples: Map<string, number>;
}

type Labels = readonly (readonly [name: string, value: string])[];

/** Base unit and its name at the end of a metric's name: Prometheus knows no milliseconds. */
const UNITS: Readonly<Record<string, readonly [suffix: string, divisor: number]>> = {
  "ms": ["seconds", 1000],
  "s": ["seconds", 1],
  "tokens/s": ["tokens_per_second", 1],
  "req/s": ["requests_per_second", 1],
  "tokens": ["tokens", 1],
  "requests": ["requests", 1],
};

/**
 * The text. Labels of a combination: `experiment`, `combination`, `server`, and `serve_K` and `bench_K` for each parameter that
 * varies. Latencies have `statistic`, for example `servesweep_ttft_seconds{statistic="p99"}`.
 */
export function prometheusExport(experiment: Experiment, rows: readonly Row[]): string {
  const families = new Map<string, Family>();
  const add = (name: string, help: string, labels: Labels, value: number) => {
    const text = labels.map(labelText).join(",");
    // Keys such as "a.b" and "a_b" come out the same, and a sample that is there twice makes the whole file invalid.
    let free = name;
    for (let n = 2; families.get(free)?.samples.has(text); n++) free = `${name}_${n}`;
    let family = families.get(free);
    if (family === undefined) families.set(free, family = { help, samples: new Map() });
    family.samples.set(text, value);
  };
  const own: Labels = [["experiment", experiment.name]];
  addEnd(experiment, own, add);
  for (const row of rows) {
    const labels = [...own, ...labelsOf(row)];
    const { combination: { plannedRuns } } = row;
    add("servesweep_runs", "Valid runs of a combination.", labels, row.runs);
    if (plannedRuns !== null) {
      add("servesweep_planned_runs", "Runs that the sweep asks for.", labels, plannedRuns);
    }
    add(
      "servesweep_failures",
      "Runs and server starts that failed for good.",
      labels,
      row.failures.length,
    );
    add("servesweep_gpus", "GPUs that the server takes.", labels, row.gpus);
    for (const [key, { mean, sd }] of row.metrics) {
      const { stem, unit, divisor, help, statistic } = nameOf(key);
      const all: Labels = statistic === null ? labels : [...labels, ["statistic", statistic]];
      add(`${stem}${unit}`, `${help}, mean over the runs.`, all, mean / divisor);
      if (sd === null) continue;
      const text = `${help}, sample standard deviation over the runs.`;
      add(`${stem}_stddev${unit}`, text, all, sd / divisor);
    }
  }
  return [...families].map(([name, { help, samples }]) =>
    `# HELP ${name} ${helpText(help)}\n# TYPE ${name} gauge\n` +
    [...samples].map(([labels, value]) => `${name}{${labels}} ${numberText(value)}\n`).join("")
  ).join("");
}

/** When the last sweep in the directory ended, and how. */
function addEnd(
  { events }: Experiment,
  labels: Labels,
  add: (name: string, help: string, labels: Labels, value: number) => void,
): void {
  const end = events.findLast((event) => event.type === "sweep-finished");
  if (end?.type !== "sweep-finished") return;
  add("servesweep_sweep_exit_code", "Exit code of the last sweep.", labels, end.exitCode);
  const finishedAt = Date.parse(end.time) / 1000;
  if (Number.isNaN(finishedAt)) return;
  const name = "servesweep_sweep_finished_timestamp_seconds";
  add(name, "When the last sweep ended, in seconds since 1970.", labels, finishedAt);
}

/** `mean_ttft_ms` -> `servesweep_ttft_seconds` with the statistic `mean`; `duration` -> `servesweep_duration_seconds`. */
function nameOf(key: string) {
  const { unit, title } = metricOf(key);
  const [suffix, divisor] = UNITS[unit] ?? ["", 1];
  const latency = /^(mean|median|std|p\d+(?:\.\d+)?)_(ttft|tpot|itl|e2el)_ms$/.exec(key);
  const base = sanitized(latency?.[2] ?? key.replace(/_ms$/, ""))
    .replace(/_per_s(?=_|$)/, "_per_second");
  const hasUnit = suffix === "" || base.endsWith(`_${suffix}`) || base.includes("_per_second");
  return {
    stem: `servesweep_${base}`,
    unit: hasUnit ? "" : `_${suffix}`,
    divisor,
    help: latency === null
      ? title
      : title.replace(/^(Mean|Median|P[\d.]+|Standard deviation of the) /, "")
        .replace(/^./, (first) => first.toUpperCase()),
    statistic: latency?.[1] ?? null,
  };
}

function labelsOf({ directory, server, serveParams, benchParams }: Row): Labels {
  const labels = new Map([
    ["combination", directory],
    ["server", server ?? ""],
  ]);
  const add = (side: string, params: JsonObject) => {
    for (const [key, value] of params) {
      const name = `${side}_${sanitized(key)}`;
      // "a.b" and "a_b" come out the same.
      let free = name;
      for (let n = 2; labels.has(free); n++) free = `${name}_${n}`;
      labels.set(free, pyStr(value));
    }
  };
  add("serve", serveParams);
  add("bench", benchParams);
  return [...labels];
}

/** Letters, digits and underscores alone. */
function sanitized(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, "_");
}

function labelText([name, value]: readonly [string, string]): string {
  const text = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll(
    "\n",
    "\\n",
  );
  return `${name}="${text.toWellFormed()}"`;
}

function helpText(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}
