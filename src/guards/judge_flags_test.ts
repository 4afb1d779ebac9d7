import { assert, assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { LLAMA_CPP } from "../engine/llama_cpp.ts";
import { SGLANG } from "../engine/sglang.ts";
import { VLLM } from "../engine/vllm.ts";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import { plainValues, readConfiguration } from "./configuration.ts";
import { judgeFlags } from "./judge_flags.ts";

function fixture(name: string): string {
  return Deno.readTextFileSync(new URL(`../../tests/fixtures/guards/${name}`, import.meta.url));
}

const INFO = fixture("vllm_0.32_server_info.json");
const LOG = fixture("vllm_0.32_arguments.log");
const SOURCE = VLLM.configuration!;
const RECORDED = readConfiguration(INFO, LOG, SOURCE);

function object(text: string): JsonObject {
  return parseJson(text).value as JsonObject;
}

Deno.test("vLLM 0.32 confirms what it was started with", () => {
  const params =
    `{"max_num_seqs": 16, "max-num-batched-tokens": 512, "block_size": 32, "dtype": "float32",
    "enforce_eager": true, "max_model_len": 1024, "tensor_parallel_size": 1, "kv_cache_dtype": "auto",
    "_benchmark_name": "x"}`;
  const { flags, verdict } = judgeFlags(object(params), RECORDED, SOURCE, null);
  assertEquals(new Set(Object.values(flags).map(({ state }) => state)), new Set(["confirmed"]));
  assertEquals([verdict.state, verdict.why], ["ok", "8 of 8 parameters confirmed"]);
  const kept = plainValues(RECORDED);
  assertEquals(String(kept["cache_config.enable_prefix_caching"]), "true");
  assert(!("model_config.hf_token" in kept));
});

Deno.test("each parameter is confirmed, changed, ignored or unknown", () => {
  const cases: [string, string, string][] = [
    // Its arguments show that it was never asked.
    [`{"enable_chunked_prefill": false}`, "ignored", "bad"],
    [`{"long_prefill_token_threshold": 64}`, "ignored", "bad"],
    // It was asked for 16: somebody changed it on the way, or it did itself.
    [`{"max_num_seqs": 64}`, "changed", "ok"],
    // Names for the same, and values that it chooses.
    [`{"dtype": "auto"}`, "unknown", "unknown"],
    [`{"kv_cache_dtype": "fp8"}`, "unknown", "unknown"],
    // Not in the configuration.
    [`{"disable_log_requests": true}`, "unknown", "unknown"],
    [`{"port": 18931}`, "confirmed", "ok"],
    [`{"speculative_config": {"n": 1}}`, "unknown", "unknown"],
    [`{"max_num_seqs": null}`, "unknown", "unknown"],
  ];
  for (const [params, state, verdict] of cases) {
    const found = judgeFlags(object(params), RECORDED, SOURCE, null);
    assertEquals(Object.values(found.flags).map(({ state }) => state), [state], params);
    assertEquals(found.verdict.state, verdict, params);
  }
  const { verdict } = judgeFlags(
    object(`{"long_prefill_token_threshold": 64}`),
    RECORDED,
    SOURCE,
    null,
  );
  assertStringIncludes(verdict.why, "long_prefill_token_threshold is 0, 64 was asked for");
});

Deno.test("the value of a secret is in no finding", () => {
  const equal = { name: "SERVE--a", params: object(`{"api_key": "hunter2"}`) };
  const found = judgeFlags(object(`{"api_key": "hunter3"}`), RECORDED, SOURCE, equal);
  assertEquals([found.flags, found.verdict.state], [{}, "ok"]);
});

Deno.test("without the line of arguments a difference is no proof", () => {
  const configuration = readConfiguration(INFO, "", SOURCE);
  const { flags, verdict } = judgeFlags(
    object(`{"max_num_seqs": 64}`),
    configuration,
    SOURCE,
    null,
  );
  assertEquals([flags["max_num_seqs"]!.state, verdict.state], ["changed", "ok"]);
  assertStringIncludes(verdict.why, "max_num_seqs is 16, 64 was asked for");
  assertEquals(configuration.fingerprint, null);
});

Deno.test("without the configuration the arguments confirm", () => {
  const configuration = readConfiguration(null, LOG, SOURCE);
  const { flags } = judgeFlags(
    object(`{"max_num_seqs": 16, "seed": 3}`),
    configuration,
    SOURCE,
    null,
  );
  assertEquals([flags["max_num_seqs"]!.state, flags["seed"]!.state], ["confirmed", "unknown"]);
});

Deno.test("a server that says nothing, or something else, proves nothing", () => {
  for (
    const [answer, log] of [[null, ""], ["", "x"], ["[1]", "non-default args: {'a"], ["{}", ""]]
  ) {
    const configuration = readConfiguration(answer!, log!, SOURCE);
    const { verdict } = judgeFlags(object(`{"max_num_seqs": 16}`), configuration, SOURCE, null);
    assertEquals([verdict.state, configuration.fingerprint], ["unknown", null]);
    assertStringIncludes(verdict.why, "Nothing proves that max_num_seqs reached the server");
  }
  const none = judgeFlags(object("{}"), readConfiguration(null, "", SOURCE), SOURCE, null);
  assertEquals(none.verdict.state, "ok");
});

Deno.test("the fingerprint changes with the configuration, not with the port or the name of an instance", () => {
  const of = (info: string, log = LOG) => readConfiguration(info, log, SOURCE).fingerprint;
  const fingerprint = of(INFO);
  assertEquals(fingerprint?.length, 16);
  assertEquals(of(INFO.replace(/"instance_id":"\d+"/, '"instance_id":"7"')), fingerprint);
  assertEquals(of(INFO.replace(/"num_gpu_blocks":\d+/, '"num_gpu_blocks":7')), fingerprint);
  assertEquals(of(INFO, LOG.replaceAll("18931", "18932")), fingerprint);
  assertNotEquals(of(INFO.replace('"max_num_seqs":16', '"max_num_seqs":17')), fingerprint);
  assertNotEquals(
    of(INFO, LOG.replace("'port'", "'disable_log_requests': True, 'port'")),
    fingerprint,
  );
});

Deno.test("two sets that started the same server have collapsed, unless a value of them is confirmed", () => {
  const judge = (params: string, other: string) =>
    judgeFlags(object(params), RECORDED, SOURCE, { name: "SERVE--a", params: object(other) })
      .verdict;
  const collapsed = judge(`{"api_server_count": 2}`, `{"api_server_count": 1}`);
  assertEquals(collapsed.state, "bad");
  assertStringIncludes(
    collapsed.why,
    "api_server_count = 2 and 1 started the same server (SERVE--a)",
  );
  // One may have the default, which nobody has to be told of.
  assertEquals(judge(`{"api_server_count": 1}`, "{}").state, "unknown");
  assertEquals(judge(`{"max_num_seqs": 16}`, `{"max_num_seqs": "16"}`).state, "ok");
  assertEquals(
    judge(`{"a": 1, "_env": {"X": "1"}}`, `{"a": 2, "_env": {"X": "2"}}`).state,
    "unknown",
  );
});

Deno.test("SGLang tells all of its arguments, llama.cpp its slots", () => {
  const sglang = SGLANG.configuration!;
  const told =
    `{"max_running_requests": 32, "tp_size": 2, "port": 1, "internal_states": [{"x": 1}]}`;
  const configuration = readConfiguration(told, "", sglang);
  const params = object(`{"max_running_requests": 32, "tensor_parallel_size": 2}`);
  assertEquals(
    judgeFlags(params, configuration, sglang, null).verdict.why,
    "2 of 2 parameters confirmed",
  );
  assertEquals(
    readConfiguration(told.replace('"port": 1', '"port": 2'), "", sglang).fingerprint,
    configuration.fingerprint,
  );
  const llama = LLAMA_CPP.configuration!;
  const slots = readConfiguration(`{"total_slots": 4}`, "", llama);
  assertEquals(slots.fingerprint, null);
  assertEquals(judgeFlags(object(`{"parallel": 4}`), slots, llama, null).verdict.state, "ok");
});
