/** What the guards found, as the events tell it: the last finding of each run counts, one that is measured again has a new one. */
import type { Event, GuardVerdict, RunName } from "./event.ts";

/** Findings of a run by the name of the guard. */
export type RunVerdicts = Readonly<Record<string, GuardVerdict>>;

/** A finding that is not ok, with the runs that have it. */
export interface GuardNote {
  readonly guard: string;
  readonly state: string;
  /** How many runs. */
  readonly runs: number;
  /** The first of them, and what was found there. */
  readonly first: RunName;
  readonly why: string;
}

/** Follows the events of a sweep. */
export class GuardFindings {
  readonly #runs = new Map<string, { readonly name: RunName; readonly verdicts: RunVerdicts }>();

  /** Takes an event into account; each is to be given once, in order. */
  apply(event: Event): void {
    if (event.type !== "guards") return;
    const { name, verdicts } = event;
    this.#runs.set(keyOf(name), { name, verdicts });
  }

  /** Runs that were watched. */
  get runs(): number {
    return this.#runs.size;
  }

  /** The findings of a run; null if nobody watched it. */
  of(name: RunName): RunVerdicts | null {
    return this.#runs.get(keyOf(name))?.verdicts ?? null;
  }

  /** What is not ok, by guard and state in the order of their first run. What is proven comes first. */
  get notes(): readonly GuardNote[] {
    const notes = new Map<string, GuardNote>();
    for (const { name, verdicts } of this.#runs.values()) {
      for (const [guard, { state, why }] of Object.entries(verdicts)) {
        if (state === "ok") continue;
        const key = `${guard} ${state}`;
        const note = notes.get(key) ?? { guard, state, runs: 0, first: name, why };
        notes.set(key, { ...note, runs: note.runs + 1 });
      }
    }
    const all = [...notes.values()];
    return [
      ...all.filter(({ state }) => state === "bad"),
      ...all.filter(({ state }) => state !== "bad"),
    ];
  }
}

/** The findings of all events. */
export function guardFindings(events: readonly Event[]): GuardFindings {
  const findings = new GuardFindings();
  for (const event of events) findings.apply(event);
  return findings;
}

function keyOf({ directory, run }: RunName): string {
  return `${directory}\n${run}`;
}
