import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { planOf } from "../plan/_sweep.ts";
import { nextStart, type RunningStart, type WaitingStart } from "./packing.ts";
import { ordered, soonest } from "./priority.ts";
import { StartQueue } from "./start_queue.ts";
import { simulate, type TimedStart } from "./simulate.ts";

const BOX = { gpus: 8, parallel: 8 };

function waits(name: string, gpus: number, expectedMs: number | null = null): WaitingStart {
  return { name, gpus, expectedMs };
}

function runs(name: string, gpus: number, endMs: number | null = null): RunningStart {
  return { name, gpus, endMs };
}

Deno.test("the first that fits begins, as long as there may be more side by side", () => {
  assertEquals(nextStart([waits("a", 1), waits("b", 1)], [], BOX, 0), 0);
  assertEquals(nextStart([waits("a", 1)], [runs("b", 1)], { gpus: 8, parallel: 1 }, 0), null);
  assertEquals(nextStart([waits("a", 4)], [runs("b", 4)], BOX, 0), 0);
  assertEquals(nextStart([waits("a", 5)], [runs("b", 4)], BOX, 0), null);
  assertEquals(nextStart([], [], BOX, 0), null);
});

Deno.test("where GPUs are not shared out only the number side by side counts", () => {
  assertEquals(nextStart([waits("a", 64)], [runs("b", 64)], { gpus: null, parallel: 2 }, 0), 0);
});

Deno.test("two starts of a serve set do not run side by side", () => {
  assertEquals(nextStart([waits("a", 1), waits("b", 1)], [runs("a", 1)], BOX, 0), 1);
});

Deno.test("GPUs are kept for a start that needs more than are free; one behind it fills the gap only if it ends before", () => {
  const running = [runs("r", 4, 100)];
  const head = waits("head", 8, 50);
  assertEquals(nextStart([head, waits("long", 2, 101)], running, BOX, 0), null);
  assertEquals(
    nextStart([head, waits("long", 2, 101), waits("short", 2, 100)], running, BOX, 0),
    2,
  );
  assertEquals(nextStart([head, waits("unknown", 2)], running, BOX, 0), null);
  // Six are needed and eight will be free: two may be used for as long as anybody likes.
  assertEquals(nextStart([waits("head", 6, 50), waits("long", 2, 999)], running, BOX, 0), 1);
  assertEquals(nextStart([waits("head", 6), waits("long", 3, 999)], running, BOX, 0), null);
});

const timed = fc.record({
  name: fc.uuid(),
  gpus: fc.constantFrom(1, 1, 2, 4, 8),
  expectedMs: fc.integer({ min: 1, max: 1000 }),
});

Deno.test("the work to simulate a plan grows as the plan does", () => {
  // Counted, not timed: from how long a list a start is taken each time.
  const list = Array.from({ length: 20_000 }, (_, n) => ({ name: `${n}`, gpus: 1, expectedMs: 1 }));
  const splice = Array.prototype.splice;
  let length = 0;
  Array.prototype.splice = function (this: unknown[], ...args: Parameters<typeof splice>) {
    length += this.length;
    return splice.apply(this, args);
  };
  try {
    assertEquals(simulate(list, BOX).wallMs, 2_500);
  } finally {
    Array.prototype.splice = splice;
  }
  assert(length < 300 * list.length, `${length} in all`);
});

Deno.test("nothing is used twice, every start runs once, and no order does worse than one at a time", () => {
  fc.assert(fc.property(fc.array(timed, { minLength: 1, maxLength: 30 }), (starts) => {
    for (const list of [starts, ordered(starts, "longest"), ordered(starts, "widest")]) {
      const { beginMs, wallMs } = simulate(list, BOX);
      const at = (ms: number) =>
        list.filter((start, n) => beginMs[n]! <= ms && ms < beginMs[n]! + start.expectedMs)
          .reduce((sum, { gpus }) => sum + gpus, 0);
      assert(beginMs.every((ms) => at(ms) <= 8));
      assert(wallMs <= list.reduce((sum, { expectedMs }) => sum + expectedMs, 0));
      assert(wallMs >= Math.max(...list.map(({ expectedMs }) => expectedMs)));
    }
  }));
});

Deno.test("a start that needs all GPUs waits no longer than for those that ran when it came first", () => {
  const small = (n: number): TimedStart => ({ name: `s${n}`, gpus: 1, expectedMs: 100 });
  const all: TimedStart = { name: "all", gpus: 8, expectedMs: 100 };
  const starts = [...[0, 1, 2, 3].map(small), all, ...[4, 5, 6, 7, 8].map(small)];
  assertEquals(simulate(starts, BOX).beginMs[4], 100);
});

Deno.test("mixed widths end within 1.15 of the bound in the order that is chosen", () => {
  fc.assert(
    fc.property(fc.array(timed, { minLength: 40, maxLength: 60 }), (starts) => {
      const list = starts.map((start) => ({ ...start, expectedMs: 500 + start.expectedMs }));
      const area = list.reduce((sum, { gpus, expectedMs }) => sum + gpus * expectedMs, 0) / 8;
      const bound = Math.max(area, ...list.map(({ expectedMs }) => expectedMs));
      assert(simulate(soonest(list, BOX), BOX).wallMs <= 1.15 * bound);
    }),
    { numRuns: 50 },
  );
});

Deno.test("starts of one GPU go longest first, equals in the given order", () => {
  const list = [3, 9, 3, 7].map((expectedMs, n) => ({ name: `${n}`, gpus: 1, expectedMs }));
  assertEquals(soonest(list, BOX).map(({ name }) => name), ["1", "3", "0", "2"]);
  assertEquals(ordered(list, "shortest").map(({ name }) => name), ["0", "2", "3", "1"]);
  assertEquals(ordered(list, "given"), list);
});

Deno.test("a share of the processors is given to one start at a time, and again when that has ended", () => {
  const { starts } = planOf({ serveParams: `[{"a": 1}, {"a": 2}, {"a": 3}]` });
  const queue = new StartQueue(starts, {
    capacity: { gpus: null, parallel: 2 },
    gpus: [],
    gpusOf: () => 1,
    expectedMs: () => null,
    cpuShares: ["0-3", "4-7"],
    place: () => ({ gpus: [], cpus: null }),
    now: () => 0,
  });
  const [first, second] = [queue.next()!, queue.next()!];
  assertEquals([first, second].map(({ placement }) => placement.cpus), ["0-3", "4-7"]);
  assertEquals(queue.next(), null);
  queue.release(second);
  assertEquals(queue.next()!.placement.cpus, "4-7");
});
