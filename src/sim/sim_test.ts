import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { events, runSim, startServer } from "./_server.ts";

Deno.test("the log tells what vLLM's does: weights, compilation, cache, graphs, address", async () => {
  const server = await startServer();
  assertEquals(await server.stop(), 0);
  const head = String
    .raw`\([A-Za-z_0-9]+ pid=\d+\) INFO \d\d-\d\d \d\d:\d\d:\d\d \[[a-z_]+\.py:\d+\] `;
  for (
    const text of [
      String.raw`Loading weights took \d+\.\d\d seconds`,
      String.raw`torch\.compile takes \d+\.\d\d s in total`,
      String.raw`GPU KV cache size: \d{3},\d{3} tokens`,
      String.raw`Maximum concurrency for 131,072 tokens per request: \d\.\d\dx`,
      String.raw`Graph capturing finished in \d+ secs, took 0\.\d\d GiB`,
      String.raw`Starting vLLM API server 0 on http://127\.0\.0\.1:\d+`,
    ]
  ) assertMatch(server.output.text, new RegExp(`^${head}${text}$`, "m"));
  assertMatch(server.output.text, /INFO: {5}Application startup complete\.\n/);
});

Deno.test("the signal ends the server with 0 in the middle of a stream and before it is ready", async () => {
  const server = await startServer(["--sim-time-scale", "1"]);
  const request = { prompt: [1], max_tokens: 50_000, ignore_eos: true, stream: true };
  const response = await server.post("/v1/completions", request);
  const reader = response.body!.getReader();
  assertEquals((await reader.read()).done, false);
  assertEquals(await server.stop(), 0);
  await reader.read().then(() => reader.cancel(), () => {});

  const signal = AbortSignal.abort();
  for (const argv of [["--sim-startup-time", "3600"], ["--sim-startup-error", "hang"]]) {
    const { code, out } = await runSim(["--port", "0", ...argv], {}, signal);
    assertEquals([code, out.includes("Loading weights")], [0, false]);
  }
});

Deno.test("connections are refused until the server is ready", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = (listener.addr as Deno.NetAddr).port;
  listener.close();
  const controller = new AbortController();
  const argv = ["--port", String(port), "--sim-startup-error", "hang"];
  const run = runSim(argv, {}, controller.signal);
  const refused = await fetch(`http://127.0.0.1:${port}/health`).then(() => false, () => true);
  controller.abort();
  assertEquals([refused, (await run).code], [true, 0]);
});

Deno.test("a port that is taken ends the server at once, before the start-up", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String((listener.addr as Deno.NetAddr).port);
  const { code, out } = await runSim(["--port", port, "--sim-startup-time", "3600"]);
  listener.close();
  assertEquals(code, 1);
  assertStringIncludes(out, "OSError: [Errno 98] Address already in use");
});

Deno.test("what does not fit or was asked to fail ends with 1 and vLLM's words", async () => {
  const cases: [string[], string][] = [
    [["--model", "Llama-3.1-70B"], "torch.OutOfMemoryError: CUDA out of memory."],
    [["--gpu-memory-utilization", "0.2"], "ValueError: No available memory for the cache blocks."],
    [["--max-num-seqs", "9000"], "max_num_batched_tokens (8192) must be greater than or equal"],
    [["--sim-startup-error", "oom"], "torch.OutOfMemoryError: CUDA out of memory."],
    [["--sim-startup-error", "kv-cache"], "No available memory for the cache blocks."],
    [["--sim-startup-error", "no-gpu"], "Found no NVIDIA driver"],
    [["--sim-startup-error", "no-model"], "is not a valid model identifier"],
  ];
  for (const [argv, text] of cases) {
    const { code, out, err } = await runSim(["--port", "0", "--sim-startup-time", "0", ...argv]);
    assertEquals([code, err], [1, ""], argv.join(" "));
    assertStringIncludes(out, text);
    assertStringIncludes(out, "Traceback (most recent call last):");
  }
});

Deno.test("a wrong command line ends with 2 and names the argument", async () => {
  const cases: [string[], string][] = [
    [["--foo"], "servesweep sim: error: unrecognized arguments: --foo"],
    [
      ["--max-num-sequences=3"],
      "unrecognized arguments: --max-num-sequences, did you mean --max-num-seqs?",
    ],
    [["a", "b", "c"], "error: unrecognized arguments: b c"],
    [["--port", "x"], "--port"],
  ];
  for (const [argv, text] of cases) {
    const { code, out, err } = await runSim(argv);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(err, text);
  }
});

Deno.test("the help of an option that turns something off says what is off", async () => {
  const { out } = await runSim(["--help"]);
  for (const name of ["enable-prefix-caching", "enable-chunked-prefill", "async-scheduling"]) {
    const help = new RegExp(`--no-${name}\\n((?: {6}.*\\n)+)`).exec(out)![1]!;
    assertMatch(help, /\bnot?\b/, help);
  }
});

Deno.test("the help names every group of options", async () => {
  const { code, out } = await runSim(["--help"]);
  assertEquals(code, 0);
  for (const group of ["Model", "Scheduler", "Memory", "Simulation", "Accepted, no effect"]) {
    assertStringIncludes(out, `\n${group}:\n`);
  }
});

Deno.test("an engine that dies fails what it has and ends the server with 1", async () => {
  const server = await startServer(["--sim-fail-after", "1", "--sim-time-scale", "1"]);
  const long = { prompt: [1], max_tokens: 50_000, ignore_eos: true, stream: true };
  const first = await server.post("/v1/completions", long);
  const second = await server.post("/v1/completions", { prompt: [2] });
  assertEquals(second.status, 500);
  assertEquals((await second.json()).error.code, 500);
  const last = (await events(first)).at(-1)!;
  assertStringIncludes(last.error!.message, "EngineCore encountered an issue");
  assertEquals(await server.ended, 1);
  assertStringIncludes(server.output.text, "EngineCore encountered a fatal error.");
});

Deno.test("a server told to outlive its engine is unhealthy until the signal", async () => {
  const cases: [string, Record<string, string>][] = [
    ["--sim-dead-engine-after", {}],
    ["--sim-fail-after", { VLLM_KEEP_ALIVE_ON_ENGINE_DEATH: "1" }],
  ];
  for (const [option, env] of cases) {
    const server = await startServer([option, "1"], env);
    const health = async (): Promise<number> => {
      const response = await fetch(`${server.base}/health`);
      await response.body?.cancel();
      return response.status;
    };
    const completion = async (): Promise<number> => {
      const response = await server.post("/v1/completions", { prompt: [1], max_tokens: 1 });
      await response.body?.cancel();
      return response.status;
    };
    assertEquals([await completion(), await health()], [200, 200], option);
    assertEquals([await completion(), await completion(), await health()], [500, 500, 503], option);
    assertEquals(await server.stop(), 0, option);
  }
});

Deno.test("256 streams at once all get all their tokens", async () => {
  const server = await startServer(["--sim-time-scale", "0.5", "--disable-uvicorn-access-log"]);
  const counts = await Promise.all(Array.from({ length: 256 }, async (_, index) => {
    const request = { prompt: [index, 7], max_tokens: 16, ignore_eos: true, stream: true };
    return (await events(await server.post("/v1/completions", request))).length;
  }));
  assert(counts.every((count) => count === 16));
  assertEquals(await server.stop(), 0);
});
