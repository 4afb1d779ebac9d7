/** A server start with its port, once that is known. */
import { flagValue } from "./flags.ts";
import type { Combination, ServerStart } from "./plan.ts";
import { benchFacts, filled, filledUrl, SERVER_FLAGS } from "./port.ts";

/** Variable with the port of the server, for servers, benchmarks and commands after them. */
const PORT_VARIABLE = "SERVESWEEP_PORT";

/** A start with a port put in wherever it was left open. The variable SERVESWEEP_PORT is set in any case. */
export function withPort(start: ServerStart, port: number): ServerStart {
  const isPreferred = start.port.kind === "fixed" || start.port.preferred === port;
  const bind = (argv: readonly string[], canAppend: boolean) =>
    canAppend && !isPreferred ? [...filled(argv, port), "--port", `${port}`] : filled(argv, port);
  const env = { [PORT_VARIABLE]: String(port) };
  const bindBench = (argv: readonly string[]) =>
    bind(argv, start.port.kind === "lease" && !benchFacts(argv).hasAuto);
  return {
    ...start,
    port: { kind: "fixed", port },
    argv: bind(start.argv, flagValue(start.argv, SERVER_FLAGS) === null),
    env: { ...start.env, ...env },
    urls: start.urls.map((url) => filledUrl(url, port)),
    healthUrls: start.healthUrls.map((url) => filledUrl(url, port)),
    afterRun: start.afterRun.kind === "command"
      ? { ...start.afterRun, argv: filled(start.afterRun.argv, port) }
      : start.afterRun,
    combinations: start.combinations.map((combination): Combination => ({
      ...combination,
      benchArgv: bindBench(combination.benchArgv),
      warmupArgv: combination.warmupArgv === null ? null : bindBench(combination.warmupArgv),
      env: { ...combination.env, ...env },
    })),
  };
}
