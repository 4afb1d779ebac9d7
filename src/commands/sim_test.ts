import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { ConfigError } from "../sim/settings/engine_config.ts";
import { type SimSettings, simSettings } from "../sim/settings/settings.ts";
import { readCommand } from "./parse.ts";
import { SIM } from "./sim.ts";

function read(command: string, env: Record<string, string> = {}): SimSettings {
  const value = readCommand(command.split(" ").filter((word) => word !== ""), SIM);
  if (value.kind !== "sim") throw new TypeError(`A server was expected: ${command}`);
  return simSettings(value.args, env, 1);
}

Deno.test("without arguments an 8B model is served as vLLM would by default", () => {
  const { model, servedNames, port, engine, devMode } = read("");
  assertEquals(servedNames, [model]);
  assertEquals([port, devMode, engine.profile.name], [8000, false, "Llama-3.1-8B"]);
  assertEquals([engine.maxNumSeqs, engine.maxNumBatchedTokens], [1024, 8192]);
  assertEquals([engine.maxModelLen, engine.prefixCaching], [131_072, true]);
});

Deno.test("the model may be positional or an option, and be served under other names", () => {
  assertEquals(read("Qwen/Qwen3-0.6B").engine.profile.name, "Llama-3.2-1B");
  assertEquals(read("--model x --served-model-name a b --port 1").servedNames, ["a", "b"]);
  assertEquals(read("--served-model-name a --served_model_name b").servedNames, ["a", "b"]);
});

Deno.test("lengths take units, parallel sizes their short names", () => {
  const { engine, dataParallel } = read(
    "--max-model-len 8k --max-num-batched-tokens=4K -tp 2 -dp=2",
  );
  assertEquals([engine.maxModelLen, engine.maxNumBatchedTokens], [8000, 4096]);
  assertEquals([engine.tensorParallel, dataParallel], [2, 2]);
});

Deno.test("without chunked prefill the default budget holds the longest prompt", () => {
  const { engine } = read("--no-enable-chunked-prefill --max-model-len 32768");
  assertEquals(engine.maxNumBatchedTokens, 32_768);
});

Deno.test("a small token budget lowers the default of max-num-seqs", () => {
  assertEquals(read("--max-num-batched-tokens 512").engine.maxNumSeqs, 512);
});

Deno.test("number formats come from dtype, quantization and kv-cache-dtype", () => {
  assertEquals(read("--dtype float32").engine.kvElementBytes, 4);
  assertEquals(read("-q fp8").engine.weights, { bytes: 1, rate: "fp8" });
  assertEquals(read("--kv-cache-dtype fp8_e5m2").engine.kvElementBytes, 1);
  assertEquals(read("--quantization awq").engine.weights.rate, "fp16");
});

Deno.test("the environment opens the reset endpoints and gives a key", () => {
  const { devMode, apiKeys } = read("--api-key a", {
    VLLM_SERVER_DEV_MODE: "1",
    VLLM_API_KEY: "b",
  });
  assertEquals([devMode, apiKeys], [true, ["a", "b"]]);
});

Deno.test("settings that vLLM refuses are refused with its message", () => {
  const cases: [string, string][] = [
    [
      "--max-num-seqs 64 --max-num-batched-tokens 32",
      "must be greater than or equal to max_num_seqs (64)",
    ],
    ["--max-model-len 200000", "max_model_len (200000) is greater"],
    [
      "--no-enable-chunked-prefill --max-num-batched-tokens 2048",
      "max_num_batched_tokens (2048) is smaller than max_model_len",
    ],
    ["-tp 3", "must be divisible by tensor parallel size (3)"],
    ["-tp 8 -pp 2", "World size (16) is larger"],
  ];
  for (const [command, message] of cases) {
    assertStringIncludes(assertThrows(() => read(command), ConfigError).message, message);
  }
});

Deno.test("the death of the engine ends the server unless it is told to stay", () => {
  const keep = { VLLM_KEEP_ALIVE_ON_ENGINE_DEATH: "1" };
  const cases: [string, Record<string, string>, number | undefined, boolean][] = [
    ["", {}, undefined, false],
    ["--sim-fail-after 3", {}, 3, false],
    ["--sim-fail-after 3", keep, 3, true],
    ["--sim-dead-engine-after 0", {}, 0, true],
  ];
  for (const [command, env, after, stays] of cases) {
    const { failAfter, keepAliveOnDeath } = read(command, env);
    assertEquals([failAfter ?? undefined, keepAliveOnDeath], [after, stays], command);
  }
});

Deno.test("a wrong command line is a usage error", () => {
  for (
    const command of [
      "a b",
      "--max-model-len many",
      "--max-model-len 1.5",
      "--max-model-len 1.5K",
      "--port 99999",
      "--foo",
      "--sim-startup-error fire",
      "--gpu-memory-utilization 1.5",
      "--sim-dead-engine-after -1",
      "--sim-fail-after 1 --sim-dead-engine-after 1",
    ]
  ) assertThrows(() => read(command), UsageError);
});

Deno.test("options of vLLM that cannot matter here are accepted", () => {
  read(
    "--trust-remote-code --download-dir /models --uvicorn-log-level warning --disable-log-requests",
  );
});

Deno.test("what differs from its default is told by the names of vLLM's parser, keys hidden", () => {
  const told = read(
    "m --max-num-seqs 16 --max-model-len 8k --no-enable-prefix-caching --api-key a --dtype auto --sim-noise 0",
  ).nonDefault;
  assertEquals(told, {
    ...{ model_tag: "m", model: "m", max_model_len: 8000, api_key: "***", max_num_seqs: 16 },
    enable_prefix_caching: false,
  });
});

Deno.test("an ignored flag is as if it had not been given", () => {
  const read16 = read("--max-num-seqs 16 --block-size 32 --sim-ignore-flag max_num_seqs");
  assertEquals([read16.engine.maxNumSeqs, read16.engine.blockSize], [1024, 32]);
  assertEquals(read16.nonDefault, { block_size: 32 });
  for (const flag of ["max-num-seq", "sim-noise"]) {
    assertThrows(() => read(`--sim-ignore-flag ${flag}`), UsageError, `is "${flag}"`);
  }
});

Deno.test("the speed of a process is one draw by seed and start, and a slow-down comes on top", () => {
  const draw = (options: string, start: string) =>
    read(`--sim-start-noise 0.02 ${options}`, { SERVESWEEP_SIM_START: start }).engine.slowdown;
  assertEquals(draw("", "1"), draw("", "1"));
  assertEquals(new Set(["1", "2", "3"].map((start) => draw("", start))).size, 3);
  assertEquals(draw("--seed 7", "1") === draw("", "1"), false);
  const draws = Array.from({ length: 400 }, (_, start) => Math.log(draw("", String(start))));
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws.length;
  assertEquals(Math.abs(mean) < 0.004, true, `mean ${mean}`);
  assertEquals(Math.abs(Math.sqrt(variance) - 0.02) < 0.004, true, `deviation ${variance}`);
  assertEquals(draw("--sim-slowdown 2", "1"), 2 * draw("", "1"));
  assertEquals(read("").engine.slowdown, 1);
});
