import { assertEquals, assertThrows } from "@std/assert";
import type { Api } from "./settings/settings.ts";
import { StreamRecord } from "./stream.ts";

/** Events, one each second from 1 on. */
function record(api: Api, events: readonly unknown[]): StreamRecord {
  const stream = new StreamRecord(api);
  events.forEach((event, index) => stream.add(JSON.stringify(event), index + 1));
  return stream;
}

function delta(fields: Record<string, unknown>): unknown {
  return { choices: [{ delta: fields }] };
}

Deno.test("every chunk with a choice is a token of completions, an empty text too", () => {
  const stream = record("completions", [
    { choices: [{ text: "a" }] },
    { choices: [{ text: "" }] },
    { choices: [] },
    { choices: [{ text: null }] },
  ]);

  assertEquals([stream.firstS, stream.lastS, stream.itlS, stream.text], [1, 4, [1, 2], "a"]);
});

Deno.test("the chunk of a chat that only gives the role is no token", () => {
  const stream = record("chat", [
    delta({ role: "assistant", content: "" }),
    delta({ content: "a" }),
    delta({ content: "" }),
    delta({}),
    { choices: [{ delta: null }] },
  ]);

  assertEquals([stream.firstS, stream.lastS, stream.itlS, stream.text], [2, 3, [1], "a"]);
});

Deno.test("reasoning and tool calls are tokens of a chat", () => {
  for (const fields of [{ reasoning: "x" }, { reasoning_content: "x" }, { tool_calls: [{}] }]) {
    assertEquals(record("chat", [delta(fields)]).firstS, 1);
  }
  assertEquals(record("chat", [delta({ tool_calls: [] })]).firstS, null);
});

Deno.test("the counts of the server are taken wherever it sends them, and kept if a later event has none", () => {
  const usage = { prompt_tokens: 5, completion_tokens: 9 };
  const alone = record("completions", [{ choices: [], usage }, { choices: [], usage: {} }]);
  const withToken = record("completions", [{ choices: [{ text: "a" }], usage }]);

  assertEquals([alone.promptTokens, alone.completionTokens, alone.firstS], [5, 9, null]);
  assertEquals([withToken.promptTokens, withToken.completionTokens, withToken.firstS], [5, 9, 1]);
});

Deno.test("the closing event is no JSON and is skipped, any other text is an error", () => {
  const stream = new StreamRecord("chat");
  stream.add("[DONE]", 1);

  assertThrows(() => stream.add("{", 2), SyntaxError);
});

Deno.test("an error of the server among the events is an error", () => {
  assertThrows(
    () => record("chat", [{ error: { message: "out of memory" } }]),
    Error,
    'The server broke off: {"message":"out of memory"}',
  );
  assertEquals(record("completions", [{ error: null, choices: [{ text: "a" }] }]).firstS, 1);
});
