import { assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { settingsOf as read } from "../bench/_settings.ts";

Deno.test("without arguments the settings are the defaults of vllm bench serve", () => {
  const { requestIdPrefix, ...settings } = read("");

  assertMatch(requestIdPrefix, /^bench-[0-9a-f]{8}-$/);
  assertNotEquals(read("").requestIdPrefix, requestIdPrefix);
  assertEquals(settings, {
    backend: "openai",
    api: "completions",
    baseUrl: "http://127.0.0.1:8000",
    url: "http://127.0.0.1:8000/v1/completions",
    headers: {},
    model: null,
    servedModelName: null,
    tokenizer: null,
    skipTokenizer: false,
    prompts: {
      count: 1000,
      inputLength: 1024,
      outputLength: 128,
      prefixLength: 0,
      inputRangeRatio: 0,
      outputRangeRatio: 0,
      seed: 0,
    },
    traffic: { requestRate: Infinity, burstiness: 1, rampUp: null },
    maxConcurrency: null,
    warmups: 0,
    readyTimeoutS: 0,
    ignoreEos: true,
    logprobs: null,
    extraBody: {},
    report: {
      label: null,
      metadata: new Map(),
      metrics: ["ttft", "tpot", "itl"],
      percents: [99],
      objectives: {},
      save: false,
      append: false,
      detailed: false,
      directory: null,
      filename: null,
    },
    showProgress: true,
  });
});

Deno.test("a repeated option has its last value, as a sweep repeats --percentile-metrics", () => {
  const { report } = read("--percentile-metrics ttft --percentile-metrics ttft,tpot,itl,e2el");

  assertEquals(report.metrics, ["ttft", "tpot", "itl", "e2el"]);
});

Deno.test("names may have underscores, and values may follow an equals sign", () => {
  const { prompts, traffic } = read("--random_input_len 5 --request-rate=inf --num-prompts=7");

  assertEquals([prompts.inputLength, traffic.requestRate, prompts.count], [5, Infinity, 7]);
});

Deno.test("the general lengths go before those of the data set", () => {
  const { prompts } = read("--input-len 3 --random-input-len 5 --output-len 4");

  assertEquals([prompts.inputLength, prompts.outputLength], [3, 4]);
});

Deno.test("one range ratio is for both lengths, JSON has one for each", () => {
  const { prompts: one } = read("--random-range-ratio .5");
  const { prompts: two } = read('--random-range-ratio {"input":0.3,"output":0}');

  assertEquals([one.inputRangeRatio, one.outputRangeRatio], [0.5, 0.5]);
  assertEquals([two.inputRangeRatio, two.outputRangeRatio], [0.3, 0]);
});

Deno.test("the address is host and port, or the base URL without a slash at its end", () => {
  assertEquals(read("--host ::1 --port 9").url, "http://[::1]:9/v1/completions");
  assertEquals(read("--base-url https://h/x/ --port 9").url, "https://h/x/v1/completions");
});

Deno.test("the chat interface has its own endpoint, and the older name of --backend works", () => {
  for (const text of ["--backend openai-chat", "--endpoint-type openai-chat"]) {
    const { api, backend, url } = read(text);
    assertEquals([api, backend], ["chat", "openai-chat"]);
    assertEquals(url, "http://127.0.0.1:8000/v1/chat/completions");
  }
  assertEquals(read("--backend vllm --endpoint-type openai-chat").backend, "vllm");
});

Deno.test("headers come from the environment and the command line, which wins", () => {
  const env = { OPENAI_API_KEY: "secret" };

  assertEquals(read("--header a=b c=d=e", env).headers, {
    authorization: "Bearer secret",
    a: "b",
    c: "d=e",
  });
  assertEquals(read("--header Authorization=mine", env).headers, { authorization: "mine" });
});

Deno.test("sampling parameters and --extra-body go into every request, the latter wins", () => {
  const { extraBody } = read('--temperature 0 --top-p .9 --extra-body {"top_p":1,"x":[1]}');

  assertEquals(extraBody, { top_p: 1, temperature: 0, x: [1] });
});

Deno.test("several values after one name are all taken", () => {
  const { report } = read("--metadata tp=1 note=a --goodput ttft:200 tpot:50 --save-result");

  assertEquals(report.metadata, new Map([["tp", "1"], ["note", "a"]]));
  assertEquals(report.objectives, { ttft: 200, tpot: 50 });
  assertEquals(report.save, true);
});

Deno.test("a ramp-up has a strategy and two rates", () => {
  const { traffic } = read(
    "--ramp-up-strategy exponential --ramp-up-start-rps 1 --ramp-up-end-rps 9",
  );

  assertEquals(traffic.rampUp, { strategy: "exponential", startRps: 1, endRps: 9 });
});

Deno.test("flags of vLLM that change nothing here are accepted", () => {
  const text = "--trust-remote-code --tokenizer-mode auto --disable-shuffle --insecure " +
    "--skip-chat-template --no-oversample --chat-template-kwargs {} --timeline-itl-thresholds 1,2";

  assertEquals(read(text).report, read("").report);
});

const WRONG: readonly (readonly [string, string])[] = [
  ["--dataset-name sharegpt", '--dataset-name is "sharegpt", expected random'],
  ["--request-rate 0", "--request-rate is 0, expected a number above 0"],
  ["--burstiness -1", "--burstiness is -1, expected a number above 0"],
  ["--max-concurrency 0", "--max-concurrency is 0"],
  ["--num-prompts 0", "--num-prompts is 0"],
  ["--random-range-ratio 1", '--random-range-ratio is "1"'],
  ["--random-range-ratio x", '--random-range-ratio is "x"'],
  ['--random-range-ratio {"input":0.1}', "--random-range-ratio is"],
  ["--metric-percentiles 99,101", '--metric-percentiles is "99,101"'],
  ["--metric-percentiles 99,", '--metric-percentiles is "99,"'],
  ["--metadata a", '--metadata is "a", expected KEY=VALUE'],
  ["--header =a", '--header is "=a", expected KEY=VALUE'],
  ["--header a:b=c", "--header a:b has a name or a value that HTTP does not allow"],
  ["--goodput itl:1", 'Cannot use --goodput "itl:1"'],
  ["--goodput --save-result", "--goodput needs a value"],
  ["--extra-body [1]", "--extra-body is no JSON object"],
  ["--base-url localhost:8000", '--base-url is "localhost:8000", expected a URL'],
  ["--endpoint v1/completions", '--endpoint is "v1/completions"'],
  ["--endpoint /v1/chat/completions", "expected a path that ends in /completions"],
  ["--backend openai-chat --endpoint /v1/completions", "ends in /chat/completions"],
  ["--backend tgi", '--backend is "tgi"'],
  ["--ramp-up-strategy linear", "needs both --ramp-up-start-rps and --ramp-up-end-rps"],
  ["--ramp-up-start-rps 1", "need --ramp-up-strategy"],
  [
    "--ramp-up-strategy linear --ramp-up-start-rps 5 --ramp-up-end-rps 4",
    "--ramp-up-start-rps is 5, expected at most --ramp-up-end-rps, which is 4",
  ],
  [
    "--ramp-up-strategy linear --ramp-up-start-rps 1 --ramp-up-end-rps 4 --request-rate 2",
    "--request-rate is 2, but --ramp-up-strategy sets the rate",
  ],
  ["extra", 'Unexpected argument "extra"'],
];

for (const [text, message] of WRONG) {
  Deno.test(`bad usage says what is wrong: ${text}`, () => {
    assertThrows(() => read(text), UsageError, message);
  });
}

Deno.test("of several values the last occurrence counts as a whole, an equals sign has one", () => {
  const { report } = read(
    "--goodput ttft:1 tpot:2 --goodput e2el:3 --metadata a=1 b=2 --metadata=c=3",
  );

  assertEquals(report.objectives, { e2el: 3 });
  assertEquals(report.metadata, new Map([["c", "3"]]));
  assertEquals(read("--metadata a=1 --metadata --port 9").report.metadata, new Map());
  assertThrows(() => read("--goodput=ttft:1 x"), UsageError, 'Unexpected argument "x"');
});

Deno.test("a key that no header can hold is refused without being shown", () => {
  const env = { OPENAI_API_KEY: "se\ncret" };
  const error = assertThrows(() => read("", env), UsageError, "OPENAI_API_KEY has characters");
  assertEquals(error.message.includes("cret"), false);
});
