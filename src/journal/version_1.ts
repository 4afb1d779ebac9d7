/** Journals of version 1: their events name the serve set alone, and only the begin of a server says which of its starts it is. */
import { startId } from "../plan/start_id.ts";
import { isRecord } from "./check.ts";
import { type FailureClass, JOURNAL_VERSION } from "./event.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What the first servesweep of version 1 did not write. What nobody can know is null or empty. */
const MISSING: Readonly<Record<string, Fields>> = {
  "server-starting": { round: 0, gpus: 0, placement: { gpus: [], cpus: null }, beside: [] },
  "server-ready": { parts: {}, serverVersion: null },
  "run-started": { beside: 0 },
  "combination-finished": { skipped: 0 },
  "server-stopped": { ledger: {} },
  "sweep-finished": { ledger: null },
};

/** Lifts the events of a session to what they are today. */
export class Version1 {
  /** Which of its starts each serve set is in: those of one set never ran side by side. */
  readonly #rounds = new Map<string, number>();

  /** An event with an id of its start; each is to be given once, in order. Anything may be in its fields. */
  lift(event: Fields): Fields {
    const { type, server, round } = event;
    if (type === "sweep-started") return { ...event, journal: JOURNAL_VERSION };
    const lifted = { ...MISSING[String(type)], ...event, ...nested(event) };
    if (typeof server !== "string") return lifted;
    if (type === "server-starting") {
      this.#rounds.set(server, Number.isSafeInteger(round) ? Number(round) : 0);
    }
    return { start: startId(server, this.#rounds.get(server) ?? 0), ...lifted };
  }
}

/** Fields of fields. */
function nested({ type, failure, outcome, identity }: Fields): Fields {
  switch (type) {
    case "server-failed":
      return { failure: withClass(failure, "crash") };
    case "run-finished":
      return isRecord(outcome) && outcome["kind"] === "failed"
        ? { outcome: { ...outcome, failure: withClass(outcome["failure"], "bench-error") } }
        : {};
    case "combination-started":
      return isRecord(identity)
        ? { identity: { serveVersion: null, benchVersion: null, ...identity } }
        : {};
    default:
      return {};
  }
}

/** A failure that was not classified is one for another reason than the classes know. */
function withClass(failure: unknown, otherReason: FailureClass): unknown {
  return isRecord(failure) ? { class: otherReason, command: [], ...failure } : failure;
}
