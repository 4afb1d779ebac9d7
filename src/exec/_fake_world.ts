/** A world for the executor in which nothing is real: servers and benchmarks are lines of a log. For tests. */
import { type Admission, NO_LIMIT } from "../forecast/admission.ts";
import { type Policy, policyOf, type ResultOf } from "../plan/policy.ts";
import { type Combination, makePlan, type Plan } from "../plan/plan.ts";
import { type GuardSettings, NO_GUARDS } from "../guards/settings.ts";
import { oneAtATime, type StartQueue } from "../machine/start_queue.ts";
import { NO_PAST, type PastFailures } from "../journal/past_failures.ts";
import type { EventBody, Failure } from "../journal/event.ts";
import type { Effects, Server } from "./effects.ts";
import { type Ending, execute } from "./executor.ts";

const PROCESS = { pid: 1, startTicks: 1, marker: "m" };
/** Result of a run that counts. */
export const VALID = `{"num_prompts": 1, "completed": 1, "failed": 0}`;
/** A failure that will not pass. */
export const NO: Failure = {
  class: "bad-argument",
  reason: "no",
  command: [],
  logTail: [],
  logFile: null,
};
/** Result of a run whose request failed. */
export const FAILED = `{"num_prompts": 1, "completed": 0, "failed": 1}`;

/** A plan of so many serve sets, bench sets and runs. */
export function planOf(starts: number, benches: number, numRuns: number): Plan {
  const sets = (key: string, count: number) =>
    Array.from({ length: count }, (_, n) => ({ params: new Map([[key, `${n}`]]), origin: "" }));
  return makePlan({
    serveCommand: ["server"],
    benchCommand: ["bench"],
    afterBenchCommand: ["after"],
    serveSets: sets("s", starts),
    benchSets: sets("b", benches),
    links: [],
    numRuns,
    warmupNumPrompts: 0,
    env: new Map(),
    resetCaches: true,
    healthUrl: null,
  });
}

/** What a test decides about the fake world. */
export interface World {
  /** Result text of a run, by its place in the order of time. */
  readonly result?: (n: number, combination: Combination) => string;
  /** Whether what kept a server from starting is gone after a wait. */
  readonly obstacleGone?: (failure: Failure) => boolean;
  readonly ready?: (start: number) => void;
  /** Called before the result of each run. */
  readonly during?: (n: number) => void;
  /** Called with each event before it is recorded; may throw as a full disk does. */
  readonly onEvent?: (event: EventBody) => void;
  readonly continueOnError?: boolean;
  readonly retries?: number;
  readonly maxFailures?: number;
  readonly maxStartFailures?: number;
  readonly past?: PastFailures;
  /** The server is dead after this run, by its place in the order of time. */
  readonly deadAfter?: (n: number) => boolean;
  readonly queue?: (plan: Plan) => StartQueue;
  readonly admission?: Admission;
  readonly policy?: Policy;
  /** What is stored already. */
  readonly resultOf?: ResultOf;
  readonly signal?: AbortSignal;
  readonly drain?: AbortSignal;
  /** Time on this clock passes as servers load and runs are done. Without it nothing takes any time. */
  readonly clock?: HandClock;
  readonly loadMs?: (server: string) => number;
  readonly runMs?: (server: string) => number;
  readonly gpus?: number;
  readonly guards?: GuardSettings;
}

/** A clock on which time passes only when everybody waits for it. */
export class HandClock {
  nowMs = 0;
  readonly #sleepers: { readonly atMs: number; readonly wake: () => void }[] = [];

  /** Resolves when so much time has passed, or when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#sleepers.push({ atMs: this.nowMs + ms, wake: resolve });
      signal.addEventListener("abort", () => resolve());
      // Everything else of a fake world is done before a timer fires.
      setTimeout(() => this.#pass());
    });
  }

  #pass(): void {
    this.#sleepers.sort((a, b) => a.atMs - b.atMs);
    const next = this.#sleepers.shift();
    if (next === undefined) return;
    this.nowMs = Math.max(this.nowMs, next.atMs);
    next.wake();
  }
}

/** Carries a plan out in such a world. */
export async function run(
  plan: Plan,
  world: World,
): Promise<{ log: string[]; ending: Ending; events: EventBody[]; benchesLeft: number }> {
  const log: string[] = [];
  const events: EventBody[] = [];
  let starts = 0;
  let runs = 0;
  let benchesLeft = 0;
  const { clock, loadMs = () => 0, runMs = () => 0 } = world;
  const effects: Effects = {
    now: () => clock?.nowMs ?? 0,
    checkDisk: () => Promise.resolve(),
    prepare: () => Promise.resolve(),
    memoryBack: (_, signal) => Promise.resolve({ waitedMs: 0, back: !signal.aborted }),
    explained: (failure) => Promise.resolve(failure),
    obstacleGone: (failure) => Promise.resolve(world.obstacleGone?.(failure) ?? false),
    startServer(start): Server {
      const number = starts++;
      log.push(`start ${start.name}`);
      let death: Failure | null = null;
      return {
        start,
        bound: (combination) => combination,
        process: PROCESS,
        logFile: "",
        get death() {
          return death;
        },
        untilDeath: (signal) =>
          new Promise((resolve) => signal.addEventListener("abort", () => resolve())),
        check: () => {
          if (world.deadAfter?.(runs - 1)) death = { ...NO, class: "crash", reason: "died" };
          return Promise.resolve();
        },
        configuration: () => Promise.resolve({ answer: null, log: "" }),
        counters: () => {
          log.push("counters");
          return Promise.resolve({ none: "It has none" });
        },
        ready: async (signal) => {
          await clock?.sleep(loadMs(start.name), signal);
          signal.throwIfAborted();
          world.ready?.(number);
          return { startupMs: 1, version: null, parts: {} };
        },
        afterRun: () => {
          log.push("after");
          return Promise.resolve();
        },
        stop: () => {
          log.push("stop");
          const exit = { code: 0, signal: null };
          return Promise.resolve({ exit, durationMs: 0, killed: false, left: [] });
        },
      };
    },
    startBench({ run, combination }) {
      const { directory } = combination;
      const number = runs++;
      log.push(`run ${run}`);
      benchesLeft++;
      return {
        process: PROCESS,
        argv: ["bench"],
        logFile: "",
        finished: async (signal) => {
          benchesLeft--;
          await clock?.sleep(runMs(directory.replace(/-BENCH.*/, "")), signal);
          world.during?.(number);
          return {
            exit: { code: 0, signal: null },
            durationMs: 1,
            resultProblem: null,
            resultText: clock !== undefined && signal.aborted
              ? null
              : (world.result ?? (() => VALID))(number, combination),
            logLines: [],
            timedOut: null,
          };
        },
        dispose: () => {},
      };
    },
  };
  const ending = await execute(world.queue?.(plan) ?? oneAtATime(plan.starts), {
    effects,
    emit: (event) => {
      world.onEvent?.(event);
      events.push(event);
    },
    policy: world.policy ?? policyOf(plan.policy),
    resultOf: world.resultOf ?? (() => null),
    continueOnError: world.continueOnError ?? false,
    retries: world.retries ?? 0,
    maxFailures: world.maxFailures ?? null,
    maxStartFailures: world.maxStartFailures ?? 0,
    past: world.past ?? NO_PAST,
    guards: world.guards ?? NO_GUARDS,
    gpus: world.gpus ?? 0,
    admission: world.admission ?? NO_LIMIT,
    signal: world.signal ?? new AbortController().signal,
    drain: world.drain ?? new AbortController().signal,
  });
  // Sleepers that were woken by a signal have timers left.
  if (clock !== undefined) await new Promise((resolve) => setTimeout(resolve));
  return { log, ending, events, benchesLeft };
}
