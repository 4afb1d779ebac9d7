import { assertEquals, assertMatch } from "@std/assert";
import { judgeRun, type RunEvidence } from "./judge.ts";

const GOOD = `{"num_prompts": 10, "completed": 10, "failed": 0, "mean_ttft_ms": 1.0}`;

function reason(resultText: string | null, more: Partial<RunEvidence> = {}): string | null {
  return judgeRun({ argv: ["bench"], exitCode: 0, resultText, ...more }).reason;
}
const prompts = (...argv: string[]) => ({ argv: ["bench", ...argv] });

Deno.test("a run counts when every request that was asked for completed", () => {
  const { result, reason } = judgeRun({ argv: ["bench"], exitCode: 0, resultText: GOOD });
  assertEquals(reason, null);
  assertEquals([...result!.keys()], ["num_prompts", "completed", "failed", "mean_ttft_ms"]);
});

Deno.test("an exit code other than 0 is the reason, whatever the result says", () => {
  for (const exitCode of [1, 137]) {
    const judgement = judgeRun({ argv: ["bench"], exitCode, resultText: GOOD });
    assertEquals(judgement.reason, `The benchmark ended with exit code ${exitCode}`);
    assertEquals(judgement.result?.size, 4);
  }
  assertEquals(reason(null, { exitCode: 2 }), "The benchmark ended with exit code 2");
});

Deno.test("a result that is missing, empty, torn or no object does not count, and is no result", () => {
  const unreadable: readonly [string | null, RegExp][] = [
    [null, /^The benchmark wrote no result file$/],
    ["", /^The result file is empty$/],
    [" \n", /^The result file is empty$/],
    [GOOD.slice(0, 40), /^The result file is torn or no JSON: line 1, column \d+: /],
    ["[1]", /^The result file holds no JSON object$/],
    ["null", /^The result file holds no JSON object$/],
  ];
  for (const [resultText, expected] of unreadable) {
    const judgement = judgeRun({ argv: ["bench"], exitCode: 0, resultText });
    assertMatch(judgement.reason!, expected);
    assertEquals(judgement.result, null);
  }
});

Deno.test("a benchmark that exits 0 after failed requests does not count", () => {
  assertEquals(reason(`{"completed": 7, "failed": 3}`), "3 of 10 requests failed");
  assertEquals(reason(`{"completed": 0, "failed": 10}`), "10 of 10 requests failed");
  assertEquals(reason(`{"completed": 0, "failed": 0}`), "No request completed");
  assertEquals(reason(`{"completed": 0}`), "No request completed");
});

Deno.test("a result without a number of completed requests proves nothing", () => {
  for (const text of ["{}", `{"failed": 0}`, `{"completed": "10"}`, `{"completed": null}`]) {
    assertEquals(
      reason(text),
      `The result has no number of completed requests ("completed")`,
    );
  }
});

Deno.test("counts that count no requests prove nothing", () => {
  for (const completed of ["NaN", "-1", "0.5", "1e999"]) {
    assertEquals(
      reason(`{"completed": ${completed}, "failed": 0}`),
      `The result's "completed" is no number of requests`,
    );
  }
  for (const failed of ["NaN", "-1", "0.5"]) {
    assertEquals(
      reason(`{"completed": 10, "failed": ${failed}}`),
      `The result's "failed" is no number of requests`,
    );
  }
  assertEquals(reason(`{"completed": 10.0, "failed": 0.0}`), null);
});

Deno.test("too few completed requests do not count: the command says how many, else the result", () => {
  assertEquals(reason(GOOD, prompts("--num-prompts", "11")), "Only 10 of 11 requests completed");
  assertEquals(reason(GOOD, prompts("--num_prompts=11")), "Only 10 of 11 requests completed");
  assertEquals(reason(GOOD, prompts("--num-prompts", "11", "--num-prompts", "10")), null);
  assertEquals(
    reason(`{"completed": 4, "num_prompts": 5}`),
    "Only 4 of 5 requests completed",
  );
  assertEquals(reason(`{"completed": 4}`), null);
  assertEquals(reason(`{"completed": 10}`, prompts("--num-prompts", "many")), null);
});

Deno.test("without a number of failed requests the completed ones decide", () => {
  assertEquals(reason(`{"completed": 10}`, prompts("--num-prompts", "10")), null);
  assertEquals(
    reason(`{"completed": 9}`, prompts("--num-prompts", "10")),
    "Only 9 of 10 requests completed",
  );
});

Deno.test("a dataset that may not be oversampled may have fewer prompts than were asked for", () => {
  const argv = ["bench", "--num-prompts", "11", "--no_oversample"];
  assertEquals(reason(GOOD, { argv }), null);
  assertEquals(reason(`{"completed": 9, "failed": 1}`, { argv }), "1 of 10 requests failed");
  assertEquals(reason(`{"completed": 0, "failed": 0}`, { argv }), "No request completed");
});

Deno.test("a data set that is no random one may have fewer prompts than were asked for, if none failed", () => {
  const text = `{"num_prompts": 100, "completed": 99, "failed": 0}`;
  const of = (...argv: string[]) => reason(text, prompts("--num-prompts", "100", ...argv));
  for (const name of ["prefix_repetition", "sharegpt", "custom", "hf", "generated-shared-prefix"]) {
    assertEquals(of("--dataset-name", name), null);
  }
  assertEquals(of("--dataset-path", "prompts.jsonl"), null);
  const few = "Only 99 of 100 requests completed";
  for (const name of ["random", "random-mm"]) assertEquals(of(`--dataset-name=${name}`), few);
  assertEquals(of(), few);
  const untold = `{"num_prompts": 100, "completed": 99}`;
  assertEquals(reason(untold, prompts("--dataset-name", "custom")), few);
  // The result of another program, whose command nobody knows.
  assertEquals([reason(text, { argv: null }), reason(untold, { argv: null })], [null, few]);
});
