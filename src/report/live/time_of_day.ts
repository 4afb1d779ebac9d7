/** A time of day for people. */

/** `06:00` of the clock of this machine; with the date if it is not within a day. */
export function timeOfDay(atMs: number, nowMs: number): string {
  const date = new Date(atMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return Math.abs(atMs - nowMs) < 24 * 3_600_000 ? time : `${day} ${time}`;
}
