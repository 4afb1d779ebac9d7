/** Local time in the two spellings of the result file. */

/** `%Y%m%d-%H%M%S`. */
export function compactTime(time: Date): string {
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())];
  return `${date.join("")}-${clock(time).join("")}`;
}

/** `datetime.isoformat()` without a zone, in milliseconds. */
export function isoTime(time: Date): string {
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())];
  const fraction = String(time.getMilliseconds()).padStart(3, "0");
  return `${date.join("-")}T${clock(time).join(":")}.${fraction}000`;
}

function clock(time: Date): string[] {
  return [time.getHours(), time.getMinutes(), time.getSeconds()].map(two);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
