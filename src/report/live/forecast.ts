/** What comes yet: the time that is left, how sure that is, and how long what runs now should take. */
import type { DurationBook } from "../../forecast/durations.ts";
import { estimatePlan } from "../../forecast/estimate.ts";
import type { Combination, Plan, ServerStart } from "../../plan/plan.ts";
import { type Event, WARMUP_RUN } from "../../journal/event.ts";
import { Eta, type EtaOptions } from "../../forecast/eta.ts";
import type { Lane } from "./live_state.ts";
import { Rounds } from "./rounds.ts";

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
  expectedMs(lane: Lane): number | null;
}

/** Where nothing is known, and of what. */
export const NO_OUTLOOK: Outlook = {
  etaMs: () => null,
  certainty: { error: null, runs: 0, similar: 0, unknown: 0 },
  expectedMs: () => null,
};

/** How many combinations are looked at for each event, on the average, to tell how sure the rest is. */
const LOOKED_AT = 200;

interface Place {
  readonly start: ServerStart;
  readonly combination: Combination;
}

/** Follows a sweep. Each event is to be learned by the book first. */
export class Forecast implements Outlook {
  readonly #book: DurationBook;
  readonly #rounds = new Rounds();
  readonly #plan: Plan;
  readonly #eta: Eta;
  /** By the names in events. */
  readonly #starts = new Map<string, ServerStart>();
  readonly #places = new Map<string, Place>();
  /** By the names of rounds. */
  readonly #combinations = new Map<string, Combination>();
  /** Runs that are not decided, by combination. */
  readonly #left = new Map<string, number>();
  #certainty: Certainty | null = null;
  #age = 0;

  /** @param todo What the sweep will do. @param book What is known; it learns while the sweep runs. */
  constructor(todo: Plan, book: DurationBook, { wallMs }: EtaOptions = {}) {
    for (const start of todo.starts) {
      this.#starts.set(start.name, start);
      for (const combination of start.combinations) {
        this.#places.set(combination.directory, { start, combination });
      }
    }
    this.#plan = this.#rounds.named(todo);
    for (const combination of this.#plan.starts.flatMap(({ combinations }) => combinations)) {
      this.#combinations.set(combination.directory, combination);
      this.#left.set(combination.directory, combination.runs.length);
    }
    this.#book = book;
    this.#eta = new Eta(
      this.#plan,
      book,
      wallMs === undefined ? {} : { wallMs: (jobs) => wallMs(this.#rounds.asGiven(jobs)) },
    );
  }

  /** Takes an event into account; each is to be given once, in order. @param atMs When it happened. */
  update(given: Event, atMs: number): void {
    const event = this.#rounds.inRound(given);
    this.#eta.update(event, atMs);
    if (++this.#age * LOOKED_AT >= this.#places.size) this.#certainty = null;
    if (event.type === "run-finished" && event.outcome.kind !== "cancelled") {
      if (event.name.run !== WARMUP_RUN) this.#count(event.name.directory, -1);
    } else if (event.type === "retrying" && event.name !== null) {
      if (event.name.run !== WARMUP_RUN) this.#count(event.name.directory, 1);
    } else if (event.type === "combination-finished") {
      const planned = this.#combinations.get(event.directory)?.runs.length ?? 0;
      const { valid, failed, skipped } = event;
      this.#left.set(event.directory, Math.max(0, planned - valid - failed - skipped));
    }
  }

  etaMs(nowMs: number): number | null {
    return this.#eta.etaMs(nowMs);
  }

  get certainty(): Certainty {
    if (this.#certainty === null) {
      this.#certainty = this.#look();
      this.#age = 0;
    }
    return this.#certainty;
  }

  expectedMs({ server, doing }: Lane): number | null {
    if (doing.kind === "loading" || doing.kind === "stopping") {
      const start = this.#starts.get(server);
      if (start === undefined) return null;
      const expected = doing.kind === "loading"
        ? this.#book.startupMs(start)
        : this.#book.stopMs(start);
      return expected.ms;
    }
    if (!("name" in doing)) return null;
    const place = this.#places.get(doing.name.directory);
    if (place === undefined) return null;
    const { start, combination } = place;
    switch (doing.kind) {
      case "measuring":
        return this.#book.runMs(start, combination).ms;
      case "warm-up":
        return this.#book.warmupMs(start, combination).ms;
      case "resetting":
        return this.#book.resetMs(start, combination).ms;
    }
  }

  #count(directory: string, change: number): void {
    this.#left.set(directory, Math.max(0, (this.#left.get(directory) ?? 0) + change));
  }

  #look(): Certainty {
    const starts = this.#plan.starts.map((start) => ({
      ...start,
      combinations: start.combinations.map((combination) => ({
        ...combination,
        runs: combination.runs.slice(0, this.#left.get(combination.directory)),
      })).filter(({ runs }) => runs.length > 0),
    })).filter(({ combinations }) => combinations.length > 0);
    const { totalMs, plusMinusMs, certainty: { runs: { same, similar, unknown } } } = estimatePlan(
      { starts },
      this.#book,
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
