import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { machineWith } from "./_machines.ts";
import { pickGpus } from "./gpu_sets.ts";
import { nearness } from "./machine.ts";

const NVSWITCH = machineWith(8, () => "NV18");
/** Pairs behind a switch, four on each of two nodes. */
const SWITCHES = machineWith(8, (a, b) => {
  if (a < 4 !== b < 4) return "SYS";
  return a >> 1 === b >> 1 ? "PIX" : "PHB";
});
/** One alone, then two pairs. */
const UNEVEN = machineWith(
  5,
  (a, b) => a === 0 ? "SYS" : (a - 1) >> 1 === (b - 1) >> 1 ? "PHB" : "NODE",
);
/** NVLink bridges join 0 with 2 and 1 with 3. */
const BRIDGES = machineWith(4, (a, b) => a % 2 === b % 2 ? "NV4" : "PHB");

function pick(free: string, count: number, machine = NVSWITCH): string | null {
  return pickGpus([...free], count, machine)?.join("") ?? null;
}

Deno.test("GPUs are taken from the front, next to one another", () => {
  assertEquals([1, 2, 3, 4, 8].map((count) => pick("01234567", count)), [
    "0",
    "01",
    "012",
    "0123",
    "01234567",
  ]);
});

Deno.test("too few free GPUs are no set", () => {
  assertEquals([pick("", 1), pick("034", 4), pick("0", 0)], [null, null, null]);
});

Deno.test("one GPU comes from the smallest free block", () => {
  assertEquals(pick("1234567", 1), "1");
  assertEquals(pick("0123457", 1), "7");
  assertEquals(pick("012345", 1), "4");
  assertEquals(pick("01236", 1), "6");
});

Deno.test("two GPUs leave a free block of four whole", () => {
  assertEquals(pick("234567", 2), "23");
  assertEquals(pick("012345", 2), "45");
});

Deno.test("neighbours are preferred to what would leave less in pieces", () => {
  assertEquals(pick("0136", 2), "01");
});

Deno.test("GPUs behind one switch, then on one node, are preferred", () => {
  assertEquals(pick("1235", 2, SWITCHES), "23");
  assertEquals(pick("034567", 4, SWITCHES), "4567");
  assertEquals(pick("1256", 2, SWITCHES), "12");
  assertEquals(pick("0347", 3, SWITCHES), "034");
});

Deno.test("one GPU does not break a pair on a machine of uneven build", () => {
  assertEquals(pick("01234", 1, UNEVEN), "0");
  assertEquals(pick("1234", 2, UNEVEN), "12");
});

Deno.test("GPUs that a bridge joins belong together wherever they are", () => {
  assertEquals(pick("0123", 2, BRIDGES), "02");
  assertEquals(pick("013", 2, BRIDGES), "13");
  assertEquals(pick("013", 1, BRIDGES), "0");
});

Deno.test("a machine with many parts gets an answer at once", () => {
  const machine = machineWith(56);
  const free = machine.gpus.map(({ id }) => id);
  // Aligned blocks of 32 and 16 stay whole.
  assertEquals(pickGpus(free, 8, machine), free.slice(48));
});

/** A machine with random connections, and some of its GPUs. */
const situation = fc.integer({ min: 1, max: 8 }).chain((count) =>
  fc.record({
    machine: fc.array(fc.constantFrom("SYS", "NODE", "PIX", "NV4", null), {
      minLength: count * count,
      maxLength: count * count,
    }).map((kinds) => machineWith(count, (a, b) => kinds[a * count + b]!)),
    free: fc.shuffledSubarray(Array.from({ length: count }, (_, index) => String(index))),
    demand: fc.integer({ min: 1, max: count }),
  })
);

Deno.test("any set is of free GPUs, of the right size, in the machine's order, and always the same", () => {
  fc.assert(fc.property(situation, ({ machine, free, demand }) => {
    const set = pickGpus(free, demand, machine);
    assertEquals(set === null, free.length < demand);
    if (set === null) return;
    assertEquals(new Set(set).size, demand);
    assert(set.every((id) => free.includes(id)));
    assertEquals(set, set.toSorted());
    assertEquals(pickGpus(free.toReversed(), demand, machine), set);
  }));
});

Deno.test("no set of two has a nearer pair", () => {
  fc.assert(fc.property(situation, ({ machine, free }) => {
    const set = pickGpus(free, 2, machine);
    if (set === null) return;
    const nearest = Math.max(
      ...free.flatMap((a) => free.filter((b) => a !== b).map((b) => nearness(machine, a, b))),
    );
    assertEquals(nearness(machine, set[0]!, set[1]!), nearest);
  }));
});

Deno.test("one GPU never breaks a free block of four while a part of one is free", () => {
  const machine = machineWith(16, () => "NV18");
  const ids = machine.gpus.map(({ id }) => id);
  fc.assert(fc.property(fc.shuffledSubarray(ids, { minLength: 1 }), (free) => {
    const blocks = [0, 4, 8, 12].map((start) => ids.slice(start, start + 4));
    const isWhole = (block: readonly string[]) => block.every((id) => free.includes(id));
    const inPart = free.filter((id) => !isWhole(blocks.find((block) => block.includes(id))!));
    const [picked] = pickGpus(free, 1, machine)!;
    assert(inPart.length === 0 || inPart.includes(picked!));
  }));
});
