/** Events as JSON lines, for programs that watch a sweep. */
import { strictJson } from "../json/python.ts";
import { type Event, eventWithoutResult } from "../journal/event.ts";

/** One event as one line of JSON without a line end; a run's result is in it. */
export function eventJson(event: Event): string {
  const line = JSON.stringify(eventWithoutResult(event));
  if (event.type !== "run-finished" || event.result === null) return line;
  return `${line.slice(0, -1)},"result":${strictJson(event.result)}}`;
}
