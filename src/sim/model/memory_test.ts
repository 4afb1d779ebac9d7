import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { config } from "./_fixture.ts";
import { captureSizes } from "./graphs.ts";
import { H100 } from "./hardware.ts";
import { MemoryError, planMemory } from "./memory.ts";
import { profileFor } from "./profile.ts";

Deno.test("an 8B model leaves room for some 450 thousand tokens on 80 GB", () => {
  const plan = planMemory(config(), H100);
  assert(plan.tokens > 400_000 && plan.tokens < 500_000, String(plan.tokens));
  assertEquals(plan.tokens, plan.blocks * 16);
});

Deno.test("more sequences, more batched tokens and less memory leave fewer blocks", () => {
  const base = planMemory(config(), H100).blocks;
  assert(planMemory(config({ maxNumSeqs: 4096 }), H100).blocks < base);
  assert(planMemory(config({ maxNumBatchedTokens: 65_536 }), H100).blocks < base);
  assert(planMemory(config({ gpuMemoryUtilization: 0.5 }), H100).blocks < base);
});

Deno.test("an 8-bit KV cache holds twice the tokens, two GPUs more than twice", () => {
  const base = planMemory(config(), H100).blocks;
  assert(Math.abs(planMemory(config({ kvElementBytes: 1 }), H100).blocks - 2 * base) <= 1);
  assert(planMemory(config({ tensorParallel: 2 }), H100).blocks > 2 * base);
});

Deno.test("what does not fit is refused with vLLM's message", () => {
  const cases: [Parameters<typeof config>[0], string][] = [
    [{ profile: profileFor("70B") }, "CUDA out of memory. Tried to allocate"],
    [{ maxNumSeqs: 65_536 }, "warming up sampler with 65536 dummy requests"],
    [{ gpuMemoryUtilization: 0.2 }, "No available memory for the cache blocks"],
    [{ gpuMemoryUtilization: 0.25, maxModelLen: 131_072 }, "max seq len (131072)"],
    [{ gpuMemoryUtilization: 1 }, "less than desired GPU memory utilization"],
  ];
  for (const [changes, message] of cases) {
    const error = assertThrows(() => planMemory(config(changes), H100), MemoryError);
    assertStringIncludes(error.message, message);
  }
});

Deno.test("the estimated maximum length of the message fits", () => {
  const tight = { gpuMemoryUtilization: 0.25, maxModelLen: 131_072 };
  const error = assertThrows(() => planMemory(config(tight), H100), MemoryError);
  const estimated = Number(/maximum model length is (\d+)/.exec(error.message)![1]);
  const plan = planMemory(config({ ...tight, maxModelLen: estimated }), H100);
  assertEquals(plan.tokens, estimated);
});

Deno.test("a 70B model fits on four GPUs", () => {
  assert(planMemory(config({ profile: profileFor("70B"), tensorParallel: 4 }), H100).blocks > 1000);
});

Deno.test("graphs are captured up to twice the sequences, none in eager mode", () => {
  assertEquals(captureSizes({ maxNumSeqs: 8, eager: false }), [1, 2, 4, 8, 16]);
  assertEquals(captureSizes({ maxNumSeqs: 1024, eager: false }).length, 51);
  assertEquals(captureSizes({ maxNumSeqs: 8, eager: true }), []);
});
