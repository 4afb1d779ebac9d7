/** What a plan will take, from what such things took before. What is not known is left out and said, not made up. */
import type { Expectations, Expected } from "./expected.ts";
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";
import { mostRuns, policyOf } from "../plan/policy.ts";

/** What one server start will take, in ms. Null where nothing of a part is known; else the sum of what is known of it. */
export interface StartEstimate {
  readonly start: ServerStart;
  readonly startupMs: number | null;
  /** All runs, with the unmeasured ones. */
  readonly runsMs: number | null;
  /** What comes after the runs. */
  readonly resetMs: number | null;
  readonly stopMs: number | null;
  /** The sum of what is known; null where neither the start-up nor any run is. */
  readonly totalMs: number | null;
}

/** How many of something were measured before, are like others, and are not known. */
export interface Certainty {
  readonly same: number;
  readonly similar: number;
  readonly unknown: number;
}

/** What a plan will take, in ms. */
export interface Estimate {
  readonly starts: readonly StartEstimate[];
  /** Sums over the starts: as if one ran at a time. Null where nothing is known. */
  readonly startupMs: number | null;
  readonly runsMs: number | null;
  readonly resetMs: number | null;
  readonly stopMs: number | null;
  readonly totalMs: number | null;
  /** From the first start to the end of the last, as many side by side as there will be. Null where nothing is known. */
  readonly wallMs: number | null;
  /** How far off {@linkcode wallMs} may be (one standard deviation); null where that cannot be told. */
  readonly plusMinusMs: number | null;
  /** GPU time: of each start from its start-up to its end. Null where nothing is known, or how many GPUs is not. */
  readonly gpuMs: number | null;
  /** Something is not known and not in the sums: it will take longer. */
  readonly isPartial: boolean;
  readonly certainty: { readonly starts: Certainty; readonly runs: Certainty };
}

/** How the starts of a plan are run. */
export interface EstimateOptions {
  /** How many runs of a combination will be done. @default {as many as there may be at most} */
  readonly runsOf?: (start: ServerStart, combination: Combination) => number;
  /** How many GPUs a start uses; null where that is not known. @default {() => null} */
  readonly gpusOf?: (start: ServerStart) => number | null;
  /** How long these starts take together. @default {one at a time} */
  readonly wallMs?: (
    jobs: readonly { readonly start: ServerStart; readonly totalMs: number }[],
  ) => number;
}

/** Share of the time that must have a known error before the error of the whole is told. */
const TOLD_SHARE = 0.9;

/** Estimates what is left to do. Takes time in proportion to the combinations of the plan. */
export function estimatePlan(
  todo: Plan,
  history: Expectations,
  options: EstimateOptions = {},
): Estimate {
  const { gpusOf = () => null, wallMs = oneAtATime } = options;
  const whole = new Sums();
  const policy = policyOf(todo.policy);
  const { runsOf = (_, combination) => mostRuns(policy, combination) } = options;
  const starts = todo.starts.map((start) => estimateStart(start, runsOf, history, whole));
  const jobs = starts.map(({ start, totalMs }) => ({ start, totalMs: totalMs ?? 0 }));
  const totalMs = whole.isAnyKnown ? sum(starts.map(({ totalMs }) => totalMs)) : null;
  const wall = totalMs === null ? null : wallMs(jobs);
  let gpuMs = totalMs === null ? null : 0;
  for (const { start, totalMs } of jobs) {
    const gpus = gpusOf(start);
    gpuMs = gpus === null || gpuMs === null ? null : gpuMs + gpus * totalMs;
  }
  return {
    starts,
    startupMs: sum(starts.map(({ startupMs }) => startupMs)),
    runsMs: sum(starts.map(({ runsMs }) => runsMs)),
    resetMs: sum(starts.map(({ resetMs }) => resetMs)),
    stopMs: sum(starts.map(({ stopMs }) => stopMs)),
    totalMs,
    wallMs: wall,
    // With several side by side the errors shrink as the sum does.
    plusMinusMs: wall === null || !totalMs ? null : scaled(whole.plusMinusMs(), wall / totalMs),
    gpuMs,
    isPartial: whole.isPartial,
    certainty: { starts: whole.starts, runs: whole.runs },
  };
}

/** What a start needs before its first run is stored and it is stopped again; unknown parts count 0, null if all are unknown. */
export function leastUsefulMs(history: Expectations, start: ServerStart): number | null {
  const runs = start.combinations.map((combination) =>
    oneMoreRunMs(history, start, combination, true)
  )
    .filter((ms) => ms !== null);
  const startup = history.startupMs(start).ms;
  if (startup === null && runs.length === 0) return null;
  return (startup ?? 0) + (runs.length === 0 ? 0 : Math.min(...runs));
}

/**
 * What one more run on a server that is ready needs until the server is stopped again; null if that is not known.
 *
 * @param isFirst The unmeasured run comes before it.
 */
export function oneMoreRunMs(
  history: Expectations,
  start: ServerStart,
  combination: Combination,
  isFirst: boolean,
): number | null {
  const run = history.runMs(start, combination).ms;
  if (run === null) return null;
  const reset = history.resetMs(start, combination).ms ?? 0;
  const warmup = isFirst && combination.workload.warmupArgv !== null
    ? (history.warmupMs(start, combination).ms ?? 0) + reset
    : 0;
  return warmup + run + reset + (history.stopMs(start).ms ?? 0);
}

function estimateStart(
  start: ServerStart,
  runsOf: NonNullable<EstimateOptions["runsOf"]>,
  history: Expectations,
  whole: Sums,
): StartEstimate {
  const startup = history.startupMs(start);
  const stop = history.stopMs(start);
  count(whole.starts, startup, 1);
  const startupMs = whole.add(startup, 1);
  const stopMs = whole.add(stop, 1);
  let runsMs: number | null = null;
  let resetMs: number | null = null;
  for (const combination of start.combinations) {
    const length = runsOf(start, combination);
    const warmups = combination.workload.warmupArgv === null ? 0 : 1;
    const run = history.runMs(start, combination);
    count(whole.runs, run, length);
    runsMs = sum([runsMs, whole.add(run, length)]);
    if (warmups > 0) {
      runsMs = sum([runsMs, whole.add(history.warmupMs(start, combination), warmups)]);
    }
    resetMs = sum([resetMs, whole.add(history.resetMs(start, combination), length + warmups)]);
  }
  const isKnown = startupMs !== null || runsMs !== null;
  whole.isAnyKnown ||= isKnown;
  const totalMs = isKnown ? sum([startupMs, runsMs, resetMs, stopMs]) : null;
  return { start, startupMs, runsMs, resetMs, stopMs, totalMs };
}

/** What is counted over the whole plan. */
class Sums {
  readonly starts = { same: 0, similar: 0, unknown: 0 };
  readonly runs = { same: 0, similar: 0, unknown: 0 };
  isAnyKnown = false;
  isPartial = false;
  /** Of the guesses from the same command: their errors have nothing to do with one another. */
  #variance = 0;
  /** Of the guesses from something similar: all may be wrong in the same direction. */
  #spreadMs = 0;
  #knownMs = 0;
  /** Part of it whose error is known. */
  #toldMs = 0;

  /** @returns What it takes so many times; null if that is not known. */
  add({ ms, source, spreadMs }: Expected, times: number): number | null {
    if (ms === null) {
      this.isPartial = true;
      return null;
    }
    this.#knownMs += ms * times;
    if (spreadMs !== null) {
      this.#toldMs += ms * times;
      // Repetitions share the error of their one guess.
      if (source === "same") this.#variance += (spreadMs * times) ** 2;
      else this.#spreadMs += spreadMs * times;
    }
    return ms * times;
  }

  plusMinusMs(): number | null {
    if (this.isPartial || this.#toldMs < this.#knownMs * TOLD_SHARE) return null;
    return Math.sqrt(this.#variance) + this.#spreadMs;
  }
}

function count(
  certainty: { same: number; similar: number; unknown: number },
  { source }: Expected,
  times: number,
): void {
  certainty[source] += times;
}

/** The sum of what is known; null if nothing is. */
function sum(values: readonly (number | null)[]): number | null {
  let total: number | null = null;
  for (const value of values) if (value !== null) total = (total ?? 0) + value;
  return total;
}

function scaled(value: number | null, factor: number): number | null {
  return value === null ? null : value * factor;
}

function oneAtATime(jobs: readonly { readonly totalMs: number }[]): number {
  let total = 0;
  for (const { totalMs } of jobs) total += totalMs;
  return total;
}
