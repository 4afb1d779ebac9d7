/** A server start with its port, once that is known. */
import { flagValue } from "../flags.ts";
import type { Combination, ServerStart } from "../plan.ts";
import { benchFacts, filled, filledUrl, SERVER_FLAGS } from "./port.ts";
import { namesPort, withReplacedPort } from "./replace_port.ts";

/** Variable with the port of the server, for servers, benchmarks and commands after them. */
const PORT_VARIABLE = "SERVESWEEP_PORT";

/** A start with a port put in wherever it was left open or is replaced. The variable SERVESWEEP_PORT is set in any case. */
export function withPort(start: ServerStart, port: number): ServerStart {
  const { afterRun, host } = start;
  const replaces = start.port.kind === "lease" ? start.port.replaces : undefined;
  const isFixed = start.port.kind === "fixed";
  const isPreferred = start.port.kind === "lease" && start.port.preferred === port;
  const put = (argv: readonly string[]) =>
    filled(replaces === undefined ? argv : withReplacedPort(argv, host, replaces, port), port);
  const bind = (argv: readonly string[], isTold: boolean) =>
    isFixed || isTold ? put(argv) : [...put(argv), "--port", `${port}`];
  const env = { [PORT_VARIABLE]: String(port) };
  const bindBench = (argv: readonly string[]) => {
    const { hasAuto, defaultPort } = benchFacts(argv);
    const names = replaces !== undefined && namesPort(argv, host, replaces);
    return bind(argv, hasAuto || names || port === defaultPort);
  };
  const url = (text: string) => filledUrl(put([text])[0]!, port);
  return {
    ...start,
    port: { kind: "fixed", port },
    argv: bind(start.argv, isPreferred || flagValue(start.argv, SERVER_FLAGS) !== null),
    env: { ...start.env, ...env },
    urls: start.urls.map(url),
    healthUrls: start.healthUrls.map(url),
    afterRun: afterRun.kind === "command" ? { ...afterRun, argv: put(afterRun.argv) } : afterRun,
    combinations: start.combinations.map((combination): Combination => ({
      ...combination,
      benchArgv: bindBench(combination.benchArgv),
      warmupArgv: combination.warmupArgv === null ? null : bindBench(combination.warmupArgv),
      env: { ...combination.env, ...env },
    })),
  };
}
