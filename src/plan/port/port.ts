/** The port of a server: fixed by its command, or left open until the server is started. */
import { UsageError } from "../../lib/errors.ts";
import { flagName, flagValue, joinedValue } from "../../engine/flags.ts";
import { isRemoteLauncher } from "../../launcher/remote.ts";
import type { Engine } from "../../engine/engine.ts";
import { benchProgramOf, ENGINES, OTHER } from "../../engine/engines.ts";

/** What a command says where a free port is wanted: `--port auto`, `http://127.0.0.1:auto/health`. */
export const AUTO = "auto";

/** The port of a server start. */
export type Port =
  | { readonly kind: "fixed"; readonly port: number }
  /** A free port is taken at the start: the preferred one if it is free. It replaces the one that the commands name, if any. */
  | { readonly kind: "lease"; readonly preferred: number | null; readonly replaces?: number };

/** The commands that have to agree on a port. */
export interface PortCommands {
  /** Words of the server's program. */
  readonly serve: readonly string[];
  /** The whole command. */
  readonly argv: readonly string[];
  /** Whether the program gets what is put behind its command. */
  readonly canAppend: boolean;
  readonly benches: readonly BenchFacts[];
  readonly afterBench: readonly string[] | null;
  readonly engine: Engine;
}

/** All flags that servers take their port by. */
export const PORT_FLAGS = [
  ...new Set([...ENGINES, OTHER].flatMap(({ portFlags }) => portFlags)),
];
const BENCH_FLAGS = ["--port"];

/**
 * Whether the port is open. It is with `--port auto`, and where neither the server nor its benchmarks name one and both are
 * programs whose flags are known: then the default port is taken if it is free.
 *
 * @throws {UsageError} If the port is open and a benchmark would ask another one, or it cannot be told how to tell it.
 */
export function planPort(commands: PortCommands, fixed: () => number): Port {
  const { serve, argv, canAppend, benches, afterBench, engine } = commands;
  const value = flagValue(serve, engine.portFlags);
  // A script gets the port as a variable.
  if (value === AUTO || isPortVariable(value)) {
    if (value === AUTO && !argv.some((word) => /^(-p|\S*=)?auto$/.test(word))) {
      throw new UsageError(
        `Cannot put a free port in place of "${AUTO}" inside a script: write $SERVESWEEP_PORT there`,
      );
    }
    for (const bench of benches) requireOpen(bench);
    return { kind: "lease", preferred: null };
  }
  const canMove = value === null && canAppend && afterBench === null && engine !== OTHER &&
    !argv.some(isRemoteLauncher) &&
    benches.every(({ isKnown, namesAddress }) => isKnown && !namesAddress);
  return canMove
    ? { kind: "lease", preferred: engine.defaultPort }
    : { kind: "fixed", port: fixed() };
}

/** The variable that tells our processes the port, in a script. */
function isPortVariable(value: string | null): boolean {
  return /^\$\{?SERVESWEEP_PORT\b/.test(value ?? "");
}

function requireOpen({ argv, isKnown, namesAddress, hasAuto }: BenchFacts): void {
  if (hasAuto) return;
  const command = argv.slice(0, 3).join(" ");
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

/** Port that a benchmark asks when its command names none. */
export const BENCH_DEFAULT_PORT = 8000;

/** What a benchmark command says about the address of its server. */
export interface BenchFacts {
  readonly argv: readonly string[];
  /** Its `--port` is that of the server. */
  readonly isKnown: boolean;
  readonly namesAddress: boolean;
  readonly hasAuto: boolean;
  /** Port that it asks when its command names none. */
  readonly defaultPort: number;
}

/**
 * What can be told from the words of a command.
 *
 * @param own Words that name our own executable.
 */
export function benchFacts(argv: readonly string[], own: readonly string[] = []): BenchFacts {
  const { benchmark, words } = benchProgramOf(argv, own);
  const port = flagValue(words, BENCH_FLAGS);
  return {
    argv,
    isKnown: benchmark !== null,
    namesAddress: ["--port", "--base-url", "--host"].some((flag) =>
      flagValue(words, [flag]) !== null
    ),
    hasAuto: port === AUTO || isPortVariable(port) || argv.some((token) => AUTO_URL.test(token)),
    defaultPort: benchmark?.defaultPort ?? BENCH_DEFAULT_PORT,
  };
}

const AUTO_URL = /^(--[\w.-]+=)?(https?:\/\/[^/\s]+):auto(?=\/|$)/;

/** A port of a container that is published at a free one: `-p auto:8000`. */
const PUBLISHED = /^(?:-p|--publish=)?(?:\[?[\d.:a-f]+\]?:)?auto:\d+(?:\/tcp)?$/;

/** Whether a word publishes a port of a container at a free one. */
export function publishesOpenPort(word: string): boolean {
  return PUBLISHED.test(word);
}

/** A command with a port put in for `--port auto`, `--port=auto`, `-p=auto` and the port `auto` of a URL. */
export function filled(argv: readonly string[], port: number): readonly string[] {
  if (!argv.some((token) => token.includes(AUTO))) return argv;
  return argv.map((token, index) => {
    const previous = argv[index - 1] ?? "";
    if (publishesOpenPort(token)) return token.replace(AUTO, String(port));
    const isValue = PORT_FLAGS.includes(flagName(previous) ?? previous) &&
      !previous.includes("=");
    if (token === AUTO && isValue) return String(port);
    if (joinedValue(token, PORT_FLAGS) === AUTO) return token.replace(AUTO, String(port));
    const [name = "", value] = token.split("=");
    if (value === AUTO && PORT_FLAGS.includes(flagName(token) ?? name)) return `${name}=${port}`;
    return filledUrl(token, port);
  });
}

/** A URL with a port put in for `auto`. */
export function filledUrl(url: string, port: number): string {
  return url.replace(AUTO_URL, (_, flag = "", origin) => `${flag}${origin}:${port}`);
}
