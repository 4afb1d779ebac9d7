/** Ports of starts that run side by side: each gets one of its own, whatever its command says. */
import { UsageError } from "../../lib/errors.ts";
import { engineNamed, OTHER, programOf } from "../../engine/engines.ts";
import { flagValue } from "../../engine/flags.ts";
import { scriptOf } from "../../launcher/script.ts";
import { isRemoteLauncher } from "../../launcher/remote.ts";
import type { Plan, ServerStart } from "../plan.ts";
import type { Workload } from "../workload.ts";
import { type BenchFacts, benchFacts } from "./port.ts";
import { namesPort } from "./replace_port.ts";

/**
 * A plan whose fixed ports may be replaced by others when a server is started. The commands of the plan stay as they are: a
 * run measures the same on another port, and keeps its key.
 *
 * @param own Words that name our own executable.
 * @throws {UsageError} If another port cannot be told to all commands of a start.
 */
export function withMovablePorts(plan: Plan, own: readonly string[] = []): Plan {
  const workloads = new Map<Workload, BenchFacts>();
  const factsOf = (workload: Workload) => {
    let facts = workloads.get(workload);
    if (facts === undefined) workloads.set(workload, facts = benchFacts(workload.argv, own));
    return facts;
  };
  return { ...plan, starts: plan.starts.map((start) => movable(start, factsOf)) };
}

function movable(
  start: ServerStart,
  factsOf: (workload: Workload) => BenchFacts,
): ServerStart {
  if (start.port.kind === "lease") return start;
  const { port } = start.port;
  requireKnownServer(start);
  for (const { workload } of start.combinations) {
    const { argv, isKnown, namesAddress } = factsOf(workload);
    if (namesPort(argv, start.host, port) || (isKnown && !namesAddress)) continue;
    throw new UsageError(
      `Cannot run servers side by side: it is not known how the bench command "${
        argv.slice(0, 3).join(" ")
      } ..." gets the port of its server. Write --port auto, or http://127.0.0.1:auto, in it`,
    );
  }
  if (start.healthUrls.some((url) => !namesPort([url], start.host, port))) {
    throw new UsageError(
      `Cannot run servers side by side: --health-url ${
        start.healthUrls[0]
      } is not on the port of the serve command. Write the port "auto" in both`,
    );
  }
  return { ...start, port: { kind: "lease", preferred: null, replaces: port } };
}

function requireKnownServer({ argv, server, port, urls }: ServerStart): void {
  const engine = engineNamed(server);
  // Inside a script it cannot be replaced.
  const canBeTold = scriptOf(argv) === null && /^https?:/.test(urls[0]!) &&
    (flagValue(programOf(argv).words, engine.portFlags) !== null || engine !== OTHER);
  if (canBeTold && !argv.some(isRemoteLauncher)) return;
  const shown = port.kind === "fixed" ? port.port : "";
  throw new UsageError(
    `Cannot run servers side by side: it is not known how the server "${
      argv[0]
    }" takes a port other than ${shown}. Write --port auto where it belongs in the serve command`,
  );
}
