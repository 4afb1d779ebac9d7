/** The guard `flags`: asks each server how it works, once it is ready, and compares that with its serve set and with the others. */
import { engineNamed } from "../engine/engines.ts";
import { plainValues, readConfiguration } from "../guards/configuration.ts";
import { type EqualStart, judgeFlags } from "../guards/judge_flags.ts";
import type { GuardSettings } from "../guards/settings.ts";
import { type EventBody, ofStart } from "../journal/event.ts";
import { toPlain } from "../json/plain.ts";
import { pyRepr } from "../json/python.ts";
import type { ServerStart } from "../plan/plan.ts";
import type { Server } from "./effects.ts";

/** What was found of a start. */
export interface FlagsChecked {
  readonly event: EventBody & { readonly type: "server-config" };
  /** Why it is not the server that was asked for; null if nothing proves that. */
  readonly reason: string | null;
}

/** One for all starts of a sweep. */
export class FlagsGuard {
  readonly #settings: GuardSettings;
  /** The first start of each fingerprint. */
  readonly #starts = new Map<string, EqualStart>();

  constructor(settings: GuardSettings) {
    this.#settings = settings;
  }

  /** @returns Null if nobody watches, or nothing is known of how such a server tells. */
  async check(
    start: ServerStart,
    server: Server,
    signal: AbortSignal,
  ): Promise<FlagsChecked | null> {
    const source = engineNamed(start.server).configuration;
    if (!this.#settings.guards.has("flags") || source === null) return null;
    const { answer, log } = await server.configuration(source.path, signal);
    const configuration = readConfiguration(answer, log, source);
    const { fingerprint } = configuration;
    const { flags, verdict } = judgeFlags(
      start.params,
      configuration,
      source,
      fingerprint === null ? null : this.#equal(fingerprint, start),
    );
    const values = Object.entries(plainValues(configuration))
      .map(([name, value]) => [name, toPlain(value) as string | number | boolean | null] as const)
      .filter(([, value]) => typeof value !== "number" || Number.isFinite(value));
    const isVoid = verdict.state === "bad" && !this.#settings.warnOnly.has("flags");
    return {
      event: {
        type: "server-config",
        ...ofStart(start),
        ...{ fingerprint, flags, verdict, configuration: Object.fromEntries(values) },
      },
      reason: isVoid ? verdict.why : null,
    };
  }

  /** A start of another serve set that was started alike. */
  #equal(fingerprint: string, { name, params }: ServerStart): EqualStart | null {
    const first = this.#starts.get(fingerprint);
    if (first === undefined) this.#starts.set(fingerprint, { name, params });
    return first === undefined || pyRepr(first.params) === pyRepr(params) ? null : first;
  }
}
