import { assertEquals, assertStringIncludes } from "@std/assert";
import { LLAMA_CPP } from "../engine/llama_cpp.ts";
import { SGLANG } from "../engine/sglang.ts";
import { benchmarkOf } from "../engine/engines.ts";
import { VLLM } from "../engine/vllm.ts";
import type { GuardVerdict } from "../journal/verdict.ts";
import { parseJson } from "../json/parse.ts";
import type { JsonObject } from "../json/value.ts";
import { type Counters, readCounters } from "./counters.ts";
import { type CacheState, expectationOf } from "./expectation.ts";
import { judgeCache } from "./judge_cache.ts";
import { judgeGuards, voidReason } from "./judge_run.ts";
import { judgeTraffic } from "./judge_traffic.ts";
import { counterSums } from "./prometheus.ts";
import { NO_GUARDS } from "./settings.ts";
import { bad, ok } from "./verdict.ts";

const RECORDED = Deno.readTextFileSync(
  new URL("../../tests/fixtures/guards/vllm_0.32_metrics.txt", import.meta.url),
);

/** The recorded text with other values, as the same server writes them later. */
function recorded(values: Record<string, number>): string {
  return RECORDED.replace(/^(vllm:(\w+)\{.*\}) [\d.]+$/gm, (line, head, name) => {
    const reason = /finished_reason="(\w+)"/.exec(head)?.[1];
    const value = values[reason ?? name];
    return value === undefined ? line : `${head} ${value}.0`;
  });
}

Deno.test("counters are summed over their labels, with and without _total, whatever the labels hold", () => {
  const text = [
    "# TYPE a counter",
    `a_total{x="1"} 2.0`,
    `a_total{x="} 9"} 3 1700000000`,
    "a_created 7e9",
    "b 1e3",
    'b_bucket{le="1"} 5',
    `c{x="1"} NaN`,
    "d_total 1",
    "d 5",
    "no sample",
    "",
  ].join("\n");
  assertEquals([...counterSums(text, ["a", "b", "c", "d", "e"])], [["a", 5], ["b", 1000], [
    "d",
    1,
  ]]);
});

Deno.test("the recorded text of vLLM 0.32 has every counter, summed over the reasons of an end", () => {
  const text = recorded({ prefix_cache_queries_total: 1540, stop: 3, length: 12, abort: 1 });
  assertEquals(readCounters(text, VLLM.counters!), {
    ...{ lookedUp: 1540, found: 0, requests: 16, preemptions: 0, startedAtS: null },
  });
});

Deno.test("each engine's counters are read by its names; what is missing is null", () => {
  const none = { lookedUp: null, found: null, requests: null, preemptions: null, startedAtS: null };
  const cases = [
    [VLLM, "vllm:gpu_prefix_cache_queries_total 10\nvllm:gpu_prefix_cache_hits_total 4", {
      ...none,
      lookedUp: 10,
      found: 4,
    }],
    [
      SGLANG,
      'sglang:prompt_tokens_total{model_name="m"} 90\n' +
      'sglang:cached_tokens_total{cache_source="device"} 20\n' +
      'sglang:cached_tokens_total{cache_source="host"} 5\nsglang:num_requests_total 7',
      { ...none, lookedUp: 90, found: 25, requests: 7 },
    ],
    [
      LLAMA_CPP,
      "llamacpp:prompt_tokens_total 22\nllamacpp:prompt_tokens_cached_total 38",
      { ...none, lookedUp: 60, found: 38 },
    ],
    // Older ones do not count what was cached: then nothing can be told.
    [LLAMA_CPP, "llamacpp:prompt_tokens_total 22", none],
    [VLLM, "", none],
  ] as const;
  for (const [engine, text, expected] of cases) {
    assertEquals(readCounters(text, engine.counters!), expected, text);
  }
});

const ZERO: Counters = { lookedUp: 0, found: 0, requests: 0, preemptions: 0, startedAtS: 100 };

/** The run of the recorded results: 12 random prompts of 1540 tokens. */
const RESULT = `{"completed": 12, "failed": 0, "total_input_tokens": 1540}`;

function expected(
  command = "vllm bench serve --dataset-name random",
  { cache = "cold" as CacheState, isReset = true, result = RESULT } = {},
) {
  const argv = command.split(" ");
  return expectationOf(
    argv,
    parseJson(result).value as JsonObject,
    { cache, isReset },
    benchmarkOf(argv)?.unmeasured(argv) ?? null,
  );
}

type Case = [what: string, found: GuardVerdict, state: string, why: string];

function check(cases: readonly Case[]): void {
  for (const [what, { state, why }, expectedState, text] of cases) {
    assertEquals(state, expectedState, `${what}: ${why}`);
    assertStringIncludes(why, text, what);
  }
}

Deno.test("traffic: as many requests as the benchmark sent, and of one process", () => {
  const judge = (requests: number | null, command?: string, change: Partial<Counters> = {}) =>
    judgeTraffic(ZERO, { ...ZERO, requests, ...change }, expected(command));
  check([
    // Measured on vLLM 0.32: 12 requests; with a ready check and three warm-ups 16.
    ["no ready check by default", judge(12), "ok", "12 requests"],
    ["one in older versions", judge(13), "ok", "13 requests"],
    [
      "warm-ups",
      judge(16, "vllm bench serve --num-warmups 3 --ready-check-timeout-sec 9"),
      "ok",
      "",
    ],
    ["one more", judge(14), "bad", "answered 14 requests, the benchmark sent 12 to 13"],
    [
      "exact",
      judge(17, "vllm bench serve --num-warmups 3 --ready-check-timeout-sec 9"),
      "bad",
      "sent 16",
    ],
    ["our own always sends one", judge(14, "servesweep bench"), "bad", "the benchmark sent 13"],
    ["fewer", judge(5), "unknown", "counted 5 requests of 12 to 13"],
    ["another program", judge(99, "bash bench.sh"), "unknown", "how many this benchmark sends"],
    ["beams", judge(99, "vllm bench serve --use-beam-search"), "unknown", "not known"],
    ["several answers", judge(99, `vllm bench serve --extra-body {"n":2}`), "unknown", "not known"],
    [
      "embeddings",
      judge(99, "vllm bench serve --backend openai-embeddings"),
      "unknown",
      "not known",
    ],
    ["SGLang's warm-up", judge(13, "python3 -m sglang.bench_serving"), "ok", "13"],
    ["not counted", judge(null), "unknown", "does not count requests"],
    ["another process", judge(13, undefined, { startedAtS: 130 }), "bad", "30.0 s after"],
    ["backwards", judge(-1), "bad", "counter of requests went from 0 back to -1"],
  ]);
});

Deno.test("cache: what may be found in it, and what may not", () => {
  const judge = (
    found: number,
    options: Parameters<typeof expected>[1] = {},
    { command = undefined as string | undefined, earlier = [] as number[], preemptions = 0 } = {},
  ) =>
    judgeCache(
      ZERO,
      { ...ZERO, lookedUp: 1540, found, preemptions },
      expected(command, options),
      earlier,
    );
  const sharegpt = "vllm bench serve --dataset-name sharegpt --dataset-path f";
  check([
    // Measured on vLLM 0.32: after a reset 0; the same seed twice without one 1248 of 1540.
    ["after a reset", judge(0), "ok", "0.0 % of 1540"],
    ["the same seed again", judge(1248), "bad", "81 % of 1540 prompt tokens"],
    ["the same seed again", judge(1248), "bad", "though it is emptied after every run"],
    ["no reset", judge(1248, { isReset: false }), "bad", "not cold: 81 %"],
    // A ready check sends the first prompt, of at most twice the mean length.
    ["the first prompt", judge(128), "ok", "8.3 %"],
    ["two thirds", judge(1000), "bad", "65 %"],
    ["warm was asked for", judge(1248, { cache: "warm" }), "ok", "81 %"],
    ["and is not", judge(128, { cache: "warm" }), "bad", "was not warm"],
    ["any", judge(1540, { cache: "any" }), "ok", "100 %"],
    ["computed again", judge(1000, {}, { preemptions: 4 }), "unknown", "4 preempted requests"],
    ["shared, first", judge(1000, {}, { command: sharegpt }), "ok", "first run to compare"],
    ["shared, alike", judge(1000, {}, { command: sharegpt, earlier: [0.64] }), "ok", "65 %"],
    ["shared, warmer", judge(1100, {}, { command: sharegpt, earlier: [0.64, 0.8] }), "bad", "64 %"],
    [
      "prefix",
      judge(1000, {}, { command: "vllm bench serve --random-prefix-len 64" }),
      "ok",
      "first",
    ],
    ["another program", judge(1000, {}, { command: "bash bench.sh" }), "ok", "first run"],
    [
      "a template of 25 tokens",
      judge(12 * 25, {}, { command: "vllm bench serve --backend openai-chat --endpoint /v1/chat" }),
      "ok",
      "19 %",
    ],
    [
      "off",
      judgeCache(ZERO, ZERO, expected(), []),
      "unknown",
      "its prefix cache is off",
    ],
    [
      "not counted",
      judgeCache(ZERO, { ...ZERO, found: null }, expected(), []),
      "unknown",
      "does not count the hits",
    ],
    [
      "replaced",
      judgeCache({ ...ZERO, lookedUp: 50 }, ZERO, expected(), []),
      "unknown",
      "see traffic",
    ],
  ]);
});

Deno.test("a server without counters leaves everything unknown, which voids nothing", () => {
  const settings = { ...NO_GUARDS, guards: new Set(["cache", "traffic"] as const) };
  const none = { none: "It has none" };
  const verdicts = judgeGuards(settings, {
    ...{ argv: [], result: new Map(), cache: "cold", isReset: true, unmeasured: null, earlier: [] },
    ...{ before: { counters: ZERO }, after: none },
  });
  assertEquals(Object.values(verdicts).map(({ state, why }) => [state, why]), [
    ["unknown", "It has none"],
    ["unknown", "It has none"],
  ]);
  assertEquals(voidReason(settings, verdicts), null);
});

Deno.test("only a proof voids a run, and none of a guard that only warns", () => {
  const verdicts = { cache: bad("warm"), traffic: bad("not alone") };
  assertEquals(voidReason(NO_GUARDS, verdicts), "warm; not alone");
  const warnOnly = new Set(["cache"] as const);
  assertEquals(voidReason({ ...NO_GUARDS, warnOnly }, verdicts), "not alone");
  assertEquals(voidReason(NO_GUARDS, { cache: ok("cold") }), null);
});

Deno.test("a result that tells nothing is no reason to void a run", () => {
  for (const result of ["{}", `{"completed": "x", "input_lens": ["y"]}`, `{"completed": 0}`]) {
    const expectation = expected("vllm bench serve", { result });
    const after = { ...ZERO, lookedUp: 100, found: 90, requests: 90 };
    const found = judgeCache(ZERO, after, expectation, []);
    assertEquals(found.state, "ok", `${result}: ${found.why}`);
  }
});
