import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { events, startServer } from "./_server.ts";

Deno.test("a streamed completion has an event per token, the reason of its end, usage and an end mark", async () => {
  const server = await startServer();
  const response = await server.post("/v1/completions", {
    model: "test-8B",
    prompt: [1, 2, 3, 4],
    max_tokens: 5,
    ignore_eos: true,
    stream: true,
    stream_options: { include_usage: true },
  });
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const list = await events(response);
  assertEquals(list.length, 6);
  assert(list.slice(0, 5).every(({ object }) => object === "text_completion"));
  assertEquals(
    list.slice(0, 5).map(({ choices }) => choices[0]!.finish_reason),
    [null, null, null, null, "length"],
  );
  assert(list.slice(0, 5).every(({ choices }) => /^ [a-z]+$/.test(choices[0]!.text!)));
  assertEquals(list[5]!.choices, []);
  assertEquals(list[5]!.usage, { prompt_tokens: 4, total_tokens: 9, completion_tokens: 5 });
  assertEquals(await server.stop(), 0);
});

Deno.test("the answer that is not streamed is the same text", async () => {
  const server = await startServer();
  const request = { model: "test-8B", prompt: "Hello there", max_tokens: 8, ignore_eos: true };
  const streamed = await events(await server.post("/v1/completions", { ...request, stream: true }));
  const whole = await (await server.post("/v1/completions", request)).json();
  const text = streamed.map(({ choices }) => choices[0]!.text).join("");
  assertEquals(whole.choices[0].text, text);
  assertEquals(whole.choices[0].finish_reason, "length");
  assertEquals(whole.usage, { prompt_tokens: 3, total_tokens: 11, completion_tokens: 8 });
  await server.stop();
});

Deno.test("a list of prompts gives a choice for each, in order", async () => {
  const server = await startServer();
  for (const prompt of [["one", "two three"], [[1], [2, 3]]]) {
    const request = { prompt, max_tokens: 3, ignore_eos: true };
    const whole = await (await server.post("/v1/completions", request)).json();
    assertEquals(whole.choices.map(({ index }: { index: number }) => index), [0, 1]);
    assertEquals(whole.usage.completion_tokens, 6);
    const streamed = await events(
      await server.post("/v1/completions", { ...request, stream: true }),
    );
    for (const index of [0, 1]) {
      const text = streamed.map(({ choices }) => choices[0]!).filter((choice) =>
        choice.index === index
      )
        .map((choice) => choice.text).join("");
      assertEquals(text, whole.choices[index].text);
    }
  }
  await server.stop();
});

Deno.test("a chat begins with the role and goes on to its own end", async () => {
  const server = await startServer(["--sim-time-scale", "0.01"]);
  const request = { model: "test-8B", messages: [{ role: "user", content: "Hi" }], seed: 3 };
  const list = await events(
    await server.post("/v1/chat/completions", {
      ...request,
      stream: true,
      stream_options: { include_usage: true, continuous_usage_stats: true },
    }),
  );
  assertEquals(list[0]!.choices[0]!.delta, { role: "assistant", content: "" });
  assertEquals(list.at(-2)!.choices[0]!.finish_reason, "stop");
  assert(list.every(({ usage }) => usage !== undefined));
  const whole = await (await server.post("/v1/chat/completions", request)).json();
  const text = list.slice(1, -1).map(({ choices }) => choices[0]!.delta!.content).join("");
  assertEquals(whole.choices[0].message, { role: "assistant", content: text });
  assertEquals(whole.usage, list.at(-1)!.usage);
  await server.stop();
});

Deno.test("the seed changes the answer, max_completion_tokens limits it", async () => {
  const server = await startServer();
  async function text(seed: number): Promise<string> {
    const request = { prompt: "x", max_completion_tokens: 6, ignore_eos: true, seed };
    return (await (await server.post("/v1/completions", request)).json()).choices[0].text;
  }
  assertEquals((await text(1)).trim().split(" ").length, 6);
  assertEquals(await text(1), await text(1));
  assertNotEquals(await text(1), await text(2));
  await server.stop();
});

Deno.test("a stream interval puts several tokens into an event, never the first", async () => {
  const server = await startServer(["--stream-interval", "4"]);
  const request = { prompt: "x", max_tokens: 10, ignore_eos: true, stream: true };
  const list = await events(await server.post("/v1/completions", request));
  const words = list.map(({ choices }) => choices[0]!.text!.trim().split(" ").length);
  assertEquals(words, [1, 4, 4, 1]);
  await server.stop();
});

Deno.test("the id of the request is taken from its header", async () => {
  const server = await startServer();
  const request = { prompt: "x", max_tokens: 1 };
  const response = await server.post("/v1/completions", request, { "x-request-id": "abc-7" });
  assertEquals((await response.json()).id, "cmpl-abc-7");
  await server.stop();
});

Deno.test("requests that cannot be served get an error of the API and the right status", async () => {
  const server = await startServer(["--max-model-len", "100"]);
  const cases: [unknown, number, string][] = [
    ["{nonsense", 400, "Invalid JSON"],
    ["[]", 400, "not a JSON object"],
    [{ model: "other", prompt: "x" }, 404, "The model `other` does not exist."],
    [{}, 400, "prompt must be"],
    [{ prompt: [] }, 400, "cannot be empty"],
    [{ prompt: [1, -1] }, 400, "Token id -1 is out of vocabulary"],
    [{ prompt: [200_000] }, 400, "Token id 200000 is out of vocabulary"],
    [{ prompt: Array(100).fill(1) }, 400, "maximum context length is 100 tokens"],
    [{ prompt: [1], max_tokens: 100 }, 400, "for a total of 101 tokens"],
    [{ prompt: [1], max_tokens: 0 }, 400, "max_tokens must be at least 1, got 0."],
    [{ prompt: [1], max_tokens: "5" }, 400, "max_tokens must be an integer"],
    [{ prompt: [1], n: 2 }, 400, "n = 1 only"],
    [{ prompt: [1], stream: "yes" }, 400, "stream must be a boolean"],
    [{ prompt: [1], echo: true }, 400, "has no echo"],
  ];
  for (const [body, status, message] of cases) {
    const response = await server.post("/v1/completions", body);
    const { error } = await response.json();
    assertEquals([response.status, error.code], [status, status], message);
    assert(error.message.includes(message), `${error.message} has no ${message}`);
  }
  const chat = await server.post("/v1/chat/completions", { messages: [] });
  assertEquals((await chat.json()).error.param, "messages");
  assertEquals(chat.status, 400);
  await server.stop();
});
