/** Numbers as text, also in the page's script. */
import { counted } from "../lib/count.ts";
import type { PageMetric, PageStats } from "./html/page_data.ts";

/** By decimals: making one takes longer than all its work. */
const FORMATS = new Map<number, Intl.NumberFormat>();

/** `12,345.6`; a dash for none. */
export function numberText(value: number | null | undefined, decimals: number): string {
  if (value === null || value === undefined) return "–";
  let format = FORMATS.get(decimals);
  if (format === undefined) {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    FORMATS.set(decimals, format = new Intl.NumberFormat("en", digits));
  }
  return format.format(value);
}

/** `3.6 %`: the standard deviation in percent of the mean; a dash where there is none. */
export function spreadText([mean, deviation]: PageStats): string {
  return deviation === null || mean === 0
    ? "–"
    : `${numberText(100 * deviation / Math.abs(mean), 1)} %`;
}

/** `±12.3`: half the 95 % interval; null for a single run. */
export function halfWidthText([, , half]: PageStats, { decimals }: PageMetric): string | null {
  return half === null ? null : `±${numberText(half, decimals)}`;
}

/** `2026-11-24 16:15 UTC` of an ISO 8601 time. */
export function timeText(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/.exec(iso);
  return match === null ? iso : `${match[1]} ${match[2]} UTC`;
}

/** `1 run`, `3 runs`, `2,000 runs`. */
export function countText(count: number, noun: string): string {
  return counted(count, noun, undefined, numberText(count, 0));
}
