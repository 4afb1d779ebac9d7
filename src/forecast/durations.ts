/**
 * How long things took, and so how long they will take: start-up and stop of servers, runs, warm-ups, and what comes after a
 * run.
 *
 * The rule: what this very command took before (the weighted median of its last five times, see {@linkcode Recent}). Else the
 * nearest that is known: for a server the same program and model with other flags; for a run the same bench command on the
 * same model, then any of the same bench program on that model. Else the mean of the last twenty of the same program. Of a
 * program that was never measured nothing is known, and nothing is made up.
 */
import type { Event } from "../journal/event.ts";
import { WARMUP_RUN } from "../journal/event.ts";
import { type DurationKeys, keysOfIdentity, PlanKeys } from "./duration_keys.ts";
import {
  DURATION_KINDS,
  type DurationKind,
  type Expectations,
  type Expected,
  type Measurement,
  NO_TIME,
  UNKNOWN,
} from "./expected.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import { Recent } from "./recent.ts";

const FEW = 5;
const MANY = 20;
/** The first keys of a run: the same benchmark command on this server, and on any of its model. */
const SAME_COMMAND_KEYS = 2;
/** How much of what is known about the errors of guesses the newest one changes. */
const ERROR_WEIGHT = 0.1;

/** Everything that is known about durations. Learning and looking up take the same time however much is known. */
export class DurationHistory implements Expectations {
  readonly #known = new Map<DurationKind, Map<string, Recent>>(
    DURATION_KINDS.map((kind) => [kind, new Map()]),
  );
  /** Mean squared relative error of the guesses, by kind and level. */
  readonly #errors = new Map<DurationKind, (number | undefined)[]>(
    DURATION_KINDS.map((kind) => [kind, []]),
  );
  /** Of the events: start-up times whose command comes with the next combination, and keys by start and combination. */
  readonly #startups = new Map<string, { readonly atMs: number; readonly ms: number }>();
  readonly #servers = new Map<string, readonly string[]>();
  readonly #combinations = new Map<string, DurationKeys>();
  readonly #keys = new PlanKeys();

  /**
   * Learns from an event of a sweep; each is to be given once, in order.
   *
   * @returns What was measured, for a history.
   */
  learn(event: Event): Measurement[] {
    const measured = this.#measured(event);
    for (const measurement of measured) this.add(measurement);
    return measured;
  }

  /** Adds a measurement of another time. One that is known already changes nothing. */
  add({ kind, atMs, ms, keys }: Measurement): void {
    const known = this.#known.get(kind)!;
    const guess = this.#guess(kind, keys);
    for (let level = 0; level < keys.length; level++) {
      const key = keys[level]!;
      let recent = known.get(key);
      if (recent === undefined) {
        known.set(key, recent = new Recent(level === keys.length - 1 ? MANY : FEW));
      }
      if (!recent.add(atMs, ms) && level === 0) return;
    }
    if (guess === null) return;
    const errors = this.#errors.get(kind)!;
    const larger = Math.max(guess.ms, ms);
    const error = larger === 0 ? 0 : ((ms - guess.ms) / larger) ** 2;
    const before = errors[guess.level] ?? error;
    errors[guess.level] = before + (error - before) * ERROR_WEIGHT;
  }

  startupMs(start: ServerStart): Expected {
    return this.#expected("startup", this.#keys.server(start));
  }

  stopMs(start: ServerStart): Expected {
    return this.#expected("stop", this.#keys.server(start));
  }

  runMs(start: ServerStart, combination: Combination): Expected {
    const { run } = this.#keys.of(start, combination);
    const expected = this.#expected("run", run);
    if (expected.source !== "unknown") return expected;
    const failed = this.#expected("failed-run", run);
    return failed.source === "same" ? { ...failed, source: "similar" } : failed;
  }

  longestMs(start: ServerStart, combination: Combination, isWarmup: boolean): number | null {
    const { run, warmup } = this.#keys.of(start, combination);
    const known = this.#known.get(isWarmup ? "warmup" : "run")!;
    // Another load on the same model, the next key, may take any time.
    for (const key of (isWarmup ? warmup ?? [] : run).slice(0, SAME_COMMAND_KEYS)) {
      const ms = known.get(key)?.max() ?? null;
      if (ms !== null) return ms;
    }
    return null;
  }

  warmupMs(start: ServerStart, combination: Combination): Expected {
    if (combination.workload.warmupArgv === null) return NO_TIME;
    return this.#expected("warmup", this.#keys.of(start, combination).warmup!);
  }

  resetMs(start: ServerStart, combination: Combination): Expected {
    if (start.afterRun.kind === "nothing") return NO_TIME;
    return this.#expected("reset", this.#keys.of(start, combination).reset);
  }

  #expected(kind: DurationKind, keys: readonly string[]): Expected {
    const guess = this.#guess(kind, keys);
    if (guess === null) return UNKNOWN;
    const error = this.#errors.get(kind)![guess.level];
    return {
      ms: guess.ms,
      source: guess.level === 0 ? "same" : "similar",
      spreadMs: error === undefined ? null : Math.sqrt(error) * guess.ms,
    };
  }

  #guess(
    kind: DurationKind,
    keys: readonly string[],
  ): { readonly ms: number; readonly level: number } | null {
    const known = this.#known.get(kind)!;
    for (let level = 0; level < keys.length; level++) {
      const recent = known.get(keys[level]!);
      const ms = level === keys.length - 1 ? recent?.mean() : recent?.median();
      if (ms !== undefined && ms !== null) return { ms, level };
    }
    return null;
  }

  #measured(event: Event): Measurement[] {
    switch (event.type) {
      case "server-starting":
        // An earlier session may have had another command under this name.
        this.#servers.delete(event.start);
        this.#startups.delete(event.start);
        return [];
      case "server-ready": {
        const { start, startupMs: ms } = event;
        this.#startups.set(start, { atMs: Date.parse(event.time), ms: rounded(ms) });
        return [];
      }
      case "combination-started": {
        const { start, directory, identity } = event;
        const keys = keysOfIdentity(identity);
        this.#combinations.set(directory, keys);
        this.#servers.set(start, keys.server);
        const startup = this.#startups.get(start);
        this.#startups.delete(start);
        return startup === undefined ? [] : [{ kind: "startup", ...startup, keys: keys.server }];
      }
      case "run-finished": {
        const keys = this.#combinations.get(event.name.directory);
        const { kind } = event.outcome;
        if (keys === undefined || kind === "cancelled") return [];
        if (event.name.run !== WARMUP_RUN) {
          return [measurement(kind === "valid" ? "run" : "failed-run", event, keys.run)];
        }
        return kind === "valid" && keys.warmup !== null
          ? [measurement("warmup", event, keys.warmup)]
          : [];
      }
      case "after-run-finished": {
        const keys = this.#combinations.get(event.name.directory);
        return keys === undefined ? [] : [measurement("reset", event, keys.reset)];
      }
      case "server-stopped": {
        const keys = this.#servers.get(event.start);
        return keys === undefined ? [] : [measurement("stop", event, keys)];
      }
      default:
        return [];
    }
  }
}

function measurement(
  kind: DurationKind,
  { time, durationMs }: { readonly time: string; readonly durationMs: number },
  keys: readonly string[],
): Measurement {
  return { kind, atMs: Date.parse(time), ms: rounded(durationMs), keys };
}

/** To a tenth: as short as a line of the history should be, and equal there and here. */
function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
