/** What running side by side does to the numbers, for people. */
import type { InterferenceRow } from "../analysis/interference.ts";
import { metricOf } from "../analysis/metrics.ts";
import { counted } from "../lib/count.ts";

/** How many numbers differ, then a line for each; lines ended. */
export function interferenceText(rows: readonly InterferenceRow[], copies: number): string {
  if (rows.length === 0) {
    return "Interference: the benchmark has no numbers to compare\n";
  }
  const worse = rows.filter(isWorse);
  const head = worse.length === 0
    ? `Interference: ${
      counted(copies, "server")
    } side by side change no number for the worse that these runs could tell`
    : `Interference: with ${counted(copies, "server")} side by side ${worse.length} of ${
      counted(rows.length, "number")
    } are worse than alone`;
  return [head, ...rows.map((row) => `  ${rowText(row)}`)].join("\n") + "\n";
}

/** The interval leaves no doubt; with one run alone nobody can tell. */
function isWorse({ key, low95, high95 }: InterferenceRow): boolean {
  if (low95 === null || high95 === null) return false;
  return metricOf(key).better === "higher" ? high95 < 0 : low95 > 0;
}

function rowText(row: InterferenceRow): string {
  const { key, percent, low95, high95 } = row;
  const sign = (value: number) => `${value < 0 ? "" : "+"}${value.toFixed(1)}%`;
  const interval = low95 === null || high95 === null
    ? "spread not known: one run"
    : `95% interval ${sign(low95)} to ${sign(high95)}`;
  const title = metricOf(key).title;
  // The number first: "token: 5" would be taken for a secret.
  return `${sign(percent)} ${title} (${interval})${isWorse(row) ? ", worse" : ""}`;
}
