/** How long a sweep will take yet: kept up to date by its events, told at any moment. */
import { type Expectations, expectedOf } from "./expected.ts";
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";
import { mostRuns, policyOf } from "../plan/policy.ts";
import { plannedIn } from "../plan/directory.ts";
import { type Event, WARMUP_RUN } from "../journal/event.ts";
import { type LiveServer, OpenLives } from "../journal/lives.ts";

/** How the starts of a plan are run. */
export interface EtaOptions {
  /** How long these starts take together, those that run now with what is left of them. @default {one at a time} */
  readonly wallMs?: (
    jobs: readonly { readonly start: ServerStart; readonly totalMs: number }[],
  ) => number;
}

/** Combinations whose guesses are looked up anew with each event: what was just learned of one is news for the others too. */
const REFRESHED = 16;

/** What is left of one combination. */
interface CombinationState {
  readonly combination: Combination;
  /** How many runs there may be at most. */
  readonly most: number;
  readonly of: StartState;
  /** Runs that are not started yet. */
  pending: number;
  /** The unmeasured run comes before the next one. */
  isCold: boolean;
  /** What it adds to the sum of its start, and whether something of that is not known. */
  restMs: number;
  isUnknown: boolean;
}

/** What is left of one server start. */
interface StartState {
  readonly start: ServerStart;
  /** By directory. */
  readonly combinations: Map<string, CombinationState>;
  /** Its life; null before it and between two. */
  life: LiveServer | null;
  /** It failed and is not tried again. */
  isGivenUp: boolean;
  /** Sum over its combinations, and how many of them are not known. */
  restMs: number;
  unknown: number;
  /** Runs that are not started yet. */
  pending: number;
  current: Current | null;
  /** What it adds to the sums over all starts, without what it does now. */
  leftMs: number;
  isUnknown: boolean;
}

/** What a server does now. */
interface Current {
  /** Null if that is not known. */
  readonly expectedMs: number | null;
  readonly sinceMs: number;
  /** What follows directly. */
  readonly thenMs: number;
}

/**
 * The time that is left. An event costs the look-up of {@linkcode REFRESHED} combinations, and being asked a pass over the
 * servers that are busy, however large the plan is. With `wallMs` the starts that are left are passed to it, at most once for
 * each event, and in a large plan once for as many events as keep the mean cost of one the same.
 */
export class Eta {
  readonly #expectations: Expectations;
  readonly #wallMs: NonNullable<EtaOptions["wallMs"]> | null;
  readonly #lives = new OpenLives();
  /** By id. */
  readonly #starts = new Map<string, StartState>();
  readonly #inOrder: CombinationState[] = [];
  readonly #busy = new Set<StartState>();
  #cursor = 0;
  /** Sums over the starts. */
  #leftMs = 0;
  #unknown = 0;
  /** Wall time of what is left as a share of its sum, and how many events ago that was computed. */
  #share: number | null = null;
  #shareAge = 0;

  /** @param todo What the sweep will do. @param expectations What is known; it is to learn each event before this is told of it. */
  constructor(todo: Plan, expectations: Expectations, { wallMs }: EtaOptions = {}) {
    this.#expectations = expectations;
    this.#wallMs = wallMs ?? null;
    const policy = policyOf(todo.policy);
    for (const start of todo.starts) {
      const state: StartState = {
        start,
        combinations: new Map(),
        life: null,
        isGivenUp: false,
        restMs: 0,
        unknown: 0,
        pending: 0,
        current: null,
        leftMs: 0,
        isUnknown: false,
      };
      this.#starts.set(start.id, state);
      for (const combination of start.combinations) {
        const entry: CombinationState = {
          combination,
          most: mostRuns(policy, combination),
          of: state,
          pending: 0,
          isCold: combination.workload.warmupArgv !== null,
          restMs: 0,
          isUnknown: false,
        };
        state.combinations.set(combination.directory, entry);
        this.#inOrder.push(entry);
        this.#setPending(entry, entry.most);
      }
    }
  }

  /** Takes an event into account; each is to be given once, in order. @param nowMs The clock that never goes back. */
  update(event: Event, nowMs: number): void {
    if (++this.#shareAge * REFRESHED >= this.#starts.size) this.#share = null;
    this.#apply(event, nowMs);
    for (let count = Math.min(REFRESHED, this.#inOrder.length); count > 0; count--) {
      this.#refresh(this.#inOrder[this.#cursor]!);
      this.#cursor = (this.#cursor + 1) % this.#inOrder.length;
    }
  }

  /**
   * How long the sweep will take from now on, in ms.
   *
   * @param nowMs The clock that never goes back.
   * @returns Null while some start-up or run that is left is like nothing that was measured.
   */
  etaMs(nowMs: number): number | null {
    if (this.#unknown > 0) return null;
    let sumMs = this.#leftMs;
    for (const { current } of this.#busy) {
      if (current?.expectedMs === null) return null;
      sumMs += leftOf(current, nowMs);
    }
    if (this.#wallMs === null || sumMs <= 0) return Math.max(0, sumMs);
    if (this.#share === null) {
      this.#share = this.#wallMs(this.#jobs(nowMs)) / sumMs;
      this.#shareAge = 0;
    }
    // Between two events only what runs now grows less: the share stays.
    return sumMs * this.#share;
  }

  #jobs(nowMs: number): { start: ServerStart; totalMs: number }[] {
    return [...this.#starts.values()]
      .map(({ start, leftMs, current }) => ({ start, totalMs: leftMs + leftOf(current, nowMs) }))
      .filter(({ totalMs }) => totalMs > 0);
  }

  #apply(event: Event, nowMs: number): void {
    this.#lives.apply(event, nowMs);
    const state = "start" in event ? this.#starts.get(event.start) : undefined;
    if (state === undefined) return;
    this.#count(event, state);
    state.life = this.#lives.of(state.start.id);
    state.current = state.life === null ? null : this.#current(state, state.life);
    if (state.current === null) this.#busy.delete(state);
    else this.#busy.add(state);
    this.#recount(state);
  }

  /** What is left of a start after an event of it. */
  #count(event: Event, state: StartState): void {
    const { combinations } = state;
    switch (event.type) {
      case "server-starting":
        state.isGivenUp = false;
        // A new server has seen no prompt.
        for (const entry of combinations.values()) {
          this.#setCold(entry, entry.combination.workload.warmupArgv !== null);
        }
        return;
      case "server-failed":
        // Unless it is tried again, which comes next.
        state.isGivenUp = true;
        return;
      case "retrying": {
        if (event.name === null) {
          state.isGivenUp = false;
          return;
        }
        const entry = plannedIn(combinations, event.name.directory);
        if (entry === undefined) return;
        if (event.name.run === WARMUP_RUN) this.#setCold(entry, true);
        else this.#setPending(entry, entry.pending + 1);
        return;
      }
      case "run-started": {
        const entry = plannedIn(combinations, event.name.directory);
        if (entry === undefined) return;
        if (event.name.run === WARMUP_RUN) this.#setCold(entry, false);
        else this.#setPending(entry, Math.max(0, entry.pending - 1));
        return;
      }
      case "combination-finished": {
        const entry = combinations.get(event.directory);
        if (entry === undefined) return;
        // Runs that it will not get are not waited for. Those of a server that died are left for its successor.
        const { valid, failed, skipped } = event;
        this.#setPending(entry, Math.max(0, entry.most - valid - failed - skipped));
        return;
      }
      default:
        return;
    }
  }

  /** What a server does now, as far as it takes time that is not in the sums. */
  #current({ start, combinations }: StartState, { doing, sinceMs }: LiveServer): Current | null {
    // The stop is in the sums as long as the server lives.
    if (doing.kind === "stopping" || doing.kind === "between runs") return null;
    const combination = "name" in doing
      ? plannedIn(combinations, doing.name.directory)?.combination ?? null
      : null;
    const expectedMs = expectedOf(this.#expectations, start, combination, doing);
    const isFollowed = doing.kind === "measuring" || doing.kind === "warm-up";
    const thenMs = isFollowed && combination !== null
      ? this.#expectations.resetMs(start, combination).ms ?? 0
      : 0;
    // Nobody waits for a reset of which nothing is known.
    return {
      expectedMs: doing.kind === "resetting" ? expectedMs ?? 0 : expectedMs,
      sinceMs,
      thenMs,
    };
  }

  #setPending(entry: CombinationState, pending: number): void {
    entry.of.pending += pending - entry.pending;
    entry.pending = pending;
    this.#refresh(entry);
  }

  #setCold(entry: CombinationState, isCold: boolean): void {
    entry.isCold = isCold;
    this.#refresh(entry);
  }

  /** Brings what a combination adds to the sums up to date. */
  #refresh(entry: CombinationState): void {
    const { combination, of, pending, isCold } = entry;
    let restMs = 0;
    let isUnknown = false;
    if (pending > 0) {
      const runMs = this.#expectations.runMs(of.start, combination).ms;
      const resetMs = this.#expectations.resetMs(of.start, combination).ms ?? 0;
      isUnknown = runMs === null;
      restMs = pending * ((runMs ?? 0) + resetMs);
      if (isCold) restMs += (this.#expectations.warmupMs(of.start, combination).ms ?? 0) + resetMs;
    }
    of.restMs += restMs - entry.restMs;
    of.unknown += Number(isUnknown) - Number(entry.isUnknown);
    entry.restMs = restMs;
    entry.isUnknown = isUnknown;
    this.#recount(of);
  }

  /** Brings what a start adds to the sums up to date. */
  #recount(state: StartState): void {
    const { start, life, isGivenUp, pending, restMs, unknown } = state;
    let leftMs = 0;
    let isUnknown = false;
    if (!isGivenUp && (life !== null || pending > 0)) {
      const startup = life === null ? this.#expectations.startupMs(start).ms : 0;
      isUnknown = startup === null || unknown > 0;
      leftMs = (startup ?? 0) + restMs + (this.#expectations.stopMs(start).ms ?? 0);
    }
    this.#leftMs += leftMs - state.leftMs;
    this.#unknown += Number(isUnknown) - Number(state.isUnknown);
    state.leftMs = leftMs;
    state.isUnknown = isUnknown;
  }
}

/** What takes longer than expected is about to end. */
function leftOf(current: Current | null, nowMs: number): number {
  if (current === null) return 0;
  const { expectedMs, sinceMs, thenMs } = current;
  return Math.max(0, (expectedMs ?? 0) - (nowMs - sinceMs)) + thenMs;
}
