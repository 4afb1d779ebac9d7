/** Numbers, durations and sizes of a command line. */
import { UsageError } from "../lib/errors.ts";
import { parseSize, sizeText } from "../lib/size.ts";
import type { Option } from "./option.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  "": 1_000,
  "ms": 1,
  "s": 1_000,
  "m": 60_000,
  "min": 60_000,
  "h": 3_600_000,
  "d": 86_400_000,
};

/** @throws {UsageError} If the text is no whole number in the range of the option. */
export function integerValue(option: Option, text: string): number {
  // Python's int() takes underscores and blanks; a script may have them.
  if (!/^\s*[-+]?\d+(_\d+)*\s*$/.test(text)) {
    throw new UsageError(
      `--${option.name} is "${text}", expected a whole number${rangeText(option)}`,
    );
  }
  const value = Number(text.replaceAll("_", ""));
  if (!Number.isSafeInteger(value)) {
    throw new UsageError(
      `--${option.name} is ${text}, expected a whole number of at most ${Number.MAX_SAFE_INTEGER}`,
    );
  }
  return inRange(option, text, value);
}

/** @throws {UsageError} If the text is no number in the range of the option; `inf` is one. */
export function numberValue(option: Option, text: string): number {
  const isInfinite = /^\s*\+?inf(inity)?\s*$/i.test(text);
  const value = isInfinite ? Infinity : Number(text);
  // Number() also reads "0x10" and the empty text, and makes Infinity of 1e400.
  const isDecimal = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) &&
    Number.isFinite(value);
  if (!isInfinite && !isDecimal) {
    throw new UsageError(`--${option.name} is "${text}", expected a number${rangeText(option)}`);
  }
  return inRange(option, text, value);
}

/** 24 days: a timer takes no more than 2^31 milliseconds, and with more it would end at once. */
const LONGEST_DURATION_MS = 24 * 86_400_000;

/**
 * `90` (seconds), `1.5h`, `10m`, `30s`, `250ms`, `1h30m`.
 *
 * @returns Milliseconds.
 * @throws {UsageError} If the text is no duration in the range of the option.
 */
export function parseDurationMs(option: Option, text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?|\.\d+)\s*(ms|min|s|m|h|d|)/g)];
  const isWhole = parts.length > 0 && parts.map(([part]) => part).join("") === text.trim() &&
    (parts.length === 1 || parts.every(([, , unit]) => unit !== ""));
  if (!isWhole) {
    throw new UsageError(
      `--${option.name} is "${text}", expected seconds or a duration as 90, 30s, 10m or 1.5h`,
    );
  }
  const ms = parts.reduce((sum, [, value, unit]) => sum + Number(value) * UNIT_MS[unit!]!, 0);
  const { max = LONGEST_DURATION_MS } = option;
  return inRange({ ...option, max: Math.min(max, LONGEST_DURATION_MS) }, text, ms);
}

/**
 * A size as {@linkcode parseSize} takes it.
 *
 * @returns Whole bytes.
 * @throws {UsageError} If the text is no size in the range of the option.
 */
export function parseSizeBytes(option: Option, text: string): number {
  const bytes = parseSize(text);
  if (bytes === null) {
    throw new UsageError(
      `--${option.name} is "${text}", expected bytes or a size as 1024, 500MB or 2GiB`,
    );
  }
  if (!Number.isSafeInteger(bytes)) {
    throw new UsageError(
      `--${option.name} is ${text}, expected a size of at most ${
        sizeText(Number.MAX_SAFE_INTEGER)
      }`,
    );
  }
  return inRange(option, text, bytes);
}

function inRange(option: Option, text: string, value: number): number {
  const { min = -Infinity, max = Infinity } = option;
  if (value >= min && value <= max) return value;
  const bound = rangeText({ kind: option.kind, ...(value < min ? { min } : { max }) });
  throw new UsageError(`--${option.name} is ${text}, expected ${kindText(option)}${bound}`);
}

function kindText({ kind }: Option): string {
  if (kind === "integer") return "a whole number";
  return kind === "duration" ? "a duration" : kind === "size" ? "a size" : "a number";
}

function rangeText({ kind, min, max }: Pick<Option, "kind" | "min" | "max">): string {
  const shown = (value: number) =>
    kind === "duration" ? `${value / 1_000} s` : kind === "size" ? sizeText(value) : String(value);
  if (min !== undefined && max !== undefined) return ` from ${shown(min)} to ${shown(max)}`;
  if (min !== undefined) return `, at least ${shown(min)}`;
  if (max !== undefined) return `, at most ${shown(max)}`;
  return "";
}
