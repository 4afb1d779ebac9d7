import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { countGood, hasObjectives, parseObjectives } from "./goodput.ts";

const FAST = { ttft: 0.1, tpot: 0.01, e2el: 0.5 };

Deno.test("limits are read as pairs, the last one of a name counts", () => {
  assertEquals(parseObjectives(["ttft:200", "tpot:50.5", "ttft: 100"]), { ttft: 100, tpot: 50.5 });
  assertEquals(hasObjectives(parseObjectives(["e2el:0"])), true);
  assertEquals(hasObjectives(parseObjectives([])), false);
});

Deno.test("a limit that is not a known name, a colon and a number of at least 0 is bad usage", () => {
  for (const pair of ["itl:5", "ttft", "ttft:", "ttft:x", "ttft:-1", "ttft:1:2", ":5", ""]) {
    assertThrows(() => parseObjectives([pair]), UsageError, `Cannot use --goodput "${pair}"`);
  }
});

Deno.test("a good request meets every limit, and one that equals its limit is good", () => {
  const requests = [FAST, { ...FAST, ttft: 0.2 }, { ...FAST, e2el: 0.7 }];

  assertEquals(countGood(requests, { ttft: 100 }), 2);
  assertEquals(countGood(requests, { ttft: 100, e2el: 500 }), 1);
  assertEquals(countGood(requests, { tpot: 9 }), 0);
});

Deno.test("without limits no request counts as good", () => {
  assertEquals(countGood([FAST], {}), 0);
});
