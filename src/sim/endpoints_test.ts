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
