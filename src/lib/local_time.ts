/** What the clock of this machine shows at a moment. */

/**
 * The time zone of this machine at a moment: `Europe/Berlin`, or an offset as `-03:00` where TZ names no zone.
 *
 * Temporal and Date disagree there: TZ="" is no zone to Temporal, and TZ=GMT+3 is three hours east to it, west to POSIX.
 *
 * @param atMs In ms since 1970.
 */
export function localZone(atMs: number): string {
  const instant = instantAt(atMs);
  const offset = offsetText(-new Date(atMs).getTimezoneOffset());
  const zone = Temporal.Now.timeZoneId();
  try {
    if (instant.toZonedDateTimeISO(zone).offset === offset) return zone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return offset;
}

/** A moment on the clock of this machine. @param atMs In ms since 1970. */
export function localTime(atMs: number): Temporal.ZonedDateTime {
  return instantAt(atMs).toZonedDateTimeISO(localZone(atMs));
}

/** `2026-11-25`. @param atMs In ms since 1970. */
export function localDate(atMs: number): string {
  return localTime(atMs).toPlainDate().toString();
}

/** `06:00:30`, or to the smallest unit: `06:00`, `06:00:30.000`. What is smaller is cut off. @param atMs In ms since 1970. */
export function localClock(
  atMs: number,
  smallestUnit: "minute" | "second" | "millisecond" = "second",
): string {
  return localTime(atMs).toPlainTime().toString({ smallestUnit });
}

/** `20261125-060030`, for names. @param atMs In ms since 1970. @param separator Stands between date and time. */
export function localStamp(atMs: number, separator: string): string {
  const [date, clock] = [localDate(atMs).replaceAll("-", ""), localClock(atMs).replaceAll(":", "")];
  return date + separator + clock;
}

/** `06:00`, with the date if it is not within a day: `2026-11-27 06:00`. @param atMs As `nowMs` in ms since 1970. */
export function timeOfDay(
  atMs: number,
  nowMs: number,
  smallestUnit: "minute" | "second" = "minute",
): string {
  const clock = localClock(atMs, smallestUnit);
  return Math.abs(atMs - nowMs) < 24 * 3_600_000 ? clock : `${localDate(atMs)} ${clock}`;
}

function instantAt(atMs: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs));
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(hours)}:${two(rest)}`;
}
