/** A server start with its port, once that is known. */
import { engineNamed, programOf } from "../../engine/engines.ts";
import { flagValue } from "../../engine/flags.ts";
import type { Combination, ServerStart } from "../plan.ts";
import { benchFacts, filled, filledUrl, type Port, publishesOpenPort } from "./port.ts";
import { namesPort, withReplacedPort } from "./replace_port.ts";

/** Variable with the port of the server, for servers, benchmarks and commands after them. */
const PORT_VARIABLE = "SERVESWEEP_PORT";

/** A start whose port is known. */
export interface BoundStart extends ServerStart {
  readonly port: Extract<Port, { readonly kind: "fixed" }>;
}

/**
 * A start with a port put in wherever it was left open or is replaced, but for its combinations: see
 * {@linkcode combinationWithPort}. The variable SERVESWEEP_PORT is set in any case.
 */
export function withPort(start: ServerStart, port: number): BoundStart {
  const { afterRun } = start;
  const { portFlags } = engineNamed(start.server);
  const { words } = programOf(start.argv);
  const isTold = flagValue(words, portFlags) !== null || start.argv.some(publishesOpenPort);
  const isPreferred = start.port.kind === "lease" && start.port.preferred === port;
  const put = (argv: readonly string[]) => withPortPut(start, argv, port);
  const url = (text: string) => filledUrl(put([text])[0]!, port);
  return {
    ...start,
    port: { kind: "fixed", port },
    argv: bound(
      start,
      start.argv,
      port,
      isPreferred || isTold ? null : portFlags.at(-1)!,
    ),
    env: { ...start.env, [PORT_VARIABLE]: String(port) },
    urls: start.urls.map(url),
    healthUrls: start.healthUrls.map(url),
    afterRun: afterRun.kind === "command" ? { ...afterRun, argv: put(afterRun.argv) } : afterRun,
  };
}

/** A combination with the port of its server put in, as in {@linkcode withPort}. @param start As it is planned. */
export function combinationWithPort(
  start: ServerStart,
  combination: Combination,
  port: number,
): Combination {
  const { workload } = combination;
  const replaces = start.port.kind === "lease" ? start.port.replaces : undefined;
  const bind = (argv: readonly string[]) => {
    const { hasAuto, defaultPort } = benchFacts(argv);
    const names = replaces !== undefined && namesPort(argv, start.host, replaces);
    const isTold = hasAuto || names || port === defaultPort;
    return bound(start, argv, port, isTold ? null : "--port");
  };
  return {
    ...combination,
    workload: {
      ...workload,
      argv: bind(workload.argv),
      warmupArgv: workload.warmupArgv === null ? null : bind(workload.warmupArgv),
      env: { ...workload.env, [PORT_VARIABLE]: String(port) },
    },
  };
}

/** @param flag What the port is put behind; null where the command, or the default of its program, tells it the port. */
function bound(
  start: ServerStart,
  argv: readonly string[],
  port: number,
  flag: string | null,
): readonly string[] {
  const put = withPortPut(start, argv, port);
  return start.port.kind === "fixed" || flag === null ? put : [...put, flag, `${port}`];
}

function withPortPut({ host, port: planned }: ServerStart, argv: readonly string[], port: number) {
  const replaces = planned.kind === "lease" ? planned.replaces : undefined;
  return filled(replaces === undefined ? argv : withReplacedPort(argv, host, replaces, port), port);
}
