import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { experimentOf, failureOf } from "../analysis/_experiment.ts";
import { combinationRows, type Row } from "../analysis/rows.ts";
import { UsageError } from "../lib/errors.ts";
import { columnsOf } from "../lib/width.ts";
import { markdownExport } from "./export/markdown.ts";
import { WHOLE_TABLE } from "./select.ts";
import { failureList, resultTable } from "./table.ts";

/** Rows with long names that differ in one parameter. */
function longRows(count: number): Row[] {
  return combinationRows(experimentOf(
    Array.from({ length: count }, (_, n) => ({
      directory: `SERVE--enable_chunked_prefill=True-max_num_batched_tokens=${n}-model=meta-llama`,
      serve: `{"enable_chunked_prefill": true, "max_num_batched_tokens": ${n}}`,
      runs: [
        `{"output_throughput": ${
          100 + n
        }, "request_throughput": 1, "mean_ttft_ms": ${n}, "p99_ttft_ms": 1,
          "mean_tpot_ms": 1, "p99_tpot_ms": 1, "p99_e2el_ms": 1}`,
      ],
    })),
  ));
}

function cells(text: string): string[][] {
  return text.trimEnd().split("\n").map((line) => line.trim().split(/ {2,}/));
}

Deno.test("the best of each metric is marked, up for throughput and down for latency", () => {
  const rows = combinationRows(experimentOf([
    { directory: "a", runs: [`{"output_throughput": 100, "mean_ttft_ms": 1.5, "p99_ttft_ms": 3}`] },
    {
      directory: "b",
      runs: [
        `{"output_throughput": 190, "mean_ttft_ms": 9, "p99_ttft_ms": 3}`,
        `{"output_throughput": 210, "mean_ttft_ms": 9, "p99_ttft_ms": 3}`,
      ],
    },
    { directory: "c", failures: [{ run: 0, failure: failureOf("it broke") }] },
  ]));
  assertEquals(cells(resultTable(rows)), [
    ["combination", "runs", "tokens/s", "TTFT ms", "P99 TTFT ms", "spread"],
    ["a", "1", "100.0", "1.5*", "3.0", "-"],
    ["b", "2", "200.0*", "9.0", "3.0", "7.1%"],
  ]);
  assertEquals(failureList(rows), "1 combination failed\n  c  crash  it broke\n");
});

Deno.test("a throughput without end is not the best, and comes last", () => {
  const rows = combinationRows(experimentOf([
    { directory: "endless", runs: [`{"output_throughput": Infinity}`] },
    { directory: "slow", runs: [`{"output_throughput": 10}`] },
    { directory: "fast", runs: [`{"output_throughput": 20}`] },
  ]));
  const choice = { ...WHOLE_TABLE, sort: "output_throughput" };
  assertEquals(
    cells(resultTable(rows, { choice })).slice(1).map(([name, , value]) => [name, value]),
    [["fast", "20.0*"], ["slow", "10.0"], ["endless", "inf"]],
  );
});

Deno.test("rows are sorted by merit, parameters by size, and rows without a value come last", () => {
  const rows = combinationRows(experimentOf([
    { directory: "none", bench: `{"b": 9}`, runs: [`{"request_throughput": 1}`] },
    {
      directory: "slow",
      bench: `{"b": 10}`,
      runs: [`{"output_throughput": 1, "mean_ttft_ms": 5}`],
    },
    { directory: "fast", bench: `{"b": 2}`, runs: [`{"output_throughput": 2, "mean_ttft_ms": 7}`] },
  ]));
  const names = (sort: string | null, top: number | null = null) =>
    cells(resultTable(rows, { choice: { sort, top, columns: ["combination"] } })).flat().slice(1);
  assertEquals(names("output_throughput"), ["fast", "slow", "none"]);
  assertEquals(names("mean_ttft_ms"), ["slow", "fast", "none"]);
  assertEquals(names("b"), ["fast", "none", "slow"]);
  assertEquals(names("combination"), ["fast", "none", "slow"]);
  assertEquals(names(null), ["none", "slow", "fast"]);
  assertEquals(names(null, 2), ["fast", "slow"]);
});

Deno.test("a table fits a terminal of 80 columns, with names that stay different", () => {
  const rows = longRows(12);
  for (const width of [60, 80, 120]) {
    const lines = resultTable(rows, { width }).trimEnd().split("\n");
    for (const line of lines) assert([...line].length <= width, `${line.length}: ${line}`);
    const names = lines.slice(1).map((line) => line.split(/ {2,}/)[0]);
    assertEquals(new Set(names).size, rows.length);
    assertStringIncludes(lines[0]!, "tokens/s");
  }
  assertStringIncludes(resultTable(rows), rows[0]!.directory);
});

Deno.test("columns that were named all stay in a narrow terminal", () => {
  const columns = ["output_throughput", "p99_ttft_ms", "p99_tpot_ms", "p99_e2el_ms"];
  const [head] = cells(
    resultTable(longRows(3), { width: 40, choice: { ...WHOLE_TABLE, columns } }),
  );
  assertEquals(head, ["combination", "tokens/s", "P99 TTFT ms", "P99 TPOT ms", "P99 E2EL ms"]);
});

Deno.test("names that are equal when they are cut get numbers", () => {
  const name = (n: number) => `${"a".repeat(30)}${n}${"b".repeat(30)}`;
  const rows = combinationRows(experimentOf([1, 2].map((n) => ({
    directory: name(n),
    runs: [`{"output_throughput": 1}`],
  }))));
  const lines = cells(resultTable(rows, { width: 50 })).slice(1).map(([name]) => name!);
  assertEquals(lines.map((line) => line.slice(0, 5)), ["1 aaa", "2 aaa"]);
});

/** Columns of a terminal before a word in each line. */
function offsets(text: string, word: string): number[] {
  return text.trimEnd().split("\n").filter((line) => line.includes(word))
    .map((line) => columnsOf(line.slice(0, line.indexOf(word))));
}

Deno.test("names in wide characters are aligned, cut and kept apart by what they take on a terminal", () => {
  const names = [
    "模型-大",
    "e\u0301te\u0301",
    "ascii-name",
    `小${"模型".repeat(20)}一`,
    `小${"模型".repeat(20)}二`,
  ];
  const rows = combinationRows(experimentOf(names.map((directory) => ({
    directory,
    runs: [`{"output_throughput": 77.5}`],
    failures: [{ run: 1, failure: failureOf("it broke") }],
  }))));
  for (const width of [null, 60, 80]) {
    const table = resultTable(rows, { width });
    assertEquals(offsets(table, "77.5").length, names.length, table);
    assertEquals(new Set(offsets(table, "77.5")).size, 1, table);
    const shown = table.trimEnd().split("\n").slice(1);
    assert(width === null || shown.every((line) => columnsOf(line) <= width), table);
    assertEquals(new Set(shown.map((line) => line.split(/ {2,}/)[0])).size, names.length, table);
  }
  assertEquals(new Set(offsets(failureList(rows), "crash")).size, 1, failureList(rows));
  const markdown = markdownExport(experimentOf([]), rows, WHOLE_TABLE).split("\n")
    .filter((line) => line.startsWith("|")).join("\n");
  assertEquals(new Set(offsets(markdown, "77.5")).size, 1, markdown);
});

Deno.test("an unknown column is an error that lists the known ones", () => {
  const rows = combinationRows(experimentOf([{ bench: `{"b": 1}`, runs: [`{"my_score": 1}`] }]));
  const error = assertThrows(
    () => resultTable(rows, { choice: { ...WHOLE_TABLE, sort: "my_scor" } }),
    UsageError,
  );
  assertStringIncludes(error.message, `--sort names the column "my_scor"`);
  assertStringIncludes(error.message, "did you mean my_score?");
  assertStringIncludes(error.message, "parameters: b\n  results: my_score, ");
  const far = assertThrows(() => resultTable([], { choice: { ...WHOLE_TABLE, sort: "colour" } }));
  assertStringIncludes(String(far), `the column "colour", which there is not. Columns are\n`);
  assert(!String(far).includes("parameters:"), String(far));
});

Deno.test("control characters of a name do nothing to the terminal", () => {
  const rows = combinationRows(experimentOf([{
    directory: "BENCH--\x1b[2J\n",
    runs: [`{"output_throughput": 1}`],
  }]));
  assertStringIncludes(resultTable(rows), "BENCH--?[2J?  ");
});
