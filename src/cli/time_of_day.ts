/** `--until`: a time of day, or a date with one, on the clock of this machine. */
import { UsageError } from "../lib/errors.ts";
import { localTime, localZone } from "../lib/local_time.ts";

/** A moment on a clock on the wall. */
export interface ClockTime {
  /** Null: whenever that time of day comes next. The month counts from 1. */
  readonly date: { readonly year: number; readonly month: number; readonly day: number } | null;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
  /** As it was written, for messages. */
  readonly text: string;
}

/** A timer takes no more than 2^31 milliseconds. */
const LONGEST_DAYS = 24;
const DAY_MS = 86_400_000;

/**
 * Reads `06:00`, `6:00`, `06:00:30`, `2026-11-26T06:00` or `2026-11-26 06:00`, each also with seconds.
 *
 * @param option Name of the option, for messages.
 * @throws {UsageError} If it is nothing of that kind, or no such time is on any clock.
 */
export function parseClockTime(text: string, option = "until"): ClockTime {
  const match = /^\s*(?:(\d{4})-(\d\d)-(\d\d)(?:T|\s+))?(\d\d?):(\d\d)(?::(\d\d))?\s*$/.exec(text);
  const [year, month, day, hours, minutes, seconds] = (match ?? []).slice(1)
    .map((digits) => Number(digits ?? 0)) as [number, number, number, number, number, number];
  const hasDate = match?.[1] !== undefined;
  if (match === null || hours > 23 || minutes > 59 || seconds > 59) {
    throw new UsageError(
      `--${option} is "${text}", expected a time of day as 06:00, or a date and time as 2026-11-26T06:00`,
    );
  }
  if (hasDate && !isDate({ year, month, day })) {
    throw new UsageError(`--${option} is "${text}", and there is no such day`);
  }
  const date = hasDate ? { year, month, day } : null;
  return { date, hours, minutes, seconds, text: text.trim() };
}

/**
 * When a clock on the wall will show a time, in the time zone of this machine. A time of day is the next one to come: where
 * the clocks are set back and it comes twice, each is one; where they are set forward over it, it is as much later.
 *
 * @param option Name of the option, for messages.
 * @throws {UsageError} If the date is past, or more than 24 days ahead.
 */
export function nextMoment(time: ClockTime, now: Date, option = "until"): Date {
  const { date, text } = time;
  const nowMs = now.getTime();
  if (date === null) {
    const today = localTime(nowMs).toPlainDate();
    const next = [today, today.add({ days: 1 })].flatMap((day) => momentsOn(time, day, nowMs))
      .find((ms) => ms > nowMs);
    return new Date(next!);
  }
  const momentMs = momentsOn(time, Temporal.PlainDate.from(date), nowMs).find((ms) => ms > nowMs);
  if (momentMs === undefined) {
    throw new UsageError(`--${option} is "${text}", and that is past: expected a time to come`);
  }
  if (momentMs - nowMs > LONGEST_DAYS * DAY_MS) {
    throw new UsageError(
      `--${option} is "${text}", expected a time at most ${LONGEST_DAYS} days from now`,
    );
  }
  return new Date(momentMs);
}

/** Each moment of a day at which the clock shows the time, in ms since 1970: two where the clocks are set back over it. */
function momentsOn(time: ClockTime, day: Temporal.PlainDate, nowMs: number): number[] {
  const { hours: hour, minutes: minute, seconds: second } = time;
  const shown = day.toPlainDateTime({ hour, minute, second });
  // "compatible" is the first of two, and as much later where the clocks are set forward over it.
  return (["compatible", "later"] as const).map((disambiguation) =>
    shown.toZonedDateTime(localZone(nowMs), { disambiguation }).epochMilliseconds
  );
}

function isDate(date: { year: number; month: number; day: number }): boolean {
  try {
    Temporal.PlainDate.from(date, { overflow: "reject" });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
