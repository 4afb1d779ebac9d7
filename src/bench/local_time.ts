/** Local time in the two spellings of the result file. */
import { localClock, localDate, localStamp } from "../lib/local_time.ts";

/** `%Y%m%d-%H%M%S`. */
export function compactTime(time: Date): string {
  return localStamp(time.getTime(), "-");
}

/** `datetime.isoformat()` without a zone, in milliseconds. */
export function isoTime(time: Date): string {
  return `${localDate(time.getTime())}T${localClock(time.getTime(), "millisecond")}000`;
}
