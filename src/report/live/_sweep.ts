/** A sweep that never was, on two GPUs, for tests of what is shown of it. */
import {
  type Event,
  type EventBody,
  type Failure,
  JOURNAL_VERSION,
  type OfStart,
  type Outcome,
  WARMUP_RUN,
} from "../../journal/event.ts";
import { startId } from "../../plan/start_id.ts";
import type { Outlook } from "../../forecast/forecast.ts";
import { SweepView } from "./sweep_view.ts";

/** When it began. */
export const START_MS = Date.UTC(2026, 10, 24, 22);

const PROCESS = { pid: 7, startTicks: 1, marker: "m" };
const VALID: Outcome = { kind: "valid" };

/** Why a run of it failed. */
export const CRASH: Failure = {
  class: "crash",
  reason: "The server ended with exit code 1",
  command: [],
  logTail: [],
  logFile: "logs/SERVE--a/server.log",
};

/** Makes its events and gives them to a view. */
export class Story {
  readonly view = new SweepView("results/x");
  nowMs = START_MS;
  readonly #rounds = new Map<string, number>();

  /** Something that happens so many seconds later. @returns What scrolls away above the block. */
  then(seconds: number, body: EventBody): string {
    this.nowMs += seconds * 1_000;
    const event: Event = { time: new Date(this.nowMs).toISOString(), ...body };
    return this.view.scrolling(event, this.view.apply(event, this.nowMs, false));
  }

  #of(server: string): OfStart {
    return { start: startId(server, this.#rounds.get(server) ?? 0), server };
  }

  begins(runs: number, reused = 0): void {
    this.then(0, {
      type: "sweep-started",
      ...{ journal: JOURNAL_VERSION, version: "1.2.3", session: "7.1.00000000", pid: 7 },
      ...{ starts: 2, combinations: runs, runs, reused },
    });
  }

  starts(server: string, gpus: readonly string[], round = 0): void {
    this.#rounds.set(server, round);
    this.then(0, {
      type: "server-starting",
      ...this.#of(server),
      ...{ argv: [], env: {}, process: PROCESS, logFile: "l", round, beside: [] },
      ...{ gpus: gpus.length, placement: { gpus, cpus: null } },
    });
  }

  isReady(server: string, seconds: number): string {
    return this.then(seconds, {
      type: "server-ready",
      ...this.#of(server),
      ...{ startupMs: seconds * 1_000, parts: {}, serverVersion: null },
    });
  }

  runs(server: string, bench: string, run: number): void {
    const name = { directory: `${server}-BENCH--${bench}`, run };
    this.then(0, {
      type: "run-started",
      ...this.#of(server),
      ...{ name, argv: [], process: PROCESS, logFile: "l", beside: 0 },
    });
  }

  warmsUp(server: string, bench: string): void {
    this.runs(server, bench, WARMUP_RUN);
  }

  ends(server: string, bench: string, run: number, seconds: number, outcome = VALID): string {
    const name = { directory: `${server}-BENCH--${bench}`, run };
    return this.then(seconds, {
      type: "run-finished",
      ...this.#of(server),
      ...{ name, key: "k", outcome, exit: null, durationMs: seconds * 1_000 },
      ...{ result: null, rawResult: null },
    });
  }

  fails(server: string, bench: string, run: number, seconds: number): string {
    return this.ends(server, bench, run, seconds, { kind: "failed", failure: CRASH });
  }

  retries(server: string, bench: string, run: number): void {
    const name = { directory: `${server}-BENCH--${bench}`, run };
    this.then(0, { type: "retrying", ...this.#of(server), name, retry: 1, retries: 1 });
  }

  stops(server: string, seconds: number): void {
    this.then(seconds, {
      type: "server-stopped",
      ...this.#of(server),
      ...{ exit: { code: 0, signal: null }, durationMs: seconds * 1_000 },
      ...{ killed: false, left: [], ledger: {} },
    });
  }
}

/** What is told of the time to come where a test says so. */
export function outlook(changes: Partial<Outlook> = {}): Outlook {
  return {
    etaMs: () => 125_000,
    certainty: { error: 0.1, runs: 4, similar: 0, unknown: 0 },
    expectedMs: () => 15_000,
    ...changes,
  };
}
