/** What earlier sessions of a sweep say about its failures, for a session that goes on with it. */
import type { Event, Failure } from "./event.ts";

/** Failures for good, and whether anything ever passed. */
export interface PastFailures {
  /** A server became ready. */
  readonly anyReady: boolean;
  /** A run is valid, and is reused. */
  readonly anyValid: boolean;
  /** Of server starts, in the order of time. */
  readonly starts: readonly Failure[];
  readonly runs: readonly {
    readonly failure: Failure;
    /** Id of the server start. */
    readonly start: string;
    readonly directory: string;
  }[];
}

/** Of a sweep that begins. */
export const NO_PAST: PastFailures = { anyReady: false, anyValid: false, starts: [], runs: [] };

/**
 * Reads the events in order. What was tried again counts once, by its last try.
 *
 * @param isPlanned Whether a run with this key is still to be done: a failure of another command says nothing about this one.
 */
export function pastFailures(
  events: readonly Event[],
  anyValid: boolean,
  isPlanned: (directory: string, run: number, key: string) => boolean,
): PastFailures {
  const runs = new Map<string, PastFailures["runs"][number]>();
  const starts = new Map<string, Failure>();
  let anyReady = false;
  for (const event of events) {
    switch (event.type) {
      case "server-ready":
        anyReady = true;
        starts.delete(event.start);
        break;
      case "server-failed":
        // The last one counts, where it stands.
        starts.delete(event.start);
        starts.set(event.start, event.failure);
        break;
      case "run-finished": {
        const { name: { directory, run }, key, outcome, start } = event;
        if (outcome.kind === "cancelled") break;
        const place = `${directory}/${run}`;
        runs.delete(place);
        if (outcome.kind === "valid" || !isPlanned(directory, run, key)) break;
        runs.set(place, { failure: outcome.failure, start, directory });
        break;
      }
    }
  }
  return { anyReady, anyValid, starts: [...starts.values()], runs: [...runs.values()] };
}
