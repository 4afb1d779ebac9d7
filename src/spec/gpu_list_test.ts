import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../lib/errors.ts";
import { parseGpuList } from "./gpu_list.ts";

function ids(text: string): readonly string[] {
  const request = parseGpuList(text);
  if (request.kind !== "list") throw new Error(`"${text}" is no list`);
  return request.ids;
}

Deno.test("auto and none are taken as they are", () => {
  assertEquals(parseGpuList("auto"), { kind: "auto" });
  assertEquals(parseGpuList("none"), { kind: "none" });
});

Deno.test("indices and ranges keep their order", () => {
  assertEquals(ids("0-3"), ["0", "1", "2", "3"]);
  assertEquals(ids("4-5,0,2"), ["4", "5", "0", "2"]);
  assertEquals(ids("6-6, 07"), ["6", "7"]);
});

Deno.test("UUIDs of GPUs and of MIG devices are kept as they are written", () => {
  const names = ["GPU-c7a0294c-c2c2-5476-438c-fb468eaa223b", "MIG-GPU-41b3/1/0", "MIG-9c"];
  assertEquals(ids(`${names.join(",")},3`), [...names, "3"]);
});

Deno.test("a GPU that is named twice is an error that names it", () => {
  assertThrows(() => ids("0-3,2"), UsageError, `--gpus is "0-3,2": GPU 2 is named twice`);
  assertThrows(() => ids("1,01"), UsageError, "GPU 1 is named twice");
  assertThrows(() => ids("GPU-a,GPU-a"), UsageError, "GPU GPU-a is named twice");
});

Deno.test("a range that runs backwards is an error that says how it is written", () => {
  assertThrows(() => ids("7-0"), UsageError, "the range 7-0 runs backwards, expected 0-7");
});

Deno.test("nonsense is an error with the value and what is expected", () => {
  for (
    const text of ["", ",", "0,", "a", "-1", "0--3", "1.5", "0x1", "Auto", "auto,0", "GPU-", "0 1"]
  ) {
    assertThrows(
      () => ids(text),
      UsageError,
      `--gpus is "${text}": expected auto, none, or a list`,
    );
  }
});

Deno.test("a range is bounded before it is written out", () => {
  assertThrows(() => ids("0-99999999999"), UsageError, "expected no index above 1023");
});

Deno.test("every list of different indices is read back", () => {
  fc.assert(fc.property(fc.uniqueArray(fc.nat(1023), { minLength: 1 }), (indices) => {
    assertEquals(ids(indices.join(",")), indices.map(String));
  }));
});
