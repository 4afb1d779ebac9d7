/** Numbers and durations of a command line. */
import { UsageError } from "../errors.ts";
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
  return inRange(option, text, Number(text.replaceAll("_", "")));
}

/** @throws {UsageError} If the text is no number in the range of the option; `inf` is one. */
export function numberValue(option: Option, text: string): number {
  const value = /^\s*\+?inf(inity)?\s*$/i.test(text) ? Infinity : Number(text);
  if (Number.isNaN(value) || text.trim() === "") {
    throw new UsageError(`--${option.name} is "${text}", expected a number${rangeText(option)}`);
  }
  return inRange(option, text, value);
}

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
  return inRange(option, text, ms);
}

function inRange(option: Option, text: string, value: number): number {
  const { min = -Infinity, max = Infinity } = option;
  if (value >= min && value <= max) return value;
  throw new UsageError(
    `--${option.name} is ${text}, expected ${kindText(option)}${rangeText(option)}`,
  );
}

function kindText({ kind }: Option): string {
  return kind === "integer" ? "a whole number" : kind === "duration" ? "a duration" : "a number";
}

function rangeText({ kind, min, max }: Option): string {
  const shown = (value: number) => kind === "duration" ? `${value / 1_000} s` : String(value);
  if (min !== undefined && max !== undefined) return ` from ${shown(min)} to ${shown(max)}`;
  if (min !== undefined) return `, at least ${shown(min)}`;
  if (max !== undefined) return `, at most ${shown(max)}`;
  return "";
}
