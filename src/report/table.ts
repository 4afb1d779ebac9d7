/** The result table: one row a combination, means over its runs, with their spread. */
import { mean, sampleStandardDeviation } from "simple-statistics";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";

/** Valid runs of one combination. */
export interface CombinationRuns {
  readonly directory: string;
  readonly runs: readonly JsonObject[];
}

/** A column: a result key, its heading and its decimals. */
interface Column {
  readonly key: string;
  readonly heading: string;
  readonly decimals: number;
}

const COLUMNS: readonly Column[] = [
  { key: "request_throughput", heading: "req/s", decimals: 2 },
  { key: "output_throughput", heading: "tokens/s", decimals: 1 },
  { key: "mean_ttft_ms", heading: "TTFT ms", decimals: 1 },
  { key: "p99_ttft_ms", heading: "P99 TTFT", decimals: 1 },
  { key: "mean_tpot_ms", heading: "TPOT ms", decimals: 2 },
  { key: "p99_tpot_ms", heading: "P99 TPOT", decimals: 2 },
  { key: "p99_e2el_ms", heading: "P99 E2EL", decimals: 1 },
];

/** Key whose spread over the runs is shown. */
const SPREAD_KEY = "output_throughput";

/**
 * A table of text, each line ended. The spread is the sample standard deviation of the output throughput over the runs, in
 * percent of its mean; it needs two runs.
 */
export function resultTable(combinations: readonly CombinationRuns[]): string {
  const present = COLUMNS.filter(({ key }) =>
    combinations.some(({ runs }) => values(runs, key).length > 0)
  );
  const rows = [["combination", "runs", ...present.map(({ heading }) => heading), "spread"]];
  for (const { directory, runs } of combinations) {
    const cells = present.map(({ key, decimals }) => {
      const numbers = values(runs, key);
      return numbers.length === 0 ? "-" : mean(numbers).toFixed(decimals);
    });
    rows.push([directory || "(no parameters)", String(runs.length), ...cells, spread(runs)]);
  }
  return aligned(rows);
}

function spread(runs: readonly JsonObject[]): string {
  const numbers = values(runs, SPREAD_KEY);
  if (numbers.length < 2 || mean(numbers) === 0) return "-";
  return `${(100 * sampleStandardDeviation(numbers) / mean(numbers)).toFixed(1)}%`;
}

function values(runs: readonly JsonObject[], key: string): number[] {
  return runs.map((run): Json | undefined => run.get(key))
    .filter((value) => value instanceof JsonNumber)
    .map((value) => value.toNumber());
}

/** First column to the left, the others to the right. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row.map((cell, column) => {
      const width = widths[column]!;
      return column === 0 ? cell.padEnd(width) : cell.padStart(width);
    }).join("  ").trimEnd() + "\n"
  ).join("");
}
