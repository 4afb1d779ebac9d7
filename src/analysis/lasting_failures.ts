/** Which failures of a journal lasted: those that were tried again, or are measured by now, are over. */
import type { Event, Failure, RunName } from "../record.ts";
import type { ExperimentFailure } from "./experiment.ts";

/** Failures for good. */
export interface LastingFailures {
  /** Of runs, by directory, in the order of time. */
  readonly runs: ReadonlyMap<string, readonly ExperimentFailure[]>;
  /** Of server starts, by the name of the start: of them everything that was to be measured is missing. */
  readonly starts: ReadonlyMap<string, Failure>;
}

/** Reads the events in order; a later valid run or ready server makes up for a failure before it. */
export function lastingFailures(events: readonly Event[]): LastingFailures {
  const runs = new Map<string, Map<number, Failure>>();
  const starts = new Map<string, Failure>();
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
        starts.set(event.server, event.failure);
        break;
      case "server-ready":
        starts.delete(event.server);
        break;
      case "retrying":
        if (event.name === null) starts.delete(event.server);
        else forget(event.name);
        break;
    }
  }
  const lists = [...runs].map(([directory, failures]) =>
    [directory, [...failures].map(([run, failure]) => ({ run, failure }))] as const
  );
  return { runs: new Map(lists.filter(([, list]) => list.length > 0)), starts };
}
