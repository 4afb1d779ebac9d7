/** A start with the port that its server is to have. */
import type { ServerStart } from "../plan/plan.ts";
import { type BoundStart, withPort } from "../plan/port/bind_port.ts";
import { RunFailure } from "./failure.ts";
import { portHolder } from "./process/ownership.ts";
import type { PortLease } from "./process/port_lease.ts";

/** The start with its port. @throws {RunFailure} If the port is not free. */
export function boundStart(start: ServerStart, lease: PortLease | null): BoundStart {
  const program = start.argv[0];
  const failure = (reason: string) =>
    new RunFailure({
      class: "port-in-use",
      reason: `Cannot start the server "${program}": ${reason}`,
      command: start.argv,
      logTail: [],
      logFile: null,
    });
  if (start.port.kind === "lease") {
    if (lease === null) throw failure("no port is free");
    return withPort(start, lease.port);
  }
  const bound = withPort(start, start.port.port);
  const holder = portHolder(bound);
  if (holder !== null) {
    throw failure(
      `its port (${
        bound.urls[0]
      }) is taken by ${holder}. End it, name another --port, or write --port auto`,
    );
  }
  return bound;
}
