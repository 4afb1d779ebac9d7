import { assertEquals } from "@std/assert";
import type { Failure } from "../journal/event.ts";
import type { Json } from "../json/value.ts";
import { AlikeFailures } from "./alike_failures.ts";

function failure(kind: Failure["class"], reason: string): Failure {
  return { class: kind, reason, command: [], logTail: [], logFile: null };
}

Deno.test("a command is hopeless unless the error is about what the bench sets vary", () => {
  const set = new Map<string, Json>([["max_concurrency", "4"], ["dataset_path", "/data/no.jsonl"]]);
  const hopeless = (kind: Failure["class"], reason: string, limit = 3) =>
    new AlikeFailures(limit).isHopeless(failure(kind, reason), set);
  const wrong = "vllm bench serve: error: unrecognized arguments: --dataset-nam";
  assertEquals(hopeless("bad-argument", wrong), true);
  assertEquals(hopeless("bad-argument", wrong, 0), false);
  assertEquals(hopeless("model-not-found", "OSError: Can't load tokenizer for 'm'"), true);
  assertEquals(hopeless("bench-error", wrong), false);
  for (
    const text of [
      "error: argument --max-concurrency: invalid int value: 'x'",
      "error: unrecognized arguments: --max_concurrency 4",
      "FileNotFoundError: [Errno 2] No such file or directory: '/data/no.jsonl'",
    ]
  ) assertEquals([text, hopeless("bad-argument", text)], [text, false]);
  assertEquals(hopeless("bad-argument", "error: argument --max-concurrency-x: no"), true);
  const passed = new AlikeFailures(3);
  passed.valid();
  assertEquals(passed.isHopeless(failure("bad-argument", wrong), set), false);
});

Deno.test("failures that smaller parameters may not meet are no reason to end", () => {
  const alike = new AlikeFailures(1);
  const run = (kind: Failure["class"], directory: string) =>
    alike.add({ failure: failure(kind, "no"), start: "s", directory });
  assertEquals([run("gpu-out-of-memory", "a"), run("gpu-out-of-memory", "b")], [false, false]);
  assertEquals(run("crash", "a"), true);
});
