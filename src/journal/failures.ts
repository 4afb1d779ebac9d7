/** Which failures of a journal lasted: those that were tried again, or are measured by now, are over. */
import type { Event, Failure, RunName } from "./event.ts";

/** A run that failed for good. */
export interface FailedRun {
  readonly run: number;
  readonly failure: Failure;
}

/** Failures for good. */
export interface LastingFailures {
  /** Of runs, by directory, in the order of time. */
  readonly runs: ReadonlyMap<string, readonly FailedRun[]>;
  /** Of server starts, by the name of the server: what they were to measure is missing. */
  readonly starts: ReadonlyMap<string, readonly Failure[]>;
}

/**
 * Reads the events in order; a later valid run makes up for a failure before it, and so does a life of the same start that became
 * ready.
 */
export function lastingFailures(events: readonly Event[]): LastingFailures {
  const runs = new Map<string, Map<number, Failure>>();
  /** By the id of the start. */
  const starts = new Map<string, { readonly server: string; readonly failure: Failure }>();
  const forget = ({ directory, run }: RunName) => runs.get(directory)?.delete(run);
  for (const event of events) {
    switch (event.type) {
      case "run-finished": {
        const { name, outcome } = event;
        if (outcome.kind === "cancelled") break;
        forget(name);
        if (outcome.kind === "valid") break;
        const ofDirectory = runs.get(name.directory) ?? new Map<number, Failure>();
        runs.set(name.directory, ofDirectory.set(name.run, outcome.failure));
        break;
      }
      case "server-failed":
        starts.set(event.start, { server: event.server, failure: event.failure });
        break;
      case "server-ready":
        starts.delete(event.start);
        break;
      case "retrying":
        if (event.name === null) starts.delete(event.start);
        else forget(event.name);
        break;
    }
  }
  const lists = [...runs].map(([directory, failures]) =>
    [directory, [...failures].map(([run, failure]) => ({ run, failure }))] as const
  );
  return {
    runs: new Map(lists.filter(([, list]) => list.length > 0)),
    starts: new Map(
      [...Map.groupBy(starts.values(), ({ server }) => server)]
        .map(([server, list]) => [server, list.map(({ failure }) => failure)] as const),
    ),
  };
}
