/** The queue of a sweep's server starts, with the parts of the machine that they are given. */
import type { ServerStart } from "../plan/plan.ts";
import { StartQueue } from "../machine/start_queue.ts";
import type { Packing } from "../machine/packing.ts";

/**
 * A queue of starts in the order in which they should begin.
 *
 * @param expectedMs How long a start will take; null where nobody knows.
 */
export function queueOf(
  starts: readonly ServerStart[],
  { capacity, gpusOf, place, machine, cpuShares }: Packing,
  expectedMs: (start: ServerStart) => number | null,
): StartQueue {
  return new StartQueue(starts, {
    ...{ capacity, gpusOf, place, cpuShares, expectedMs },
    gpus: machine?.gpus.map(({ id }) => id) ?? [],
    now: () => performance.now(),
  });
}
