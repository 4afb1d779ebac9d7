/** How long starts take side by side: the packing rule run on a clock of its own. */
import {
  type Capacity,
  LOOK_AHEAD,
  nextStart,
  type RunningStart,
  type WaitingStart,
} from "./packing.ts";

/** A start whose duration is known, or assumed. */
export interface TimedStart extends WaitingStart {
  readonly expectedMs: number;
}

/** When each start would begin, by its place in the list, and when all have ended. */
export interface Simulation {
  readonly beginMs: readonly number[];
  readonly wallMs: number;
}

/** Carries the starts out in their order. @throws {RangeError} If a start needs more GPUs than there are. */
export function simulate(starts: readonly TimedStart[], capacity: Capacity): Simulation {
  const beginMs = starts.map(() => 0);
  // No more than the rule looks at: to take one out of a list of 100,000 takes long.
  const waiting: (TimedStart & { readonly place: number })[] = [];
  let ahead = 0;
  const running: (RunningStart & { readonly endMs: number })[] = [];
  let nowMs = 0;
  let wallMs = 0;
  for (;;) {
    while (waiting.length < LOOK_AHEAD && ahead < starts.length) {
      waiting.push({ ...starts[ahead]!, place: ahead++ });
    }
    if (waiting.length === 0) return { beginMs, wallMs };
    const next = nextStart(waiting, running, capacity, nowMs);
    if (next !== null) {
      const [{ place, name, gpus, expectedMs }] = waiting.splice(next, 1) as [typeof waiting[0]];
      beginMs[place] = nowMs;
      running.push({ name, gpus, endMs: nowMs + expectedMs });
      wallMs = Math.max(wallMs, nowMs + expectedMs);
      continue;
    }
    if (running.length === 0) {
      throw new RangeError(`A start needs ${waiting[0]!.gpus} GPUs, there are ${capacity.gpus}`);
    }
    const first = running.reduce((a, b) => b.endMs < a.endMs ? b : a);
    nowMs = first.endMs;
    running.splice(running.indexOf(first), 1);
  }
}
