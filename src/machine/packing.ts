/** Which server start comes next, and where: the rule by which starts are run side by side on disjoint GPUs. */
import type { Placement } from "../journal/event.ts";
import type { Machine } from "./machine.ts";
import type { ServerStart } from "../plan/plan.ts";

/** A start that waits. They are given in the order in which they should begin. */
export interface WaitingStart {
  /**
   * The serve set. Its starts never run side by side, though every event says which of them it is of: repetitions are spread over
   * several starts so that drift hits all sets alike, which it does only if they are apart in time; and the unmeasured runs of
   * a combination write into the same directory.
   */
  readonly name: string;
  /** How many GPUs it needs. */
  readonly gpus: number;
  /** How long it will take; null where nobody knows. */
  readonly expectedMs: number | null;
}

/** A start that runs. */
export interface RunningStart {
  readonly name: string;
  readonly gpus: number;
  /** When it will end, on the clock of `nowMs`; null where nobody knows. */
  readonly endMs: number | null;
}

/** What there is to share. */
export interface Capacity {
  /** GPUs in all; null where they are not shared out. */
  readonly gpus: number | null;
  /** How many starts may run side by side. */
  readonly parallel: number;
}

/** The parts of a machine that are given to server starts. */
export interface Packing {
  /** Null where nothing is shared out. */
  readonly machine: Machine | null;
  readonly capacity: Capacity;
  /** How many GPUs a start takes. */
  readonly gpusOf: (start: ServerStart) => number;
  /** Whether that is a guess: nobody says it. */
  readonly isGuess: (start: ServerStart) => boolean;
  /** The best place among free GPUs. */
  readonly place: (free: readonly string[], gpus: number) => Placement;
  /** Shares of the processors for starts whose place has none: one for each start that runs side by side, or none. */
  readonly cpuShares: readonly string[];
  /** Lines for the user about what was asked for and cannot be done here. */
  readonly notes: readonly string[];
}

/** How many waiting starts behind one that does not fit are looked at: plans may hold thousands. */
export const LOOK_AHEAD = 200;

/**
 * The place in the list of the start to begin now; null if none should begin before another one ends.
 *
 * The first in the list that may begin goes first. If it needs more GPUs than are free, they are kept for it: one behind it
 * may begin only if that does not make it wait longer (backfilling as in EASY; D. Lifka, "The ANL/IBM SP Scheduling System",
 * 1995). So a start that needs all GPUs gets them, and GPUs do not idle meanwhile where it can be helped.
 */
export function nextStart(
  waiting: readonly WaitingStart[],
  running: readonly RunningStart[],
  { gpus, parallel }: Capacity,
  nowMs: number,
): number | null {
  if (running.length >= parallel) return null;
  const used = sum(running.map(({ gpus }) => gpus));
  const free = gpus === null ? Infinity : gpus - used;
  const busy = new Set(running.map(({ name }) => name));
  let reservation: Reservation | null = null;
  for (const [index, start] of waiting.slice(0, LOOK_AHEAD).entries()) {
    if (busy.has(start.name)) continue;
    if (start.gpus > free) {
      reservation ??= reserve(start.gpus, free, running);
    } else if (reservation === null || leavesAlone(reservation, start, nowMs)) {
      return index;
    }
  }
  return null;
}

/** GPUs that are kept for a start which does not fit yet. */
interface Reservation {
  /** When it will fit; Infinity where nobody knows. */
  readonly atMs: number;
  /** GPUs that will be free then and that it does not need. */
  readonly spare: number;
}

function reserve(needed: number, free: number, running: readonly RunningStart[]): Reservation {
  const ends = running.map(({ gpus, endMs }) => ({ gpus, endMs: endMs ?? Infinity }))
    .sort((a, b) => a.endMs - b.endMs);
  let available = free;
  for (const { gpus, endMs } of ends) {
    available += gpus;
    if (available >= needed) return { atMs: endMs, spare: available - needed };
  }
  return { atMs: Infinity, spare: available - needed };
}

function leavesAlone(
  { atMs, spare }: Reservation,
  { gpus, expectedMs }: WaitingStart,
  nowMs: number,
): boolean {
  return gpus <= spare || (expectedMs !== null && nowMs + expectedMs <= atMs);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
