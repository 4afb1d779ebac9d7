import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Workspace } from "../../tests/harness/workspace.ts";
import { answer, Capture, to } from "./_capture.ts";
import { completion, events, TestServer } from "./_server.ts";

Deno.test("a benchmark writes vLLM's keys in vLLM's order, on one line", async () => {
  using workspace = new Workspace();
  await using server = new TestServer(answer);
  const capture = new Capture();
  const file = ["--save-result", "--result-dir", workspace.at("new", "dir"), "--result-filename"];
  const metrics = ["--percentile-metrics", "ttft", "--percentile-metrics", "ttft,tpot,itl,e2el"];

  const code = await capture.run(to(server, ...metrics, ...file, "run=0.json"));

  assertEquals([code, capture.err], [0, ""]);
  const text = workspace.read("new", "dir", "run=0.json");
  assert(!text.includes("\n"));
  const result = JSON.parse(text);
  const latencies = ["ttft", "tpot", "itl", "e2el"].flatMap((name) =>
    ["mean", "median", "std", "p99"].map((word) => `${word}_${name}_ms`)
  );
  assertEquals(Object.keys(result), [
    ..."date endpoint_type backend label model_id tokenizer_id num_prompts request_rate".split(" "),
    ..."burstiness max_concurrency duration completed failed total_input_tokens".split(" "),
    ..."total_output_tokens request_throughput request_goodput output_throughput".split(" "),
    ..."total_token_throughput max_output_tokens_per_s max_concurrent_requests".split(" "),
    ...latencies,
  ]);
  assertEquals(workspace.files(), ["new/dir/run=0.json"]);
});

Deno.test("tokens are those that the server counts, and the rest says what was asked for", async () => {
  using workspace = new Workspace();
  await using server = new TestServer(() => completion(3, 60));
  const capture = new Capture();
  const argv = to(server, "--request-rate", "inf", "--save-result", "--result-filename");

  assertEquals(await capture.run([...argv, workspace.at("r.json")]), 0);

  const result = workspace.json("r.json");
  const { completed, failed, total_input_tokens, total_output_tokens, ...rest } = result;
  assertEquals([completed, failed, total_input_tokens, total_output_tokens], [4, 0, 240, 12]);
  assertEquals([rest.request_rate, rest.max_concurrency, rest.label, rest.request_goodput], [
    "inf",
    null,
    null,
    null,
  ]);
  assertEquals([rest.backend, rest.model_id, rest.tokenizer_id], ["openai", "org/m", "org/m"]);
  assert(rest.mean_ttft_ms > 0 && rest.duration > 0);
  assertMatch(workspace.read("r.json"), /"burstiness": 1\.0, /);
  assertMatch(capture.out, /Successful requests: +4 /);
});

Deno.test("every request has its own id, the fields of vLLM, and one more comes first to look at the server", async () => {
  await using server = new TestServer(answer);
  const capture = new Capture();
  const argv = to(server, "--request-id-prefix", "x-", "--temperature", "0", "--header", "a=b");

  assertEquals(await capture.run(argv, { OPENAI_API_KEY: "secret" }), 0);

  const [look, ...measured] = server.received;
  assertEquals([look!.body.max_tokens, look!.body.prompt.length], [1, 1]);
  assertEquals(measured.map(({ headers }) => headers.get("x-request-id")).sort(), [
    "x-0",
    "x-1",
    "x-2",
    "x-3",
  ]);
  const { headers, body, path } = measured[0]!;
  assertEquals(path, "/v1/completions");
  assertEquals([headers.get("authorization"), headers.get("a")], ["Bearer secret", "b"]);
  const { prompt, ...fields } = body;
  assertEquals(prompt.length, 6);
  assertEquals(fields, {
    model: "org/m",
    repetition_penalty: 1,
    max_tokens: 3,
    logprobs: null,
    stream: true,
    stream_options: { include_usage: true },
    ignore_eos: true,
    temperature: 0,
  });
});

Deno.test("the chat interface gets messages and its chunks count as tokens", async () => {
  using workspace = new Workspace();
  await using server = new TestServer(() =>
    events([
      { choices: [{ delta: { role: "assistant", content: "" } }] },
      { choices: [{ delta: { content: "a" } }] },
      { choices: [{ delta: { content: "b" } }] },
    ])
  );
  const argv = to(server, "--backend", "openai-chat", "--save-detailed", "--save-result");

  assertEquals(
    await new Capture().run([...argv, "--result-filename", workspace.at("r.json")]),
    0,
  );

  const { path, body } = server.received.at(-1)!;
  assertEquals(path, "/v1/chat/completions");
  assertEquals(body.messages[0].content[0].text.split(" ").length, 6);
  const result = workspace.json("r.json");
  assertEquals([result.total_output_tokens, result.total_input_tokens], [8, 24]);
  assertEquals(result.generated_texts, ["ab", "ab", "ab", "ab"]);
  assertEquals(result.itls.map((gaps: number[]) => gaps.length), [1, 1, 1, 1]);
});

Deno.test("without a model the first one that the server lists is used", async () => {
  using workspace = new Workspace();
  const models = { data: [{ id: "alias", root: "org/weights" }, { id: "other" }] };
  await using server = new TestServer(
    answer,
    (path) => path === "/v1/models" ? Response.json(models) : new Response("", { status: 404 }),
  );
  const argv = to(server, "--save-result", "--result-filename", workspace.at("r.json")).slice(2);

  assertEquals(await new Capture().run(argv), 0);

  assertEquals(server.received.at(-1)!.body.model, "alias");
  assertEquals(workspace.json("r.json").model_id, "org/weights");
});

Deno.test("a server that decodes speculatively is asked for its counters before and after", async () => {
  using workspace = new Workspace();
  let page = 0;
  await using server = new TestServer(answer, () => {
    page++;
    return new Response(
      [
        ["num_drafts", 10],
        ["num_draft_tokens", 20],
        ["num_accepted_tokens", 15],
      ].map(([name, value]) => `vllm:spec_decode_${name}_total{engine="0"} ${Number(value) * page}`)
        .join("\n"),
    );
  });
  const argv = to(server, "--save-result", "--result-filename", workspace.at("r.json"));

  assertEquals(await new Capture().run(argv), 0);

  const result = workspace.json("r.json");
  assertEquals(
    [
      result.spec_decode_acceptance_rate,
      result.spec_decode_acceptance_length,
      result.spec_decode_num_drafts,
    ],
    [75, 2.5, 10],
  );
});

Deno.test("no more requests are on their way than --max-concurrency allows", async () => {
  let [active, most] = [0, 0];
  await using server = new TestServer(async ({ body }) => {
    most = Math.max(most, ++active);
    // Everybody who may come has a chance to come in between.
    await new Promise((resolve) => setTimeout(resolve));
    active--;
    return completion(body.max_tokens, 6);
  });

  assertEquals(
    await new Capture().run(to(server, "--num-prompts", "20", "--max-concurrency", "3")),
    0,
  );

  assert(most <= 3);
  assertEquals(server.received.length, 21);
});

Deno.test("warm-up requests are sent before anything is measured", async () => {
  await using server = new TestServer(answer);
  const capture = new Capture();

  assertEquals(await capture.run(to(server, "--num-warmups", "2")), 0);

  assertEquals(server.received.length, 1 + 2 + 4);
  const [, first, second, ...rest] = server.received.map(({ body }) => body.prompt);
  assertEquals(first, second);
  assert(rest.some((prompt) => JSON.stringify(prompt) === JSON.stringify(first)));
});

Deno.test("--append-result adds a line to the file", async () => {
  using workspace = new Workspace();
  await using server = new TestServer(answer);
  const argv = to(server, "--append-result", "--result-filename", workspace.at("r.jsonl"));

  assertEquals([await new Capture().run(argv), await new Capture().run(argv)], [0, 0]);

  const lines = workspace.read("r.jsonl").split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.map(({ completed }) => completed), [4, 4]);
});

Deno.test("--help shows every option on the standard output, whatever else is there", async () => {
  const capture = new Capture();

  assertEquals(await capture.run(["--unknown", "--help"]), 0);

  assertEquals(capture.err, "");
  for (const word of ["Usage: servesweep bench", "--goodput", "--random-input-len", "130 "]) {
    assertStringIncludes(capture.out, word);
  }
});
