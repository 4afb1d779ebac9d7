/** The plan of a sweep as manifest and journal tell it: enough to say what is left of it and how long that takes. */
import { isJsonObject, type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { pyJson } from "../json/python.ts";
import { type Identity, serverIdentity } from "../plan/identity.ts";
import { workloadOf } from "../plan/workload.ts";
import type { AfterRun, Combination, Plan, ServerStart } from "../plan/plan.ts";
import { resultFile } from "../plan/paths.ts";
import { startId } from "../plan/start_id.ts";
import { planSize } from "../plan/remaining.ts";
import { serverKind } from "../engine/server_kind.ts";
import type { Event } from "../journal/event.ts";

/**
 * What the last session of a journal was to do.
 *
 * @param session Its facts in the manifest.
 * @param events Of all sessions, in order.
 * @returns Null if that cannot be told: the manifest is older than the list of combinations, or the session counted other runs.
 */
export function recordedPlan(session: JsonObject, events: readonly Event[]): Plan | null {
  const begin = events.findLastIndex(({ type }) => type === "sweep-started");
  const started = events[begin];
  if (started?.type !== "sweep-started") return null;
  const sides = objects(session.get("serve"));
  const known = new Identities(events, sides);
  const there = validRuns(events.slice(0, begin));
  const starts: ServerStart[] = [];
  const rounds = Map.groupBy(sides, (side) => text(side.get("name")));
  for (const side of sides) {
    const sameServer = rounds.get(text(side.get("name")))!;
    const round = sameServer.indexOf(side);
    const combinations: Combination[] = [];
    for (const entry of objects(side.get("combinations"))) {
      const directory = text(entry.get("directory"));
      const count = entry.get("runs") instanceof JsonNumber
        ? (entry.get("runs") as JsonNumber).toNumber()
        : 0;
      // Of two rounds the first has the runs 0, 2, 4 ...: see plan/interleave.ts.
      const runs = Array.from({ length: count }, (_, index) => round + index * sameServer.length)
        .filter((run) => !there.has(resultFile(directory, run)));
      if (runs.length > 0) combinations.push(known.combination(directory, entry, runs));
    }
    if (combinations.length > 0) starts.push(known.start(side, round, combinations));
  }
  return planSize({ starts }).runs === started.runs ? { starts } : null;
}

/** Result files of runs that were valid. */
function validRuns(events: readonly Event[]): Set<string> {
  return new Set(
    events.flatMap((event) =>
      event.type === "run-finished" && event.outcome.kind === "valid"
        ? [resultFile(event.name.directory, event.name.run)]
        : []
    ),
  );
}

/** The commands that were measured until now. Of what was not begun yet they tell what they have in common with it. */
class Identities {
  readonly #byDirectory = new Map<string, Identity>();
  readonly #byBench = new Map<string, Identity>();
  readonly #any: Identity | null = null;
  readonly #hasReset: boolean;

  constructor(events: readonly Event[], sides: readonly JsonObject[]) {
    for (const event of events) {
      if (event.type !== "combination-started") continue;
      this.#byDirectory.set(event.directory, event.identity);
      this.#any = event.identity;
    }
    // A bench set has the same command on every server.
    for (const entry of sides.flatMap((side) => objects(side.get("combinations")))) {
      const own = this.#byDirectory.get(text(entry.get("directory")));
      if (own !== undefined) this.#byBench.set(pyJson(paramsOf(entry)), own);
    }
    this.#hasReset = events.some(({ type }) => type === "after-run-finished");
  }

  combination(directory: string, entry: JsonObject, runs: readonly number[]): Combination {
    const params = paramsOf(entry);
    const bench = pyJson(params);
    const identity = this.#byDirectory.get(directory) ?? this.#byBench.get(bench);
    const like = identity ?? this.#any;
    return {
      workload: workloadOf({
        id: bench,
        params,
        // With its parameters behind it: the same program, and not the same command.
        argv: identity?.bench ?? [...like?.bench ?? [], bench],
        version: like?.benchVersion ?? null,
        warmupArgv: identity?.warmup ?? (like?.warmup ? [...like.warmup, bench] : null),
        env: like?.benchEnv ?? {},
      }),
      directory,
      runs,
    };
  }

  start(side: JsonObject, round: number, combinations: readonly Combination[]): ServerStart {
    const argv = Array.isArray(side.get("argv")) ? (side.get("argv") as Json[]).map(text) : [];
    const env = isJsonObject(side.get("env"))
      ? [...side.get("env") as JsonObject].map(([name, value]) => [name, text(value)] as const)
      : [];
    const serverEnv = Object.fromEntries(env);
    const afterBench = this.#any?.afterBench ?? null;
    const version = this.#any?.serveVersion ?? null;
    return {
      params: paramsOf(side),
      identity: serverIdentity(argv, serverEnv, afterBench, version),
      id: startId(text(side.get("name")), round),
      name: text(side.get("name")),
      round,
      argv,
      env: Object.fromEntries(env),
      server: serverKind(argv),
      serverVersion: this.#any?.serveVersion ?? null,
      host: "",
      port: { kind: "lease", preferred: null },
      urls: [],
      healthUrls: [],
      afterRun: this.#afterRun(),
      combinations,
    };
  }

  #afterRun(): AfterRun {
    const argv = this.#any?.afterBench;
    if (argv) return { kind: "command", argv };
    return this.#hasReset ? { kind: "reset", paths: [] } : { kind: "nothing" };
  }
}

function paramsOf(side: JsonObject): JsonObject {
  const params = side.get("params");
  return isJsonObject(params) ? params : new Map();
}

function objects(value: Json | undefined): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
