/** The plan: what a sweep will run, in order. Plain data, made once, printed by a dry run, executed by the executor. */
// Over 300 lines because: the plan is made in one pass over both sides.
import { JsonNumber, type JsonObject } from "../json/value.ts";
import { pyEquals } from "../json/python.ts";
import type { Link, Sweep } from "../spec/sweep.ts";
import { UsageError } from "../lib/errors.ts";
import { endpointOf } from "./port/endpoint.ts";
import { requireForeground, requireHandedOn, withVariables } from "./launch_checks.ts";
import { handedOn } from "../launcher/variables.ts";
import { environment, ownVariables } from "./environment.ts";
import { NOTHING_KNOWN, type Outside } from "./outside.ts";
import { resetVariables, serverWords } from "./server_words.ts";
import { applyParameters } from "./argv.ts";
import { combinationDirectory, setName, withHash } from "./directory.ts";
import { type ServerIdentity, serverIdentity } from "./identity.ts";
import { type Files, type FilesOf, someFiles } from "./named_files.ts";
import { FIXED, type PolicyData } from "./policy_data.ts";
import { startId } from "./start_id.ts";
import { type BenchFacts, benchFacts, filled, type Port } from "./port/port.ts";
import { type Masked, type Workload, workloadOf } from "./workload.ts";
import type { Engine, ResetPath } from "../engine/engine.ts";
import { benchKindOf } from "../engine/benchmark/kinds.ts";
import { benchmarkEngineOf, engineOf } from "../engine/engines.ts";

/** The version of the program that a command runs; null where it is not known. */
export type VersionOf = (argv: readonly string[]) => string | null;

/** What is done with the server's caches after a run. */
export type AfterRun =
  | { readonly kind: "command"; readonly argv: readonly string[] }
  | { readonly kind: "reset"; readonly paths: readonly ResetPath[] }
  | { readonly kind: "nothing" };

/** Everything that one command line will run. */
export interface Plan {
  readonly starts: readonly ServerStart[];
  /** What decides about the next run of a start. */
  readonly policy: PolicyData;
}

/** One life of one server process: it serves all combinations of its serve set. */
export interface ServerStart {
  /** The serve set. */
  readonly params: JsonObject;
  /** Unique within the plan, and carried by every event of this start: see {@linkcode startId}. */
  readonly id: string;
  /** Short name for messages and log files: `SERVE--small`, or empty for the empty set. */
  readonly name: string;
  /** Which start of this serve set it is, from 0: repetitions may be spread over several. */
  readonly round: number;
  readonly argv: readonly string[];
  /** Variables on top of our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Name of the engine: see `engineNamed`. */
  readonly server: string;
  /** Version of the server's program as it is installed; null where that is not known. */
  readonly serverVersion: string | null;
  /** What is known of the files that its commands name; left out where they name none. */
  readonly files?: Files;
  readonly host: string;
  readonly port: Port;
  /** Where the server can be asked, best first: `http://127.0.0.1:8000`; with the port `auto` where it is open. */
  readonly urls: readonly string[];
  /** URLs one of which answers 200 once the server is ready. */
  readonly healthUrls: readonly string[];
  readonly afterRun: AfterRun;
  /** Its part of the keys of runs. It stays as planned when a port is put into the commands. */
  readonly identity: ServerIdentity;
  /** What was taken out of it: then it cannot be run as it is. */
  readonly masked?: Masked;
  readonly combinations: readonly Combination[];
}

/** One serve set with one bench set. */
export interface Combination {
  /** The bench set as planned: shared with the other combinations that have it. */
  readonly workload: Workload;
  /** Name inside the experiment directory; empty for the directory itself. */
  readonly directory: string;
  /** Numbers of the runs to do, ascending; none where the policy chooses them. */
  readonly runs: readonly number[];
  /** Directory of the planned combination that it is derived from; left out of planned ones. */
  readonly base?: string;
}

/**
 * Makes the plan of a sweep: serve sets in their order, each with its bench sets in their order. A server start without
 * combinations (its links match nothing) is left out.
 *
 * @param versionOf Version of the program that a command runs, as it is installed.
 * @param own Words of the commands that name our own executable.
 * @param filesOf What is known of the files that a command names.
 * @param outside What is known of variables and files.
 * @throws {UsageError} If a set cannot be applied to its command, a port is no port, a cache reset is not known, or the links
 *   leave no combination.
 */
export function makePlan(
  sweep: Sweep,
  versionOf: VersionOf = () => null,
  own: readonly string[] = [],
  filesOf: FilesOf = () => ({}),
  outside: Outside = NOTHING_KNOWN,
): Plan {
  const runs = Array.from({ length: sweep.numRuns }, (_, run) => run);
  // The bench side is the same for every server start: made once, shared by all.
  const benches = new Benches(sweep, versionOf, own, filesOf);
  const starts: ServerStart[] = [];
  const asked = engineOf(sweep.serveCommand, own);
  for (const serve of sweep.serveSets) {
    const serveName = setName(serve.params);
    const linkedBenches = benches.all.filter(({ workload: { params } }) =>
      linked(sweep.links, serve.params, params)
    );
    if (linkedBenches.length === 0) continue;
    const base = applyParameters(sweep.serveCommand, serve.params, serve.origin, asked);
    requireForeground(base);
    requireHandedOn(sweep.serveCommand, base, "serve command");
    const given = environment(sweep, serve);
    const server = serverWords(base, given, outside, own);
    const { engine } = server;
    const after = afterRun(sweep, engine, server.words);
    const resets = after.kind === "reset" ? resetVariables(server) : {};
    const argv = withVariables(withVariables(base, given, "serve command"), resets, "cache reset");
    const { port, host, urls } = endpointOf({
      argv,
      server,
      benches: linkedBenches.flatMap(({ facts }) => facts),
      afterBench: sweep.afterBenchCommand,
    });
    const combinations = linkedBenches.map((bench): Combination => ({
      // A benchmark may leave to us what the serve command says.
      workload: port.kind === "fixed" ? benches.withPort(bench, port.port) : bench.workload,
      directory: combinationDirectory(serve.params, bench.workload.params, {
        serve: serveName,
        bench: bench.name,
      }),
      runs,
    }));
    const name = combinationDirectory(serve.params, new Map(), { serve: serveName });
    const env = { ...engine.env, ...given };
    const serverVersion = versionOf(argv);
    const files = { ...filesOf(argv), ...filesOf(sweep.afterBenchCommand ?? []) };
    starts.push({
      params: serve.params,
      id: startId(name, 0),
      name,
      round: 0,
      argv,
      env,
      server: engine.name,
      serverVersion,
      ...someFiles(files),
      host,
      port,
      urls,
      healthUrls: sweep.healthUrl === null
        ? urls.map((url) => url + engine.healthPath)
        : [sweep.healthUrl],
      afterRun: after,
      identity: serverIdentity(argv, env, sweep.afterBenchCommand, serverVersion, files),
      combinations,
    });
  }
  if (starts.length === 0) {
    const links = sweep.links.map(({ serve, bench }) => `${serve}=${bench}`).join(",");
    throw new UsageError(
      `Nothing to run: no serve set and bench set have equal values of --link-vars ${links}`,
    );
  }
  return { starts: withDistinctDirectories(starts), policy: FIXED };
}

/** A bench set, planned once, with what the plans of ports ask about its commands. */
interface Bench {
  readonly workload: Workload;
  readonly name: string;
  readonly facts: readonly BenchFacts[];
}

const PLACE = { directory: "d", name: "n", run: 0 };

/** The bench side of a sweep, the same for every server start. */
class Benches {
  readonly all: readonly Bench[];
  readonly #ids = new Set<string>();
  readonly #bound = new Map<string, Workload>();

  constructor(sweep: Sweep, versionOf: VersionOf, own: readonly string[], filesOf: FilesOf) {
    const engine = benchmarkEngineOf(sweep.benchCommand);
    this.all = sweep.benchSets.map((set): Bench => {
      const { promptsKey, appended } = benchKindOf(sweep.benchCommand, sweep.benchKind);
      const warmup = new Map(set.params)
        .set(promptsKey, JsonNumber.of(sweep.warmupNumPrompts));
      const commandOf = (params: JsonObject) => {
        const words = applyParameters(sweep.benchCommand, params, set.origin, engine);
        requireHandedOn(sweep.benchCommand, [...words, ...appended(PLACE)], "bench command");
        const own = withVariables(words, ownVariables(set), "bench command");
        // Those of all commands may be meant for the server alone.
        return handedOn(own, environment(sweep, set)).argv;
      };
      const argv = commandOf(set.params);
      const warmupArgv = sweep.warmupNumPrompts > 0 ? commandOf(warmup) : null;
      const name = setName(set.params);
      const directory = combinationDirectory(new Map(), set.params, { bench: name });
      return {
        workload: workloadOf({
          id: this.#freeId(directory || "BENCH"),
          params: set.params,
          argv,
          warmupArgv,
          env: environment(sweep, set),
          version: versionOf(argv),
          ...sweep.benchKind === undefined ? {} : { kind: sweep.benchKind },
          ...someFiles(filesOf(argv)),
        }),
        name,
        facts: [argv, ...warmupArgv === null ? [] : [warmupArgv]].map((words) =>
          benchFacts(words, own)
        ),
      };
    });
  }

  /** The workload with a port in place of `auto`, once for each port; itself where it does not leave one open. */
  withPort({ workload }: Bench, port: number): Workload {
    const { argv, warmupArgv, identity: _, ...rest } = workload;
    const isOpen = [argv, warmupArgv ?? []].some((words) =>
      filled(words, port).some((word, index) => word !== words[index])
    );
    if (!isOpen) return workload;
    const key = `${workload.id} ${port}`;
    let bound = this.#bound.get(key);
    if (bound === undefined) {
      bound = workloadOf({
        ...rest,
        id: this.#freeId(`${workload.id}-port=${port}`),
        argv: filled(argv, port),
        warmupArgv: warmupArgv === null ? null : filled(warmupArgv, port),
      });
      this.#bound.set(key, bound);
    }
    return bound;
  }

  /** Names of different sets may come out the same: "a/b" and "a_b". */
  #freeId(name: string): string {
    let id = name;
    for (let n = 2; this.#ids.has(id); n++) id = `${name}#${n}`;
    this.#ids.add(id);
    return id;
  }
}

/** Both sides have every linked variable, and the values are equal as Python sees it. */
function linked(links: readonly Link[], serve: JsonObject, bench: JsonObject): boolean {
  return links.every((link) => {
    const a = serve.get(link.serve);
    const b = bench.get(link.bench);
    return a !== undefined && b !== undefined && pyEquals(a, b);
  });
}

function afterRun(sweep: Sweep, engine: Engine, argv: readonly string[]): AfterRun {
  if (sweep.afterBenchCommand !== null) return { kind: "command", argv: sweep.afterBenchCommand };
  if (!sweep.resetCaches) return { kind: "nothing" };
  const reset = engine.cacheReset(argv);
  if ("obstacle" in reset) {
    throw new UsageError(
      `Cannot reset the caches of "${argv[0]}" between runs: ${reset.obstacle}. ` +
        `Name a command with --after-bench-cmd, or pass --no-cache-reset to leave the caches alone`,
    );
  }
  return reset.paths.length > 0 ? { kind: "reset", paths: reset.paths } : { kind: "nothing" };
}

/** Different sets whose names come out the same ("1" and 1, "a/b" and "a_b") get a hash each: no result hides another. */
function withDistinctDirectories(starts: ServerStart[]): ServerStart[] {
  const counts = new Map<string, number>();
  const startCounts = new Map<string, number>();
  for (const start of starts) {
    startCounts.set(start.name, (startCounts.get(start.name) ?? 0) + 1);
    for (const { directory } of start.combinations) {
      counts.set(directory, (counts.get(directory) ?? 0) + 1);
    }
  }
  return starts.map((start) => ({
    ...start,
    ...(startCounts.get(start.name)! > 1
      ? named(withHash(start.name, start.params, new Map()))
      : {}),
    combinations: start.combinations.map((combination) =>
      counts.get(combination.directory)! > 1
        ? {
          ...combination,
          directory: withHash(combination.directory, start.params, combination.workload.params),
        }
        : combination
    ),
  }));
}

function named(name: string): Pick<ServerStart, "id" | "name"> {
  return { id: startId(name, 0), name };
}
