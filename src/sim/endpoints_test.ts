import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { startServer, type TestServer } from "./_server.ts";

/** The value of a metric. */
async function metric(server: TestServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.base}/metrics`)).text();
  const line = text.split("\n").find((line) => line.startsWith(`vllm:${name}{`));
  return Number(line!.split(" ").at(-1));
}

/** Asks for the metric until it has the value; the time limit of the test is that of the runner. */
async function untilMetric(server: TestServer, name: string, value: number): Promise<void> {
  while (await metric(server, name) !== value);
}

Deno.test("health, version, models and tokens are answered", async () => {
  const server = await startServer(["--served-model-name", "a", "b", "--max-model-len", "4k"]);
  const health = await fetch(`${server.base}/health`);
  assertEquals([health.status, await health.text()], [200, ""]);
  assertMatch(
    (await (await fetch(`${server.base}/version`)).json()).version,
    /^\d+\.\d+\.\d+\+sim$/,
  );
  const models = await (await fetch(`${server.base}/v1/models`)).json();
  assertEquals(models.data.map(({ id }: { id: string }) => id), ["a", "b"]);
  assertEquals([models.data[0].root, models.data[0].max_model_len], ["test-8B", 4000]);
  const tokens = await (await server.post("/tokenize", { prompt: "Hello, world" })).json();
  assertEquals([tokens.count, tokens.max_model_len], [4, 4000]);
  const text = await (await server.post("/detokenize", { tokens: tokens.tokens })).json();
  assertEquals(text.prompt, "Hello, world");
  await server.stop();
});

Deno.test("unknown paths are 404, wrong methods 405", async () => {
  const server = await startServer();
  const answers = [
    await fetch(`${server.base}/nothing`),
    await fetch(`${server.base}/v1/completions`),
  ];
  assertEquals(answers.map(({ status }) => status), [404, 405]);
  for (const answer of answers) await answer.body?.cancel();
  await server.stop();
});

Deno.test("with a key the paths under /v1 need it, health does not", async () => {
  const server = await startServer(["--api-key", "secret"]);
  async function status(path: string, authorization?: string): Promise<number> {
    const headers = authorization === undefined ? {} : { headers: { authorization } };
    const response = await fetch(`${server.base}${path}`, headers);
    await response.body?.cancel();
    return response.status;
  }
  assertEquals(await status("/v1/models"), 401);
  assertEquals(await status("/v1/models", "Bearer wrong"), 401);
  assertEquals(await status("/v1/models", "bearer secret"), 200);
  assertEquals(await status("/health"), 200);
  await server.stop();
});

Deno.test("the reset endpoints exist in development mode only", async () => {
  const paths = ["/reset_prefix_cache", "/reset_mm_cache", "/reset_encoder_cache"];
  for (const [env, status] of [[{}, 404], [{ VLLM_SERVER_DEV_MODE: "1" }, 200]] as const) {
    const server = await startServer([], env);
    for (const path of paths) {
      const response = await server.post(path, "");
      await response.body?.cancel();
      assertEquals(response.status, status, path);
    }
    await server.stop();
  }
});

Deno.test("a repeated prompt hits the prefix cache until it is reset", async () => {
  const server = await startServer(["--enable-prompt-tokens-details"], {
    VLLM_SERVER_DEV_MODE: "1",
  });
  async function cachedTokens(): Promise<number> {
    const request = { prompt: Array.from({ length: 100 }, (_, id) => id), max_tokens: 1 };
    const { usage } = await (await server.post("/v1/completions", request)).json();
    return usage.prompt_tokens_details.cached_tokens;
  }
  assertEquals(await cachedTokens(), 0);
  assertEquals(await cachedTokens(), 96);
  assertEquals(await (await server.post("/reset_prefix_cache", "")).json(), { success: true });
  assertEquals(await cachedTokens(), 0);
  assertEquals(await metric(server, "prefix_cache_hits_total"), 96);
  await server.stop();
});

Deno.test("a client that goes away frees its place and its blocks, streamed or not", async () => {
  const server = await startServer(["--max-num-seqs", "1", "--sim-time-scale", "1"]);
  for (const stream of [true, false]) {
    const controller = new AbortController();
    const request = fetch(`${server.base}/v1/completions`, {
      method: "POST",
      body: JSON.stringify({ prompt: [1, 2, 3], max_tokens: 50_000, ignore_eos: true, stream }),
      signal: controller.signal,
    }).then((response) => response.text()).then(() => "complete", (error) => error.name);
    await untilMetric(server, "num_requests_running", 1);
    assert(await metric(server, "kv_cache_usage_perc") > 0);
    controller.abort();
    assertEquals(await request, "AbortError");
    await untilMetric(server, "num_requests_running", 0);
    assertEquals(await metric(server, "kv_cache_usage_perc"), 0);
  }
  const text = await (await fetch(`${server.base}/metrics`)).text();
  assertStringIncludes(text, 'finished_reason="abort"} 2.0');
  await server.stop();
});

Deno.test("every response is logged with its status unless that is turned off", async () => {
  for (const [argv, isLogged] of [[[], true], [["--disable-uvicorn-access-log"], false]] as const) {
    const server = await startServer(argv);
    await (await fetch(`${server.base}/health`)).body?.cancel();
    await server.stop();
    assertEquals(
      /INFO: {5}127\.0\.0\.1:\d+ - "GET \/health HTTP\/1\.1" 200\n/.test(server.output.text),
      isLogged,
    );
  }
});

const DEV = { VLLM_SERVER_DEV_MODE: "1" };

Deno.test("the configuration is told in development mode, as the server works with it", async () => {
  const closed = await startServer();
  const answer = await fetch(`${closed.base}/server_info`);
  await answer.body?.cancel();
  assertEquals(answer.status, 404);
  await closed.stop();

  const server = await startServer(["--max-num-seqs", "16", "--block-size=32", "-q", "fp8"], DEV);
  const info = await (await fetch(`${server.base}/server_info?config_format=json`)).json();
  const { scheduler_config, cache_config, model_config } = info.vllm_config;
  assertEquals(
    [scheduler_config.max_num_seqs, scheduler_config.max_num_batched_tokens],
    [16, 8192],
  );
  assertEquals([cache_config.block_size, cache_config.cache_dtype], [32, "auto"]);
  assertEquals([model_config.quantization, model_config.dtype], ["fp8", "torch.bfloat16"]);
  const text = await (await fetch(`${server.base}/metrics`)).text();
  const line = text.split("\n").find((line) => line.startsWith("vllm:cache_config_info{"));
  assertMatch(line!, /block_size="32".*enable_prefix_caching="True".*engine="0"\} 1\.0$/);
  assertMatch(
    server.output.text,
    /non-default args: \{'model_tag': 'test-8B', 'model': 'test-8B', .*'block_size': 32/,
  );
  await server.stop();
});

Deno.test("equal configurations have equal fingerprints, in streams too", async () => {
  async function fingerprints(argv: string[]): Promise<unknown[]> {
    const server = await startServer(argv);
    const request = { prompt: [1, 2], max_tokens: 2, ignore_eos: true };
    const whole = await (await server.post("/v1/completions", request)).json();
    const stream = await (await server.post("/v1/completions", { ...request, stream: true }))
      .text();
    const event = JSON.parse(stream.split("\n\n")[0]!.slice("data: ".length));
    await server.stop();
    return [whole.system_fingerprint, event.system_fingerprint];
  }
  const [plain, streamed] = await fingerprints([]);
  assertMatch(String(plain), /^vllm-[\d.]+\+sim-[0-9a-f]{8}$/);
  assertEquals(streamed, plain);
  assertEquals(await fingerprints(["--sim-noise", "0"]), [plain, plain]);
  const [parallel] = await fingerprints(["-tp", "2"]);
  assertMatch(String(parallel), /^vllm-[\d.]+\+sim-tp2-[0-9a-f]{8}$/);
  const [other] = await fingerprints(["--max-num-seqs", "2"]);
  assert(other !== plain);
});

Deno.test("prompt tokens are counted by where they came from; a reset that lies keeps the cache", async () => {
  const server = await startServer(["--sim-fake-reset"], DEV);
  const request = { prompt: Array.from({ length: 100 }, (_, id) => id), max_tokens: 1 };
  for (let round = 0; round < 2; round++) {
    await (await server.post("/v1/completions", request)).body?.cancel();
    const reset = await (await server.post("/reset_prefix_cache", "")).json();
    assertEquals(reset, { success: true });
  }
  await untilMetric(server, "prompt_tokens_total", 200);
  assertEquals(await metric(server, "prefix_cache_queries_total"), 200);
  assertEquals(await metric(server, "prefix_cache_hits_total"), 96);
  const text = await (await fetch(`${server.base}/metrics`)).text();
  const sources = [...text.matchAll(/prompt_tokens_by_source_total\{.*source="(\w+)"\} (.+)/g)];
  assertEquals(sources.map(([, source, tokens]) => [source, tokens]), [
    ["local_compute", "104.0"],
    ["local_cache_hit", "96.0"],
    ["external_kv_transfer", "0.0"],
  ]);
  await server.stop();
});

Deno.test("a server that answers garbage says one sign over and over", async () => {
  const server = await startServer(["--sim-garbage"]);
  const request = { prompt: "Say something", max_tokens: 5, ignore_eos: true };
  const { choices, usage } = await (await server.post("/v1/completions", request)).json();
  assertEquals([choices[0].text, usage.completion_tokens], ["!!!!!", 5]);
  await server.stop();
});
