import { assertEquals, assertStringIncludes } from "@std/assert";
import { experimentOf, failureOf } from "../../analysis/_experiment.ts";
import { PAGE_ASSETS } from "./assets.ts";
import { reportPage } from "./page.ts";
import type { PageData } from "./page_data.ts";

/** Without ECharts, whose own text has elements in it. */
const OPTIONS = {
  assets: { ...PAGE_ASSETS, echarts: "" },
  version: "0.1.0",
  time: "2026-11-25T08:00:00.000Z",
};

function runs(...throughputs: readonly number[]): string[] {
  return throughputs.map((value, run) =>
    `{"output_throughput": ${value}, "mean_ttft_ms": ${
      1000 / value
    }, "max_concurrency": 4, "run_number": ${run}}`
  );
}

function page(...experiments: readonly ReturnType<typeof experimentOf>[]): string {
  const inputs = experiments.map((experiment, index) => ({ experiment, href: `${index}/` }));
  return reportPage(inputs, OPTIONS);
}

function dataOf(text: string): PageData {
  return JSON.parse(/<script id="data"[^>]*>(.*?)<\/script>/s.exec(text)![1]!);
}

/** Text of the answers by their titles. */
function answersOf(text: string): Map<string, string> {
  const plain = (part: string) => part.replace(/<[^>]*>/g, "").replace(/\s+/g, " ");
  return new Map(
    [...text.matchAll(/<dt>([^<]*)<\/dt>\s*<dd>(.*?)<\/dd>/gs)]
      .map((match) => [match[1]!, plain(match[2]!)]),
  );
}

const NIGHT = experimentOf([
  { directory: "SERVE--slow-BENCH--b", serve: `{"batch": 1}`, runs: runs(100, 102, 98) },
  { directory: "SERVE--fast-BENCH--b", serve: `{"batch": 8}`, runs: runs(400, 404, 396) },
  { directory: "SERVE--also-BENCH--b", serve: `{"batch": 9}`, runs: runs(395, 410, 390) },
]);

Deno.test("the answers name the best combination, and whether it is surely the best", () => {
  const answers = answersOf(page(NIGHT));
  const best = answers.get("Highest throughput")!;
  assertStringIncludes(best, "fast · b with 400.0 tokens/s (±9.9)");
  assertStringIncludes(best, "Not clearly ahead of also · b (398.3 tokens/s)");
  assertStringIncludes(answers.get("What failed")!, "Nothing: 9 valid runs of 9 in 3 combinations");
  assertStringIncludes(answers.get("How sure")!, "3 runs of each combination");
  assertStringIncludes(answers.get("Best compromise")!, "fast · b with 100.00 tokens/s per user");
});

Deno.test("an order that single runs give is not called sure", () => {
  const single = experimentOf([
    { directory: "SERVE--a", serve: `{"x": 1}`, runs: runs(10) },
    { directory: "SERVE--b", serve: `{"x": 2}`, runs: runs(20) },
  ]);
  const answers = answersOf(page(single));
  assertStringIncludes(answers.get("Highest throughput")!, "single runs do not tell");
  assertStringIncludes(answers.get("How sure")!, "no spread can be told");
});

Deno.test("combinations that are level are not called better or worse than one another", () => {
  const level = (count: number) =>
    answersOf(page(experimentOf(
      Array.from({ length: count }, (_, x) => ({
        directory: `SERVE--${x}`,
        serve: `{"x": ${x}}`,
        runs: runs(10, 12),
      })),
    ))).get("Highest throughput")!;
  assertStringIncludes(level(2), "Level with 1: this number does not tell which is better");
  assertStringIncludes(level(4), "Level with 1 and 2 others: this number");
  assertEquals(level(2).includes("ahead"), false);
});

Deno.test("the best combination is not named without what failed of it", () => {
  const answers = answersOf(page(experimentOf([
    {
      directory: "SERVE--a",
      serve: `{"x": 1}`,
      runs: runs(20),
      failures: [{ run: 1, failure: failureOf("it broke") }],
    },
    { directory: "SERVE--b", serve: `{"x": 2}`, runs: runs(10) },
  ])));
  for (const title of ["Highest throughput", "Best compromise"]) {
    assertStringIncludes(answers.get(title)!, "1 failure of it besides.");
  }
  assertStringIncludes(answers.get("Best compromise")!, ": alone on the Pareto frontier");
});

Deno.test("how sure it is counts the combinations that were not measured", () => {
  const answers = answersOf(page(experimentOf([
    { directory: "SERVE--a", serve: `{"x": 1}`, runs: runs(20, 21) },
    { directory: "SERVE--b", serve: `{"x": 2}` },
    { directory: "SERVE--c", serve: `{"x": 3}` },
  ])));
  assertStringIncludes(answers.get("How sure")!, "2 runs of 1 of 3 combinations");
  assertStringIncludes(answers.get("How sure")!, "What was not measured may be better.");
});

Deno.test("the data has means, intervals, effects and the load's curves", () => {
  const data = dataOf(page(NIGHT));
  const at = data.metrics.findIndex(({ key }) => key === "output_throughput");
  assertEquals(data.combinations.map(({ stats }) => stats[at]), [
    // t(0.975, 2) = 4.303; 4.303 * 2 / sqrt(3) = 4.968.
    [100, 2, 4.968],
    [400, 4, 9.937],
    [398.333, 10.41, 25.86],
  ]);
  assertEquals(data.params.map(({ name, levels }) => [name, levels]), [["batch", ["1", "8", "9"]]]);
  assertEquals(data.effects["output_throughput"]!.map(({ share }) => share), [1]);
});

Deno.test("parameters that change together are one effect, and what follows from the load makes no curves", () => {
  const sets = [[1, 4], [8, 24]].flatMap(([users, prompts]) =>
    [16, 32].map((batch, index) => ({
      directory: `SERVE--${batch}-BENCH--${users}`,
      serve: `{"batch": ${batch}}`,
      bench: `{"max_concurrency": ${users}, "num_prompts": ${prompts}}`,
      runs: runs(users! * 10 + index),
    }))
  );
  const data = dataOf(page(experimentOf(sets)));
  const names = data.params.map(({ name }) => name);
  assertEquals(names[data.load], "max_concurrency");
  assertEquals(data.curveParams, []);
  const [first] = data.effects["output_throughput"]!;
  assertEquals([first!.param, ...first!.together].map((index) => names[index]), [
    "max_concurrency",
    "num_prompts",
  ]);
});

Deno.test("two directories are compared by parameters, whatever their order", () => {
  const before = experimentOf([
    { directory: "SERVE--x", serve: `{"a": 1, "b": 2}`, runs: runs(100, 101, 99) },
    { directory: "SERVE--gone", serve: `{"a": 3}`, runs: runs(5) },
  ], "before");
  const after = experimentOf([
    { directory: "SERVE--other", serve: `{"b": 2, "a": 1}`, runs: runs(120, 121, 119) },
  ], "after");
  const text = page(before, after);
  const data = dataOf(text);
  const at = data.metrics.findIndex(({ key }) => key === "output_throughput");
  assertEquals(data.matches.map(({ combinations }) => combinations), [[0, 2]]);
  const [percent, low, high] = data.matches[0]!.changes[0]![at]!;
  assertEquals(percent, 20);
  assertEquals(low! > 17 && low! < 20 && high! > 20 && high! < 23, true);
  assertStringIncludes(
    answersOf(text).get("after against before")!,
    "+20.0 % output token throughput (median of 1 common combination): 1 clearly higher",
  );
});

Deno.test("an answer and the comparison of the same numbers say the same", () => {
  // The intervals of both means overlap, that of their difference leaves out 0.
  const text = page(
    experimentOf(
      [{ directory: "SERVE--a", serve: `{"x": 1}`, runs: runs(100, 101, 99) }],
      "before",
    ),
    experimentOf(
      [{ directory: "SERVE--a", serve: `{"x": 1}`, runs: runs(103, 104, 102) }],
      "after",
    ),
  );
  const answers = answersOf(text);
  assertStringIncludes(answers.get("after against before")!, "1 clearly higher");
  assertStringIncludes(
    answers.get("Highest throughput")!,
    "after: a with 103.0 tokens/s (±2.5); TTFT 9.7 ms. Clearly ahead of before: a (100.0 tokens/s).",
  );
});

Deno.test("single runs are not within the noise: they do not tell", () => {
  const one = (value: number) =>
    experimentOf([{ serve: `{"x": 1}`, runs: runs(value) }], `night ${value}`);
  assertStringIncludes(
    answersOf(page(one(100), one(150))).get("night 150 against night 100")!,
    "0 clearly higher, 0 clearly lower, 0 within the noise, 1 of single runs, which do not tell.",
  );
});

Deno.test("large numbers keep every digit that is shown", () => {
  const text = page(experimentOf([{
    serve: `{"x": 1}`,
    runs: [1, 2].map((run) =>
      `{"output_throughput": 123456.${run}, "total_output_tokens": 9876543, "run_number": ${run}}`
    ),
  }]));
  assertStringIncludes(answersOf(text).get("Highest throughput")!, "123,456.2 tokens/s");
  assertStringIncludes(text, `<td class="m">123,456.2 `);
  const { metrics, combinations: [first] } = dataOf(text);
  const at = metrics.findIndex(({ key }) => key === "total_output_tokens");
  assertEquals(first!.runs.map(({ values }) => values[at]), [9876543, 9876543]);
});

Deno.test("names and values are text wherever they stand", () => {
  const hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
  const failure = {
    class: "crash" as const,
    reason: hostile,
    command: [hostile],
    logTail: [hostile],
    logFile: hostile,
  };
  const text = page(experimentOf([
    { directory: `SERVE--${hostile}`, serve: JSON.stringify({ [hostile]: 1 }), runs: runs(1) },
    {
      directory: "SERVE--b",
      serve: JSON.stringify({ x: hostile }),
      failures: [{ run: 0, failure }],
    },
  ], hostile));
  assertEquals(text.includes("<img"), false);
  assertEquals(text.match(/<script\b/g)!.length, 4);
  assertEquals(text.match(/<\/script>/g)!.length, 4);
  assertEquals(dataOf(text).params.map(({ name }) => name), [hostile, "x"]);
});

Deno.test("a directory without any result has a page too", () => {
  const text = page(experimentOf([{ directory: "SERVE--a" }]));
  assertStringIncludes(text, "0 valid runs of 0 in 1 combination");
  page(experimentOf([]));
});
