/** Which failures of a journal lasted: those that were tried again, or are measured by now, are over. */
import type { Event, Failure, RunName } from "../journal/event.ts";
import type { ExperimentFailure } from "./experiment.ts";

/** Failures for good. */
export interface LastingFailures {
  /** Of runs, by directory, in the order of time. */
  readonly runs: ReadonlyMap<string, readonly ExperimentFailure[]>;
  /** Of server starts, by the name of the server: what they were to measure is missing. */
  readonly starts: ReadonlyMap<string, readonly Failure[]>;
}

/**
 * Reads the events in order; a later valid run makes up for a failure before it, and so does a start of the same server in the
 * same round that became ready.
 */
export function lastingFailures(events: readonly Event[]): LastingFailures {
  const runs = new Map<string, Map<number, Failure>>();
  /** Failures of a server by the round that its start was for. */
  const starts = new Map<string, Map<number, Failure>>();
  const rounds = new Map<string, number>();
  const forgetStart = (server: string) => starts.get(server)?.delete(rounds.get(server) ?? 0);
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
      case "server-starting":
        rounds.set(event.server, event.round);
        break;
      case "server-failed": {
        const { server, failure } = event;
        const ofServer = starts.get(server) ?? new Map<number, Failure>();
        starts.set(server, ofServer.set(rounds.get(server) ?? 0, failure));
        break;
      }
      case "server-ready":
        forgetStart(event.server);
        break;
      case "retrying":
        if (event.name === null) forgetStart(event.server);
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
      [...starts].map(([server, failures]) => [server, [...failures.values()]] as const)
        .filter(([, list]) => list.length > 0),
    ),
  };
}
