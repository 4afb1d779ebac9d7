/** Numbers as text that only the script shows; the others are those of the server-rendered table. */
import { durationText } from "../../lib/duration.ts";
import { numberText, spreadText } from "../numbers.ts";
import type { PageMetric, PageStats } from "../html/page_data.ts";

/** A number of any size, with four digits that count. */
export function shortNumber(value: number) {
  return value.toLocaleString("en", { maximumSignificantDigits: 4 });
}

/** What stands behind the mean, by the choice "Show". */
export function uncertaintyText(stats: PageStats, { decimals }: PageMetric, show: string) {
  const [mean, deviation, half] = stats;
  if (show === "none" || deviation === null || half === null) return "";
  if (show === "deviation") return `σ ${numberText(deviation, decimals)}`;
  if (show === "spread") return spreadText(stats);
  if (show === "range") return intervalText([mean, deviation, half], decimals);
  return `±${numberText(half, decimals)}`;
}

/** `120.1 to 130.4`: the 95 % interval. */
export function intervalText([mean, , half]: PageStats, decimals: number) {
  if (half === null) return "–";
  return `${numberText(mean - half, decimals)} to ${numberText(mean + half, decimals)}`;
}

/** Seconds as `850 ms`, `12.3 s`, `4 min 05 s`. */
export function secondsText(seconds: number): string {
  return durationText(1000 * seconds);
}
