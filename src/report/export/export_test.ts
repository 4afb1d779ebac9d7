import { assertEquals, assertStringIncludes } from "@std/assert";
import { parse as parseCsv } from "@std/csv/parse";
import parsePrometheus from "parse-prometheus-text-format";
import { experimentOf, failureOf } from "../../analysis/_experiment.ts";
import type { Experiment } from "../../analysis/experiment.ts";
import { combinationRows } from "../../analysis/rows.ts";
import { readJunit } from "../../../tests/harness/junit.ts";
import { WHOLE_TABLE } from "../select.ts";
import { csvExport } from "./csv.ts";
import { jsonExport, jsonLinesExport } from "./json.ts";
import { junitExport } from "./junit.ts";
import { markdownExport } from "./markdown.ts";
import { prometheusExport } from "./prometheus.ts";

/** Names that mean something to the formats. */
const HOSTILE = '<script>alert("x")</script> & |`a|``b` "q" \\n \\ *b* \n\x00\ud800 ]]> =1+1';

/** An experiment in which everything that is text is hostile. */
function hostile(): Experiment {
  return experimentOf([
    {
      directory: HOSTILE,
      bench: JSON.stringify({ "a.b": HOSTILE, a_b: 1 }),
      runs: [
        '{"output_throughput": 1.5, "x.y": 1, "x_y": 2, "label": "=cmd|x", "plain": "-1.5", "n": -2, ' +
        '"+key": 1}',
      ],
      failures: [{ run: 1, failure: { ...failureOf(HOSTILE), logTail: [HOSTILE] } }],
    },
    { directory: "b", bench: `{"a.b": "", "a_b": 2}`, runs: [`{"output_throughput": 1}`] },
    { directory: "c", bench: `{"a.b": "", "a_b": 3}` },
  ], HOSTILE);
}

/** What a document without characters that it cannot hold has of a text. */
const XML_TEXT = HOSTILE.replace("\x00", "\ufffd").toWellFormed();

Deno.test("JUnit XML keeps every name as text, and says what was not measured", () => {
  const cases = readJunit(junitExport(hostile(), combinationRows(hostile())));
  assertEquals(cases[0]!.name, XML_TEXT);
  assertEquals(cases[0]!.classname, XML_TEXT);
  assertEquals(cases[0]!.failure?.message, XML_TEXT);
  assertStringIncludes(cases[0]!.failure!.text, `run 1: crash: ${XML_TEXT}\n  ${XML_TEXT}`);
  assertEquals(cases.map(({ skipped }) => skipped), [null, null, "0 of ? runs"]);
});

Deno.test("a name cannot end a cell or a code span of Markdown", () => {
  const text = markdownExport(hostile(), combinationRows(hostile()), WHOLE_TABLE);
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  assertEquals(rows.length, 4);
  for (const row of rows) assertEquals(row.match(/(?<!\\)\|/g)!.length, 5, row);
  const line = '<script>alert("x")</script> & |`a|``b` "q" \\n \\ *b*  \ud800 ]]> =1+1';
  assertStringIncludes(text, "```" + line + "```: crash: ```" + line + "```\n");
  assertStringIncludes(rows[2]!, "```" + line.replaceAll("|", "\\|") + "```");
});

Deno.test("labels of the Prometheus text are escaped, and no sample is there twice", () => {
  const text = prometheusExport(hostile(), combinationRows(hostile()));
  // deno-lint-ignore no-explicit-any
  const families: any[] = parsePrometheus(text);
  const family = families.find(({ name }) =>
    name === "servesweep_output_throughput_tokens_per_second"
  );
  const { labels } = family.metrics[0];
  assertEquals(labels.combination, HOSTILE.toWellFormed());
  assertEquals([labels.bench_a_b, labels.bench_a_b_2], [HOSTILE.toWellFormed(), "1"]);
  assertEquals(
    families.filter(({ name }) => name.startsWith("servesweep_x_y")).map(({ name, metrics }) => [
      name,
      metrics[0].value,
    ]),
    [["servesweep_x_y", "1"], ["servesweep_x_y_2", "2"]],
  );
  const samples = text.split("\n").filter((line) => !line.startsWith("#"))
    .map((line) => line.replace(/ \S+$/, ""));
  assertEquals(new Set(samples).size, samples.length);
});

Deno.test("text of a CSV that a spreadsheet would run begins with an apostrophe, numbers never", () => {
  const [head, row] = parseCsv(csvExport(hostile())) as string[][];
  const cell = (name: string) => row![head!.indexOf(name)];
  assertEquals([cell("label"), cell("plain"), cell("n")], ["'=cmd|x", "-1.5", "-2.0"]);
  assertEquals(cell("'+key"), "1.0");
});

Deno.test("JSON and JSON lines are JSON whatever the names, and null where JSON has no number", () => {
  const experiment = experimentOf([{ directory: HOSTILE, runs: [`{"x": Infinity}`] }], HOSTILE);
  const rows = combinationRows(experiment);
  const document = JSON.parse(jsonExport(experiment, rows));
  assertEquals([document.experiment, document.combinations[0].directory], [HOSTILE, HOSTILE]);
  assertEquals(document.combinations[0].runs[0].result, { x: null });
  assertEquals(document.combinations[0].metrics.x.mean, null);
  assertEquals(JSON.parse(jsonLinesExport(experiment, rows)).directory, HOSTILE);
});

Deno.test("an experiment without any combination is an empty document of each format", () => {
  const experiment = experimentOf([]);
  assertEquals(readJunit(junitExport(experiment, [])), []);
  assertEquals(prometheusExport(experiment, []), "");
  assertEquals(jsonLinesExport(experiment, []), "");
  const { combinations, summary } = JSON.parse(jsonExport(experiment, []));
  assertEquals([combinations, summary], [[], null]);
  assertEquals(csvExport(experiment), '""\n');
  assertStringIncludes(markdownExport(experiment, [], WHOLE_TABLE), "0 combinations, 0 runs");
});
