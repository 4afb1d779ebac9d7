/** Numbers, durations and sizes of a command line. */
import { UsageError } from "../lib/errors.ts";
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

/** Binary units, in which sizes are shown; the last one is for all that is larger. */
const BINARY_UNITS = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/** Bytes per unit: decimal ones in powers of 1000, binary ones and the bare letters of df, dd and systemd in powers of 1024. */
const UNIT_BYTES: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["B", 1],
  ["kB", 1_000],
  ...["K", "M", "G", "T", "P"].flatMap((letter, index): [string, number][] => [
    [letter, 1024 ** (index + 1)],
    [`${letter}iB`, 1024 ** (index + 1)],
    [`${letter}B`, 1000 ** (index + 1)],
  ]),
]);

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
 * `1024` (bytes), `500MB` (decimal), `2GiB` (binary), `1.5G` (binary, as df and systemd read it). Capital letters
 * count: a small `m` or `b` is a thousandth or a bit elsewhere.
 *
 * @returns Whole bytes.
 * @throws {UsageError} If the text is no size in the range of the option.
 */
export function parseSizeBytes(option: Option, text: string): number {
  const parts = /^\s*(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z]*)\s*$/.exec(text);
  const unit = parts === null ? undefined : UNIT_BYTES.get(parts[2]!);
  if (parts === null || unit === undefined) {
    throw new UsageError(
      `--${option.name} is "${text}", expected bytes or a size as 1024, 500MB or 2GiB`,
    );
  }
  const bytes = Math.round(Number(parts[1]) * unit);
  if (!Number.isSafeInteger(bytes)) {
    throw new UsageError(
      `--${option.name} is ${text}, expected a size of at most ${
        sizeText(Number.MAX_SAFE_INTEGER)
      }`,
    );
  }
  return inRange(option, text, bytes);
}

/** `1.5 GiB`: a size for a message, in the largest binary unit that it fills, rounded down to two decimals. */
export function sizeText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < BINARY_UNITS.length - 1; unit++) value /= 1024;
  return `${Math.floor(value * 100) / 100} ${BINARY_UNITS[unit]}`;
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
