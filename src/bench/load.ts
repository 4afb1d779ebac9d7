/** The measured part: sends every request when it is due and waits for all answers. */
import type { Arrival } from "./arrivals.ts";
import type { Outcome } from "./outcome.ts";
import { nowS } from "./request.ts";
import { Semaphore } from "./semaphore.ts";
import { pause } from "../lib/sleep.ts";

/**
 * After so long a burst of requests the runtime gets its turn. It sends nothing before, so the wait would count as the server's;
 * a turn after each request would stretch the burst, because the answers that come meanwhile take their time.
 */
const LONGEST_BURST_S = 0.002;

/** How the load is made. */
export interface LoadOptions {
  /** One entry for each request. */
  readonly schedule: readonly Arrival[];
  /** Requests at a time; Infinity for no limit. */
  readonly maxConcurrency: number;
  /** Sends request `index`, which was due at `dueS`, and never throws. */
  readonly request: (index: number, dueS: number) => Promise<Outcome>;
  /** Called when a request is through. */
  readonly onDone: (outcome: Outcome) => void;
  /** Called when a request is due, with its place in the schedule. */
  readonly onDue: (arrival: Arrival) => void;
  readonly signal: AbortSignal;
}

/** What came of the load. */
export interface LoadResult {
  /** In the order of the schedule; incomplete if the signal was aborted. */
  readonly outcomes: readonly Outcome[];
  /** From the first request to the last answer. */
  readonly durationS: number;
}

/** Runs the load. When `signal` is aborted nothing more is sent; `request` has to end those on their way. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { schedule, request, onDone, onDue, signal } = options;
  const places = new Semaphore(options.maxConcurrency);
  const running: Promise<Outcome | null>[] = [];
  const beginS = nowS();
  let turnS = beginS;
  for (const [index, arrival] of schedule.entries()) {
    if (nowS() - turnS > LONGEST_BURST_S) {
      await turnOfRuntime();
      turnS = nowS();
    }
    // A timer may fire early; nothing is sent before it is due.
    for (let leftS; (leftS = beginS + arrival.atS - nowS()) > 0 && !signal.aborted;) {
      await pause(leftS * 1000, { signal });
      turnS = nowS();
    }
    if (signal.aborted) break;
    onDue(arrival);
    const dueS = nowS();
    running.push(places.run(async () => {
      if (signal.aborted) return null;
      const outcome = await request(index, dueS);
      onDone(outcome);
      return outcome;
    }));
  }
  const outcomes = await Promise.all(running);
  return { outcomes: outcomes.filter((outcome) => outcome !== null), durationS: nowS() - beginS };
}

/** Lets pending input and output happen. `setTimeout` would take a whole millisecond for it. */
function turnOfRuntime(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => resolve()));
}
