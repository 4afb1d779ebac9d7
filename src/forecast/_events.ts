/** The events of a sweep that never was, with the durations that a test wants. */
import {
  type Event,
  type EventBody,
  type Failure,
  ofStart,
  type Outcome,
  WARMUP_RUN,
} from "../journal/event.ts";
import { identityOf } from "../plan/identity.ts";
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";

/** How long everything of a sweep takes, in ms. */
export interface Took {
  readonly startupMs: number;
  readonly runMs: number;
  readonly warmupMs: number;
  readonly resetMs: number;
  readonly stopMs: number;
}

/** Durations that are easy to tell apart in a sum. */
export const TOOK: Took = {
  startupMs: 100_000,
  runMs: 1_000,
  warmupMs: 200,
  resetMs: 30,
  stopMs: 4_000,
};

/** A failure, for a test that does not look at it. */
export const FAILURE: Failure = {
  class: "crash",
  reason: "It ended",
  command: [],
  logTail: [],
  logFile: null,
};

const PROCESS = { pid: 1, startTicks: 1, marker: "m" };

/** Makes events with a clock of their own. */
export class EventMaker {
  /** Milliseconds since 1970. */
  nowMs: number;

  constructor(nowMs = Date.UTC(2026, 10, 24)) {
    this.nowMs = nowMs;
  }

  /** An event after some time. */
  at(afterMs: number, body: EventBody): Event {
    this.nowMs += afterMs;
    return { time: new Date(this.nowMs).toISOString(), ...body };
  }

  starting(start: ServerStart): Event {
    const { argv, env, round } = start;
    return this.at(0, {
      type: "server-starting",
      ...ofStart(start),
      ...{ argv, env, process: PROCESS, logFile: "x" },
      ...{ round, gpus: 1, placement: { gpus: [], cpus: null }, beside: [] },
    });
  }

  ready(start: ServerStart, startupMs: number): Event {
    return this.at(startupMs, {
      type: "server-ready",
      ...ofStart(start),
      ...{ startupMs, parts: {}, serverVersion: null },
    });
  }

  stopped(start: ServerStart, durationMs: number): Event {
    const exit = { code: 0, signal: null };
    return this.at(durationMs, {
      type: "server-stopped",
      ...ofStart(start),
      ...{ exit, durationMs, killed: false, left: [], ledger: {} },
    });
  }

  combination(start: ServerStart, combination: Combination): Event {
    const { directory } = combination;
    const identity = identityOf(start, combination);
    return this.at(0, { type: "combination-started", ...ofStart(start), directory, identity });
  }

  combinationEnd(start: ServerStart, { directory }: Combination, valid: number): Event {
    return this.at(0, {
      type: "combination-finished",
      ...ofStart(start),
      ...{ directory, valid, failed: 0, skipped: 0 },
    });
  }

  runStarted(start: ServerStart, { directory }: Combination, run: number): Event {
    const name = { directory, run };
    return this.at(0, {
      type: "run-started",
      ...ofStart(start),
      ...{ name, argv: [], process: PROCESS, logFile: "x", beside: 0 },
    });
  }

  run(
    start: ServerStart,
    { directory }: Combination,
    run: number,
    durationMs: number,
    outcome: Outcome = { kind: "valid" },
  ): Event {
    const name = { directory, run };
    return this.at(durationMs, {
      type: "run-finished",
      ...ofStart(start),
      ...{ name, key: "k", outcome, exit: null, durationMs },
      result: null,
      rawResult: null,
    });
  }

  afterRun(start: ServerStart, { directory }: Combination, run: number, durationMs: number): Event {
    const name = { directory, run };
    return this.at(durationMs, {
      type: "after-run-finished",
      ...ofStart(start),
      ...{ name, durationMs },
    });
  }

  /** Everything that the executor says of a sweep in which all goes well. */
  *sweep(plan: Plan, took: Took = TOOK): Generator<Event> {
    for (const start of plan.starts) {
      yield this.starting(start);
      yield this.ready(start, took.startupMs);
      for (const combination of start.combinations) {
        yield this.combination(start, combination);
        const warmups = combination.workload.warmupArgv === null ? [] : [WARMUP_RUN];
        for (const run of [...warmups, ...combination.runs]) {
          yield this.runStarted(start, combination, run);
          const ms = run === WARMUP_RUN ? took.warmupMs : took.runMs;
          yield this.run(start, combination, run, ms);
          if (start.afterRun.kind !== "nothing") {
            yield this.afterRun(start, combination, run, took.resetMs);
          }
        }
        yield this.combinationEnd(start, combination, combination.runs.length);
      }
      yield this.stopped(start, took.stopMs);
    }
  }
}
