// @ts-check
// Numbers as text, the same way as the server-rendered table has them.

/** @import { PageMetric, PageStats } from "../html/page_data.ts" */

/** By decimals: making one takes longer than all its work. @type {Map<number, Intl.NumberFormat>} */
const formats = new Map();

/**
 * `12,345.6`.
 *
 * @param {number | null | undefined} value
 * @param {number} decimals
 */
export function numberText(value, decimals) {
  if (value === null || value === undefined) return "–";
  let format = formats.get(decimals);
  if (format === undefined) {
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    formats.set(decimals, format = new Intl.NumberFormat("en", digits));
  }
  return format.format(value);
}

/**
 * A number of any size, with four digits that count.
 *
 * @param {number} value
 */
export function shortNumber(value) {
  return value.toLocaleString("en", { maximumSignificantDigits: 4 });
}

/**
 * `3.6 %`: the standard deviation in percent of the mean.
 *
 * @param {PageStats} stats
 */
export function spreadText([mean, deviation]) {
  if (deviation === null || mean === 0) return "–";
  return `${numberText(100 * deviation / Math.abs(mean), 1)} %`;
}

/**
 * What stands behind the mean, by the choice "Show".
 *
 * @param {PageStats} stats
 * @param {PageMetric} metric
 * @param {string} show
 */
export function uncertaintyText(stats, { decimals }, show) {
  const [mean, deviation, half] = stats;
  if (show === "none" || deviation === null || half === null) return "";
  if (show === "deviation") return `σ ${numberText(deviation, decimals)}`;
  if (show === "spread") return spreadText(stats);
  if (show === "range") return intervalText([mean, deviation, half], decimals);
  return `±${numberText(half, decimals)}`;
}

/**
 * `120.1 to 130.4`: the 95 % interval.
 *
 * @param {PageStats} stats
 * @param {number} decimals
 */
export function intervalText([mean, , half], decimals) {
  if (half === null) return "–";
  return `${numberText(mean - half, decimals)} to ${numberText(mean + half, decimals)}`;
}

/**
 * Seconds as `850 ms`, `12.3 s`, `4 min 05 s`, `2 h 10 min`: the rule of src/lib/duration.ts.
 *
 * @param {number} seconds
 */
export function durationText(seconds) {
  const ms = Math.round(seconds * 1000);
  if (ms < 1000) return `${ms} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (/** @type {number} */ value) => String(value).padStart(2, "0");
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}
