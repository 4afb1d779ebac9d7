/** What comes yet: the time that is left, how sure that is, and how long what runs now should take. */
import { type Event, WARMUP_RUN } from "../journal/event.ts";
import type { LiveServer } from "../journal/lives.ts";
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";
import { plannedIn } from "../plan/directory.ts";
import { mostRuns, policyOf } from "../plan/policy.ts";
import { estimatePlan } from "./estimate.ts";
import { Eta, type EtaOptions } from "./eta.ts";
import { type Expectations, expectedOf } from "./expected.ts";

/** How much is known about what is left. */
export interface Certainty {
  /** How far off the time may be, as a share of it (one standard deviation); null where that cannot be told. */
  readonly error: number | null;
  /** Runs that are left, and how many of them are not known from the very same command. */
  readonly runs: number;
  readonly similar: number;
  readonly unknown: number;
}

/** What can be told about the time to come. */
export interface Outlook {
  /** How long the sweep will take yet, in ms; null where that is not known. */
  etaMs(nowMs: number): number | null;
  readonly certainty: Certainty;
  /** How long what a server does now should take, in ms; null where that is not known. */
  expectedMs(server: LiveServer): number | null;
}

/** Where nothing is known, and of what. */
export const NO_OUTLOOK: Outlook = {
  etaMs: () => null,
  certainty: { error: null, runs: 0, similar: 0, unknown: 0 },
  expectedMs: () => null,
};

/** How many combinations are looked at for each event, on the average, to tell how sure the rest is. */
const LOOKED_AT = 200;

/** What is left of one server start. */
interface StartLeft {
  readonly start: ServerStart;
  /** By directory. */
  readonly combinations: ReadonlyMap<string, CombinationLeft>;
}

interface CombinationLeft {
  readonly combination: Combination;
  /** How many runs there may be at most. */
  readonly most: number;
  /** Runs that are not decided. */
  runs: number;
}

/** Follows a sweep. What is expected is to learn each event first. */
export class Forecast implements Outlook {
  readonly #expectations: Expectations;
  readonly #eta: Eta;
  readonly #plan: Plan;
  /** By id. */
  readonly #starts: ReadonlyMap<string, StartLeft>;
  readonly #size: number;
  #certainty: Certainty | null = null;
  #age = 0;

  /** @param todo What the sweep will do. @param expectations What is known; it learns while the sweep runs. */
  constructor(todo: Plan, expectations: Expectations, options: EtaOptions = {}) {
    const policy = policyOf(todo.policy);
    this.#starts = new Map(todo.starts.map((start) => [start.id, {
      start,
      combinations: new Map(start.combinations.map((combination) => [
        combination.directory,
        countOf(combination, mostRuns(policy, combination)),
      ])),
    }]));
    this.#size = todo.starts.reduce((sum, { combinations }) => sum + combinations.length, 0);
    this.#plan = todo;
    this.#expectations = expectations;
    this.#eta = new Eta(todo, expectations, options);
  }

  /** Takes an event into account; each is to be given once, in order. @param atMs When it happened. */
  update(event: Event, atMs: number): void {
    this.#eta.update(event, atMs);
    if (++this.#age * LOOKED_AT >= this.#size) this.#certainty = null;
    if (!("start" in event)) return;
    const combinations = this.#starts.get(event.start)?.combinations;
    if (combinations === undefined) return;
    const left = (directory: string) => plannedIn(combinations, directory);
    if (event.type === "run-finished" && event.outcome.kind !== "cancelled") {
      if (event.name.run !== WARMUP_RUN) change(left(event.name.directory), -1);
    } else if (event.type === "retrying" && event.name !== null) {
      if (event.name.run !== WARMUP_RUN) change(left(event.name.directory), 1);
    } else if (event.type === "combination-finished") {
      const entry = combinations.get(event.directory);
      if (entry === undefined) return;
      const { valid, failed, skipped } = event;
      entry.runs = Math.max(0, entry.most - valid - failed - skipped);
    }
  }

  etaMs(nowMs: number): number | null {
    return this.#eta.etaMs(nowMs);
  }

  get certainty(): Certainty {
    if (this.#certainty === null) {
      this.#certainty = this.#certaintyNow();
      this.#age = 0;
    }
    return this.#certainty;
  }

  expectedMs({ start: id, doing }: LiveServer): number | null {
    const known = this.#starts.get(id);
    if (known === undefined) return null;
    const combination = "name" in doing
      ? plannedIn(known.combinations, doing.name.directory)?.combination ?? null
      : null;
    return expectedOf(this.#expectations, known.start, combination, doing);
  }

  #certaintyNow(): Certainty {
    const starts = [...this.#starts.values()].map(({ start, combinations }) => ({
      ...start,
      combinations: [...combinations.values()].filter(({ runs }) => runs > 0)
        .map(({ combination }) => combination),
    })).filter(({ combinations }) => combinations.length > 0);
    const { totalMs, plusMinusMs, certainty: { runs: { same, similar, unknown } } } = estimatePlan(
      { ...this.#plan, starts },
      this.#expectations,
      {
        runsOf: ({ id }, { directory }) => this.#starts.get(id)!.combinations.get(directory)!.runs,
      },
    );
    return {
      error: totalMs === null || totalMs === 0 || plusMinusMs === null
        ? null
        : plusMinusMs / totalMs,
      runs: same + similar + unknown,
      similar,
      unknown,
    };
  }
}

function change(left: CombinationLeft | undefined, runs: number): void {
  if (left !== undefined) left.runs = Math.max(0, left.runs + runs);
}

function countOf(combination: Combination, most: number): CombinationLeft {
  return { combination, most, runs: most };
}
