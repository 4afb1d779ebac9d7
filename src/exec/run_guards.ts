/** The guards of the runs of a sweep: reads counters before and after a run, and remembers what repeats are compared with. */
import { benchmarkOf } from "../engine/engines.ts";
import { type CountersAnswer, judgeGuards, voidReason } from "../guards/judge_run.ts";
import type { GuardSettings } from "../guards/settings.ts";
import type { Guard, GuardVerdict } from "../journal/verdict.ts";
import type { JsonObject } from "../json/value.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import type { Server } from "./effects.ts";

/** What was found of a run. */
export interface GuardFinding {
  readonly verdicts: Readonly<Partial<Record<Guard, GuardVerdict>>>;
  /** Why it does not count; null if it does. */
  readonly reason: string | null;
}

/** A run that is going to be judged. */
export interface RunToJudge {
  readonly start: ServerStart;
  readonly combination: Combination;
  readonly argv: readonly string[];
  readonly result: JsonObject;
}

/** One for all servers of a sweep. */
export class RunGuards {
  readonly #settings: GuardSettings;
  /** Hit shares of valid runs, by directory. */
  readonly #shares = new Map<string, number[]>();

  constructor(settings: GuardSettings) {
    this.#settings = settings;
  }

  /** Reads the counters before a run. @returns Null if nobody watches. */
  async before(server: Server, signal: AbortSignal): Promise<CountersAnswer | null> {
    return this.#settings.guards.size === 0 ? null : await server.counters(signal);
  }

  /** Reads them after the run and judges. */
  async judge(
    { start, combination: { directory }, argv, result }: RunToJudge,
    before: CountersAnswer,
    server: Server,
    signal: AbortSignal,
  ): Promise<GuardFinding> {
    const after = "none" in before ? before : await server.counters(signal);
    const shares = this.#shares.get(directory) ?? [];
    const isReset = start.afterRun.kind === "reset";
    const verdicts = judgeGuards(this.#settings, {
      ...{ argv, result, before, after, earlier: shares, isReset },
      cache: this.#settings.expectCache ?? (isReset ? "cold" : "any"),
      unmeasured: benchmarkOf(argv)?.unmeasured(argv) ?? null,
    });
    const reason = voidReason(this.#settings, verdicts);
    const share = verdicts.cache?.values["prefix_cache_hit_share"];
    if (reason === null && share !== undefined) this.#shares.set(directory, [...shares, share]);
    return { verdicts, reason };
  }
}
