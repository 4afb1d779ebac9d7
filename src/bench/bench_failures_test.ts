import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Workspace } from "../../tests/harness/workspace.ts";
import { answer, Capture, SMALL, to } from "./_capture.ts";
import { brokenOff, completion, events, refusal, TestServer } from "./_server.ts";

Deno.test("requests that fail are counted and listed, and the exit code is 0 as with vLLM", async () => {
  using workspace = new Workspace();
  await using server = new TestServer(() => refusal(500));
  const capture = new Capture();
  const argv = to(server, "--save-result", "--save-detailed", "--result-filename");

  assertEquals(await capture.run([...argv, workspace.at("r.json")]), 0);

  const result = workspace.json("r.json");
  assertEquals([result.completed, result.failed, result.mean_ttft_ms], [0, 4, 0]);
  assertStringIncludes(result.errors[0], "HTTP 500 Internal Server Error: ");
  assertStringIncludes(capture.out, 'Error 0: HTTP 500 Internal Server Error: {"error"');
  assertMatch(capture.out, /Failed requests: +4 /);
});

Deno.test("an answer that breaks off is a failed request, not a short one", async () => {
  using workspace = new Workspace();
  let calls = 0;
  await using server = new TestServer((received) => ++calls === 3 ? brokenOff() : answer(received));
  const argv = to(server, "--max-concurrency", "1", "--save-result", "--save-detailed");

  assertEquals(await new Capture().run([...argv, "--result-filename", workspace.at("r.json")]), 0);

  const result = workspace.json("r.json");
  assertEquals([result.completed, result.failed], [3, 1]);
  assertEquals(result.output_lens, [3, 0, 3, 3]);
  assert(result.errors[1] !== "");
  assertEquals(result.latencies[1], 0);
});

Deno.test("an error among the events is a failed request with the server's words", async () => {
  const capture = new Capture();
  const broken = [{ choices: [{ text: "a" }] }, { error: { message: "out of memory" } }];
  await using server = new TestServer(() => events(broken));

  assertEquals(await capture.run(to(server)), 0);

  assertMatch(capture.out, /Failed requests: +4 /);
  assertStringIncludes(capture.out, "out of memory");
});

Deno.test("a server that refuses token ids gets text, and a line says so", async () => {
  for (const status of [400, 422]) {
    const capture = new Capture();
    await using server = new TestServer(({ body }) =>
      typeof body.prompt === "string" ? completion(3, 6) : refusal(status)
    );

    assertEquals(await capture.run(to(server)), 0);

    assertMatch(capture.out, /Successful requests: +4 /);
    assertMatch(capture.err, /^servesweep bench: The server takes no token ids: .*\n$/);
    assertEquals(server.received.map(({ body }) => typeof body.prompt), [
      "object",
      ...Array(5).fill("string"),
    ]);
  }
});

Deno.test("a ready check waits for the first success", async () => {
  let calls = 0;
  await using server = new TestServer((received) => ++calls < 3 ? refusal(503) : answer(received));
  const capture = new Capture();

  assertEquals(await capture.run(to(server, "--ready-check-timeout-sec", "60")), 0);

  assertEquals(calls, 3 + 4);
  assertStringIncludes(capture.out, "Starting initial single prompt test run...\n");
  assertMatch(capture.out, /Successful requests: +4 /);
});

Deno.test("a server that accepts and never answers ends the benchmark with 1 and no file", async () => {
  using workspace = new Workspace();
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = ["--port", String(listener.addr.port), "--ready-check-timeout-sec", "1"];
  const capture = new Capture();
  const argv = [...SMALL, ...port, "--save-result", "--result-dir", workspace.path];

  assertEquals(await capture.run(argv), 1);

  assertMatch(
    capture.err,
    /^servesweep bench: Cannot get an answer to the test request from http:\/\/127.0.0.1:\d+\/v1\/completions for 1 s: /,
  );
  assertEquals(workspace.files(), []);
});

Deno.test("without a server the benchmark ends with 1 at once", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const capture = new Capture();

  assertEquals(await capture.run([...SMALL, "--port", String(port)]), 1);

  assertStringIncludes(capture.err, "Check that the server runs");
});

Deno.test("an abort in the middle ends with 130 and writes nothing", async () => {
  using workspace = new Workspace();
  const capture = new Capture();
  const held: ReadableStreamDefaultController<Uint8Array>[] = [];
  await using server = new TestServer((received) => {
    if (received.body.max_tokens === 1) return answer(received);
    // Two are on their way then, and two have not been sent.
    if (held.length === 1) capture.abort();
    return new Response(new ReadableStream({ start: (controller) => void held.push(controller) }));
  });
  const argv = to(server, "--max-concurrency", "2", "--save-result", "--result-dir");

  assertEquals(await capture.run([...argv, workspace.path]), 130);

  assertEquals(workspace.files(), []);
  assert(!capture.out.includes("Serving Benchmark Result"));
  assertEquals(server.received.length, 3);
});

Deno.test("an abort before the first answer ends with 130", async () => {
  const capture = new Capture();
  await using server = new TestServer(() => {
    capture.abort();
    return new Response(new ReadableStream({}));
  });

  assertEquals(await capture.run(to(server, "--ready-check-timeout-sec", "60")), 130);

  assertEquals(capture.err, "");
});

Deno.test("a result that cannot be written ends with 1 and names the path", async () => {
  using workspace = new Workspace();
  await using server = new TestServer(answer);
  const capture = new Capture();
  workspace.write("file", "");
  const argv = to(server, "--save-result", "--result-dir", workspace.at("file"));

  assertEquals(await capture.run([...argv, "--result-filename", "r.json"]), 1);

  assertStringIncludes(capture.err, `Cannot write the result to "${workspace.at("file")}/r.json"`);
});

Deno.test("an unknown flag is bad usage, the nearest known one is named and nothing is sent", async () => {
  await using server = new TestServer(answer);
  const capture = new Capture();

  assertEquals(await capture.run(to(server, "--num-promts", "5")), 2);

  assertEquals(
    capture.err,
    'servesweep bench: Unknown option "--num-promts", did you mean --num-prompts?; ' +
      "see servesweep bench --help\n",
  );
  assertEquals(server.received, []);
});

Deno.test("any status but 200 is a failed request, even with a good answer in it", async () => {
  const capture = new Capture();
  await using server = new TestServer(async (received) =>
    new Response(await answer(received).text(), { status: 202 })
  );

  assertEquals(await capture.run(to(server)), 0);

  assertStringIncludes(capture.out, "Error 0: HTTP 202 Accepted: data: ");
});
