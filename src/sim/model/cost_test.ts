import { assert, assertAlmostEquals } from "@std/assert";
import { config } from "./_fixture.ts";
import { type StepLoad, stepSeconds } from "./cost.ts";
import { H100 } from "./hardware.ts";
import type { EngineConfig } from "./config.ts";

function decode(sequences: number, context: number): StepLoad {
  return {
    sequences,
    tokens: sequences,
    sampled: sequences,
    prefillTokens: 0,
    decodeContext: sequences * context,
    prefillContext: 0,
  };
}

function prefill(tokens: number): StepLoad {
  return {
    sequences: 1,
    tokens,
    sampled: 1,
    prefillTokens: tokens,
    decodeContext: 0,
    prefillContext: tokens * (tokens + 1) / 2,
  };
}

function seconds(load: StepLoad, changes: Partial<EngineConfig> = {}): number {
  return stepSeconds(load, config(changes), H100);
}

Deno.test("one decode step of an 8B model takes the 6.5 ms that are measured on an H100", () => {
  assertAlmostEquals(seconds(decode(1, 200)), 6.48e-3, 0.15e-3);
});

Deno.test("decoding eight sequences costs hardly more than one, decoding a thousand costs several times as much", () => {
  const one = seconds(decode(1, 200));
  assert(seconds(decode(8, 200)) < 1.05 * one);
  assert(seconds(decode(1000, 200)) > 3 * one);
});

Deno.test("throughput of decode never falls with the batch and gains ever less from doubling it", () => {
  const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
  const rates = sizes.map((size) => size / seconds(decode(size, 200)));
  const gains = rates.slice(1).map((rate, index) => rate / rates[index]!);
  assert(gains.every((gain) => gain > 1));
  assert(gains[0]! > 1.9 && gains.at(-1)! < 1.4);
});

Deno.test("a longer context makes decode slower by the time to read it", () => {
  const difference = seconds(decode(64, 4000)) - seconds(decode(64, 2000));
  assertAlmostEquals(difference, 64 * 2000 * 131_072 / (3.35e12 * 0.8), 1e-6);
});

Deno.test("prefill of a long prompt is bound by arithmetic", () => {
  const difference = seconds(prefill(4096)) - seconds(prefill(2048));
  const linear = 2 * 6.98e9 * 2048 / (989e12 * 0.65);
  assert(difference > linear && difference < 1.2 * linear);
});

Deno.test("tensor parallelism is faster, but by less than the number of GPUs", () => {
  const one = seconds(decode(32, 200));
  const two = seconds(decode(32, 200), { tensorParallel: 2 });
  const eight = seconds(decode(32, 200), { tensorParallel: 8 });
  assert(two < one && two > one / 2);
  assert(eight < two && eight > one / 8);
});

Deno.test("pipeline parallelism does not make a single sequence faster", () => {
  assert(seconds(decode(1, 200), { pipelineParallel: 2 }) > seconds(decode(1, 200)));
  assert(seconds(prefill(4096), { pipelineParallel: 2 }) > seconds(prefill(4096)));
});

Deno.test("eager mode and synchronous scheduling cost time in small batches", () => {
  const graph = seconds(decode(1, 200));
  assert(seconds(decode(1, 200), { eager: true }) > 1.3 * graph);
  assert(seconds(decode(1, 200), { asyncScheduling: false }) > graph);
});

Deno.test("8-bit weights nearly halve the time of a small decode step", () => {
  const fp8 = seconds(decode(1, 200), { weights: { bytes: 1, rate: "fp8" } });
  assert(fp8 < 0.65 * seconds(decode(1, 200)));
});
