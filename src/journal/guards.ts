/** What the guards found, as the events tell it: the last finding of each run counts, one that is measured again has a new one. */
import type { Event, RunName } from "./event.ts";
import type { GuardVerdict } from "./verdict.ts";

/** Findings of a run by the name of the guard. */
export type RunVerdicts = Readonly<Record<string, GuardVerdict>>;

/** A finding that is not ok, with the runs that have it. */
export interface GuardNote {
  readonly guard: string;
  readonly state: string;
  /** Whether it is of runs or of server starts, and how many of those that were watched. */
  readonly of: "run" | "server start";
  readonly count: number;
  readonly watched: number;
  /** The first of them, and what was found there. */
  readonly first: string;
  readonly why: string;
}

/** Follows the events of a sweep. */
export class GuardFindings {
  readonly #starts = new Map<string, GuardVerdict>();
  readonly #runs = new Map<string, { readonly name: RunName; readonly verdicts: RunVerdicts }>();

  /** Takes an event into account; each is to be given once, in order. */
  apply(event: Event): void {
    if (event.type === "server-config") this.#starts.set(event.start, event.verdict);
    if (event.type !== "guards") return;
    const { name, verdicts } = event;
    this.#runs.set(keyOf(name), { name, verdicts });
  }

  /** What was found of the flags of each start, by its id. */
  get starts(): readonly (readonly [string, GuardVerdict])[] {
    return [...this.#starts];
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
    const add = (
      guard: string,
      { state, why }: GuardVerdict,
      rest: Omit<GuardNote, "guard" | "state" | "why" | "count">,
    ) => {
      if (state === "ok") return;
      const key = `${guard} ${state}`;
      const note = notes.get(key) ?? { guard, state, why, count: 0, ...rest };
      notes.set(key, { ...note, count: note.count + 1 });
    };
    for (const [start, verdict] of this.#starts) {
      add("flags", verdict, { of: "server start", watched: this.#starts.size, first: start });
    }
    for (const { name: { directory, run }, verdicts } of this.#runs.values()) {
      const first = `${directory || "(no parameters)"} run ${run}`;
      for (const [guard, verdict] of Object.entries(verdicts)) {
        add(guard, verdict, { of: "run", watched: this.#runs.size, first });
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
