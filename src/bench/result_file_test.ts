import { assertEquals, assertRejects } from "@std/assert";
import { Workspace } from "../../tests/harness/workspace.ts";
import { ServesweepError } from "../lib/errors.ts";
import { JsonNumber } from "../json/value.ts";
import { settingsOf } from "./_settings.ts";
import { resultPath, writeResult } from "./result_file.ts";

const DATE = "20250102-030405";

function path(text: string): string {
  return resultPath(settingsOf(text), "org/model", DATE);
}

Deno.test("the name of the file is made as vllm bench serve makes it", () => {
  assertEquals(path(""), `openai-infqps-model-${DATE}.json`);
  assertEquals(
    path("--label a --request-rate 5 --max-concurrency 3"),
    `a-5.0qps-concurrency3-model-${DATE}.json`,
  );
  assertEquals(
    path("--ramp-up-strategy linear --ramp-up-start-rps 1 --ramp-up-end-rps 9"),
    `openai-ramp-up-linear-1qps-9qps-model-${DATE}.json`,
  );
});

Deno.test("directory and name can be given", () => {
  assertEquals(path("--result-dir d/e --result-filename run=0.json"), "d/e/run=0.json");
  assertEquals(path("--result-filename run=0.json"), "run=0.json");
});

Deno.test("a result replaces an older file and leaves nothing else behind", async () => {
  using workspace = new Workspace();
  const file = workspace.write("r.json", "old and longer than the new one");

  await writeResult(file, new Map([["a", new JsonNumber("1.0")]]), { append: false });

  assertEquals(workspace.read("r.json"), '{"a": 1.0}');
  assertEquals(workspace.files(), ["r.json"]);
});

Deno.test("a result that cannot be put in place leaves what was there", async () => {
  using workspace = new Workspace();
  workspace.write("keep", "");
  await Deno.mkdir(workspace.at("r.json"));

  await assertRejects(
    () => writeResult(workspace.at("r.json"), new Map(), { append: false }),
    ServesweepError,
    "Cannot write the result to",
  );

  assertEquals(workspace.files(), ["keep"]);
});
