import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { machineNear } from "./_machines.ts";
import { cpuList, cpuShares, parseCpuList } from "./cpu_split.ts";

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function shares(near: (number[] | null)[], cores: number[][]): Record<string, string> {
  const lists = [...cpuShares(machineNear(near, cores))].map(([id, cpus]) => [id, cpuList(cpus)]);
  return Object.fromEntries(lists);
}

/** Cores of one thread. */
function single(count: number): number[][] {
  return range(0, count - 1).map((cpu) => [cpu]);
}

Deno.test("processors of a list are written as ranges and read back", () => {
  assertEquals(cpuList([3, 0, 1, 2, 8, 2]), "0-3,8");
  assertEquals(cpuList([]), "");
  assertEquals(parseCpuList(" 0-3,8\n"), [0, 1, 2, 3, 8]);
  assertEquals(["N/A", "", "0-", "a-b", "0,,1"].map(parseCpuList), Array(5).fill(null));
});

Deno.test("where nothing is known of the GPUs the cores are divided evenly, in runs", () => {
  assertEquals(shares([null, null], single(8)), { 0: "0-3", 1: "4-7" });
  assertEquals(shares([null, null, null], single(8)), { 0: "0-1", 1: "2-4", 2: "5-7" });
});

Deno.test("each GPU gets whole cores of its own node, both threads of each", () => {
  const cores = range(0, 111).map((cpu) => [cpu, cpu + 112]);
  const nodes = [[...range(0, 55), ...range(112, 167)], [...range(56, 111), ...range(168, 223)]];
  const near = range(0, 7).map((gpu) => nodes[gpu >> 2]!);
  assertEquals(shares(near, cores), {
    0: "0-13,112-125",
    1: "14-27,126-139",
    2: "28-41,140-153",
    3: "42-55,154-167",
    4: "56-69,168-181",
    5: "70-83,182-195",
    6: "84-97,196-209",
    7: "98-111,210-223",
  });
});

Deno.test("cores of a node without GPUs stay free", () => {
  assertEquals(shares([range(0, 3), range(0, 3)], single(8)), { 0: "0-1", 1: "2-3" });
});

Deno.test("a GPU whose node is closed to this process takes part everywhere", () => {
  assertEquals(shares([range(0, 3), range(90, 93)], single(4)), { 0: "0-1", 1: "2-3" });
});

Deno.test("a node with fewer cores than GPUs makes the division even", () => {
  assertEquals(shares([[0], [0], [0], [1, 2, 3]], single(4)), { 0: "0", 1: "1", 2: "2", 3: "3" });
});

Deno.test("fewer cores than GPUs are not divided, threads of one core neither", () => {
  assertEquals(shares([null, null, null], single(2)), {});
  assertEquals(shares([null, null, null], [[0, 2], [1, 3]]), {});
  assertEquals(shares([], single(2)), {});
});

Deno.test("shares are disjoint, of this machine and never empty", () => {
  const machines = fc.record({
    count: fc.integer({ min: 1, max: 24 }),
    threads: fc.constantFrom(1, 2),
    near: fc.array(fc.option(fc.uniqueArray(fc.nat(31), { minLength: 1 })), { maxLength: 10 }),
  });
  fc.assert(fc.property(machines, ({ count, threads, near }) => {
    const cores = range(0, count - 1).map((core) =>
      range(0, threads - 1).map((thread) => core + thread * count)
    );
    const found = cpuShares(machineNear(near, cores));
    assertEquals(found.size, count < near.length ? 0 : near.length);
    const all = [...found.values()].flat();
    assertEquals(new Set(all).size, all.length);
    assert(all.every((cpu) => cpu < count * threads));
    assert([...found.values()].every((share) => share.length > 0));
    for (const core of cores) {
      const owners = [...found.values()].filter((share) => core.some((cpu) => share.includes(cpu)));
      assert(owners.length <= 1, "two GPUs share a core");
    }
  }));
});
