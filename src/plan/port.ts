/** The port of a server: fixed by its command, or left open until the server is started. */
import { UsageError } from "../errors.ts";
import { flagName, flagValue } from "./flags.ts";
import { isRemoteLauncher } from "./launchers.ts";
import type { Combination, ServerStart } from "./plan.ts";
import type { ServerKind } from "./server_kind.ts";

/** What a command says where a free port is wanted: `--port auto`, `http://127.0.0.1:auto/health`. */
export const AUTO = "auto";

/** Variable with the port of the server, for servers, benchmarks and commands after them. */
export const PORT_VARIABLE = "SERVESWEEP_PORT";

/** The port of a server start. */
export type Port =
  | { readonly kind: "fixed"; readonly port: number }
  /** A free port is taken at the start: the preferred one if it is free. */
  | { readonly kind: "lease"; readonly preferred: number | null };

/** The commands that have to agree on a port. */
export interface PortCommands {
  readonly serve: readonly string[];
  readonly benches: readonly (readonly string[])[];
  readonly afterBench: readonly string[] | null;
  readonly server: ServerKind;
  readonly defaultPort: number;
}

const SERVER_FLAGS = ["-p", "--port"];
const BENCH_FLAGS = ["--port"];

/**
 * Whether the port is open. It is with `--port auto`, and where neither the server nor its benchmarks name one and both are
 * programs whose flags are known: then the default port is taken if it is free.
 *
 * @throws {UsageError} If the port is open and a benchmark would ask another one, or it cannot be told how to tell it.
 */
export function planPort(commands: PortCommands, fixed: () => number): Port {
  const { serve, benches, afterBench, server, defaultPort } = commands;
  const value = flagValue(serve, SERVER_FLAGS);
  if (value === AUTO) {
    for (const bench of benches) requireOpen(bench);
    return { kind: "lease", preferred: null };
  }
  const canMove = value === null && afterBench === null && server !== "other" &&
    !serve.some(isRemoteLauncher) &&
    benches.every((bench) => benchFacts(bench).isKnown && !benchFacts(bench).namesAddress);
  return canMove ? { kind: "lease", preferred: defaultPort } : { kind: "fixed", port: fixed() };
}

function requireOpen(bench: readonly string[]): void {
  const { isKnown, namesAddress, hasAuto } = benchFacts(bench);
  if (hasAuto) return;
  const command = bench.slice(0, 3).join(" ");
  if (namesAddress) {
    throw new UsageError(
      `The serve command leaves its port open (--port auto), and the bench command "${command} ..." names another address: ` +
        "write --port auto there too, or leave it out",
    );
  }
  if (!isKnown) {
    throw new UsageError(
      `The serve command leaves its port open (--port auto), and it is not known how the program "${command}" takes it: ` +
        "write --port auto in the bench command too",
    );
  }
}

/** What a benchmark command says about the address of its server. */
interface BenchFacts {
  /** Its `--port` is that of the server. */
  readonly isKnown: boolean;
  readonly namesAddress: boolean;
  readonly hasAuto: boolean;
}

/** Combinations share commands: each is looked at once. */
const FACTS = new WeakMap<readonly string[], BenchFacts>();

function benchFacts(argv: readonly string[]): BenchFacts {
  let facts = FACTS.get(argv);
  if (facts === undefined) {
    facts = {
      isKnown: isKnownBench(argv),
      namesAddress: ["--port", "--base-url", "--host"].some((flag) =>
        flagValue(argv, [flag]) !== null
      ),
      hasAuto: flagValue(argv, BENCH_FLAGS) === AUTO || argv.some((token) => AUTO_URL.test(token)),
    };
    FACTS.set(argv, facts);
  }
  return facts;
}

function isKnownBench(argv: readonly string[]): boolean {
  return argv.some((token, index) => {
    const previous = argv[index - 1] ?? "";
    if (token === "bench") return /(^|\/)(vllm|servesweep[^/]*|main\.ts)$/.test(previous);
    return /(^|\/)benchmark_serving\.py$/.test(token) || token === "sglang.bench_serving";
  });
}

const AUTO_URL = /^(--[\w.-]+=)?(https?:\/\/[^/\s]+):auto(?=\/|$)/;

/** A start with a port put in wherever it was left open. The variable {@linkcode PORT_VARIABLE} is set in any case. */
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

/** A command with a port put in for `--port auto`, `--port=auto` and the port `auto` of a URL. */
export function filled(argv: readonly string[], port: number): readonly string[] {
  if (!argv.some((token) => token.includes(AUTO))) return argv;
  return argv.map((token, index) => {
    const previous = argv[index - 1] ?? "";
    const isValue = SERVER_FLAGS.includes(flagName(previous) ?? previous) &&
      !previous.includes("=");
    if (token === AUTO && isValue) return String(port);
    if (flagName(token) === "--port" && token.endsWith(`=${AUTO}`)) {
      return token.slice(0, -AUTO.length) + port;
    }
    return filledUrl(token, port);
  });
}

function filledUrl(url: string, port: number): string {
  return url.replace(AUTO_URL, (_, flag = "", origin) => `${flag}${origin}:${port}`);
}
