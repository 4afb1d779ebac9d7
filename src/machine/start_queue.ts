/** The server starts that wait, and the parts of the machine that are free for them. */
import type { Placement } from "../journal/event.ts";
import { type Capacity, nextStart, type RunningStart, type WaitingStart } from "./packing.ts";
import type { ServerStart } from "../plan/plan.ts";

/** A start with its place on the machine. */
export interface Assignment {
  readonly start: ServerStart;
  readonly placement: Placement;
  /** How many GPUs it asks for. */
  readonly gpus: number;
}

/** How starts are shared out. */
export interface StartQueueOptions {
  readonly capacity: Capacity;
  /** GPUs that may be given away. */
  readonly gpus: readonly string[];
  readonly gpusOf: (start: ServerStart) => number;
  /** How long a start will take, in ms; null where nobody knows. */
  readonly expectedMs: (start: ServerStart) => number | null;
  /** Shares of the processors for starts whose place has none, as taskset takes them; no start gets one that another has. @default {[]} */
  readonly cpuShares?: readonly string[];
  /** Chooses a place among free GPUs, of which there are enough. */
  readonly place: (free: readonly string[], gpus: number) => Placement;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

interface Queued extends WaitingStart {
  readonly start: ServerStart;
}

/** Hands out starts in their order as there is room for them; each is given back when it has ended. */
export class StartQueue {
  readonly #options: StartQueueOptions;
  readonly #waiting: Queued[];
  readonly #running = new Map<Assignment, RunningStart>();
  #free: readonly string[];
  readonly #freeCpus: string[];

  /** @param starts In the order in which they should begin. */
  constructor(starts: readonly ServerStart[], options: StartQueueOptions) {
    this.#options = options;
    this.#free = options.gpus;
    this.#freeCpus = [...options.cpuShares ?? []];
    this.#waiting = starts.map((start) => ({
      start,
      name: start.name,
      gpus: options.gpusOf(start),
      expectedMs: options.expectedMs(start),
    }));
  }

  /** True if no start waits any more. */
  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Takes the next start; null if none should begin before another one ends. */
  next(): Assignment | null {
    const { capacity, place, now } = this.#options;
    const nowMs = now();
    const index = nextStart(this.#waiting, [...this.#running.values()], capacity, nowMs);
    if (index === null) return null;
    const [{ start, name, gpus, expectedMs }] = this.#waiting.splice(index, 1) as [Queued];
    const placed = place(this.#free, gpus);
    const placement = { ...placed, cpus: placed.cpus ?? this.#freeCpus.shift() ?? null };
    const assignment = { start, placement, gpus };
    this.#free = this.#free.filter((id) => !assignment.placement.gpus.includes(id));
    const endMs = expectedMs === null ? null : nowMs + expectedMs;
    this.#running.set(assignment, { name, gpus, endMs });
    return assignment;
  }

  /** Gives the place of a start back. */
  release(assignment: Assignment): void {
    if (!this.#running.delete(assignment)) return;
    const { cpus } = assignment.placement;
    if (cpus !== null && this.#options.cpuShares?.includes(cpus)) this.#freeCpus.push(cpus);
    const free = new Set([...this.#free, ...assignment.placement.gpus]);
    this.#free = this.#options.gpus.filter((id) => free.has(id));
  }

  /** Names of the starts that run, but for one. */
  beside(assignment: Assignment): string[] {
    return [...this.#running.keys()].filter((other) => other !== assignment)
      .map(({ start }) => start.name);
  }
}

/** Nothing is shared out: one start at a time, which has the machine for itself. */
export function oneAtATime(starts: readonly ServerStart[]): StartQueue {
  return new StartQueue(starts, {
    capacity: { gpus: null, parallel: 1 },
    gpus: [],
    gpusOf: () => 0,
    expectedMs: () => null,
    place: () => ({ gpus: [], cpus: null }),
    now: () => 0,
  });
}
