import { assertEquals } from "@std/assert";
import { array, assert, double, property, tuple } from "fast-check";
import { experimentOf, failureOf } from "./_experiment.ts";
import { answersOf, bestFor } from "./answers.ts";
import { changeOf, matchRows, summarizeChanges } from "./compare.ts";
import { directionOf } from "./direction.ts";
import { leaders } from "./ranking.ts";
import { metricOf } from "./metrics.ts";
import { combinationRows, type Row } from "./rows.ts";

function rowsOf(...throughputs: readonly (readonly number[])[]): Row[] {
  return combinationRows(experimentOf(throughputs.map((values, x) => ({
    directory: `SERVE--${x}`,
    serve: `{"x": ${x}}`,
    runs: values.map((value) => `{"output_throughput": ${value}, "max_concurrency": 4}`),
  }))));
}

/** Runs of both groups, whose means may be close. */
const GROUPS = tuple(
  ...[0, 1].map(() =>
    array(double({ min: 90, max: 110, noNaN: true }), { minLength: 1, maxLength: 5 })
  ),
);

Deno.test("what is clearly ahead in an answer is clearly higher in a comparison, and the reverse", () => {
  const key = "output_throughput";
  assert(property(GROUPS, ([first, second]) => {
    const rows = rowsOf(first!, second!);
    const best = bestFor(rows, "throughput")!;
    if (best.lead.kind === "level" || best.lead.kind === "alone") return;
    const { low95, high95 } = changeOf(best.lead.next.row, best.row, key)!;
    const wanted = { higher: "clear", unclear: "unclear", lower: "never" } as const;
    const direction = directionOf(low95, high95);
    assertEquals(direction === null ? "unknown" : wanted[direction], best.lead.kind);
  }));
});

Deno.test("intervals that overlap do not make a difference unclear", () => {
  // Half of each interval is 2.48, that of the difference 2.27.
  const [before, after] = rowsOf([100, 101, 99], [103, 104, 102]);
  assertEquals(bestFor([before!, after!], "throughput")!.lead, {
    kind: "clear",
    next: { row: before!, summary: before!.metrics.get("output_throughput")! },
  });
});

Deno.test("the best of an answer is what a table marks as the best", () => {
  const metric = metricOf("output_throughput");
  assert(property(GROUPS, ([first, second]) => {
    const rows = rowsOf(first!, second!, [50], [Infinity]);
    const { row, lead } = bestFor(rows, "throughput")!;
    const level = lead.kind === "level" ? lead.others.map((each) => each.row) : [];
    assertEquals(leaders(rows, metric), new Set([row, ...level]));
  }));
});

Deno.test("means that differ by rounding only are level", () => {
  const rows = rowsOf([0.1 + 0.2, 1], [0.3, 1]);
  assertEquals(bestFor(rows, "throughput")!.lead.kind, "level");
  assertEquals(leaders(rows, metricOf("output_throughput")).size, 0);
});

Deno.test("less is better for a latency", () => {
  const rows = combinationRows(experimentOf([[30, 31], [10, 11]].map((values, x) => ({
    serve: `{"x": ${x}}`,
    runs: values.map((value) => `{"mean_ttft_ms": ${value}}`),
  }))));
  const { row, lead } = bestFor(rows, "first-token")!;
  assertEquals([row, lead.kind], [rows[1]!, "clear"]);
  assertEquals(bestFor(rows, "throughput"), null);
});

Deno.test("nothing measured has no answers but what is missing", () => {
  const rows = combinationRows(experimentOf([
    { serve: `{"x": 1}`, failures: [{ run: 0, failure: failureOf("it broke") }] },
    { serve: `{"x": 2}` },
  ]));
  const { coverage, ...answers } = answersOf(rows);
  assertEquals(answers, { best: [], compromise: null, strongest: [], sureness: null });
  assertEquals(coverage, {
    validRuns: 0,
    plannedRuns: 0,
    combinations: 2,
    unmeasured: 2,
    failures: 1,
    classes: [["crash", 1]],
  });
});

Deno.test("changes are summed up by what their intervals tell", () => {
  const before = rowsOf([100, 101, 99], [100, 101, 99], [100, 110], [100], [5]);
  const after = rowsOf([120, 121, 119], [80, 81, 79], [101, 109], [200]);
  const matches = matchRows(before, [after]);
  assertEquals(matches.map(([first, second]) => [before.indexOf(first), after.indexOf(second!)]), [
    ...[0, 1, 2, 3].map((index) => [index, index]),
  ]);
  const changes = matches.map(([first, second]) => changeOf(first, second!, "output_throughput")!);
  assertEquals(summarizeChanges(changes), {
    count: 4,
    medianPercent: 0,
    higher: 1,
    lower: 1,
    unclear: 1,
    unknown: 1,
  });
  assertEquals(summarizeChanges([]), null);
  assertEquals(changeOf(before[0]!, after[0]!, "mean_ttft_ms"), null);
});
