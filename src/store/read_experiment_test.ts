import { assertEquals, assertThrows } from "@std/assert";
import { combinationRows } from "../analysis/rows.ts";
import { UsageError } from "../lib/errors.ts";
import { strictJson } from "../json/python.ts";
import { Workspace } from "../../tests/harness/workspace.ts";
import { readExperiment } from "./read_experiment.ts";

function put(workspace: Workspace, file: string, text: string): void {
  const path = workspace.at(file);
  Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  Deno.writeTextFileSync(path, text);
}

function result(values: Record<string, unknown> = {}): string {
  return JSON.stringify({ completed: 10, failed: 0, output_throughput: 100, ...values });
}

Deno.test("a directory of result files alone is read by their names, numbers in order of size", () => {
  using workspace = new Workspace();
  for (const a of [16, 8]) {
    for (const run of [10, 2]) {
      put(workspace, `night/SERVE--a=${a}/run=${run}.json`, result({ run_number: run, a }));
    }
    put(workspace, `night/SERVE--a=${a}/summary.json`, "[]");
  }
  put(workspace, "night/pareto/PARETO.png", "");
  const { name, sessions, events, combinations } = readExperiment(workspace.at("night"));
  assertEquals([name, sessions.length, events.length], ["night", 0, 0]);
  assertEquals(
    combinations.map(({ directory, server, serveParams, plannedRuns, runs }) => [
      ...[directory, server, strictJson(serveParams), plannedRuns],
      ...runs.map(({ file }) => file),
    ]),
    [8, 16].map((a) => [
      ...[`SERVE--a=${a}`, `SERVE--a=${a}`, `{"a": ${a}}`, null],
      ...[`SERVE--a=${a}/run=2.json`, `SERVE--a=${a}/run=10.json`],
    ]),
  );
});

Deno.test("a result whose requests failed and a torn one are failures of their runs", () => {
  using workspace = new Workspace();
  put(workspace, "BENCH--b/run=0.json", result());
  put(workspace, "BENCH--b/run=1.json", result({ completed: 3, failed: 7 }));
  put(workspace, "BENCH--b/run=2.json", '{"completed": 10, ');
  const [combination] = readExperiment(workspace.path).combinations;
  assertEquals(combination!.runs.map(({ run }) => run), [0]);
  assertEquals(combination!.failures.map(({ run, failure }) => [run, failure.class]), [
    [1, "failed-requests"],
    [2, "bench-error"],
  ]);
});

Deno.test("a summary stands in for result files that are not there", () => {
  using workspace = new Workspace();
  put(workspace, "BENCH--b/summary.json", `[${result({ run_number: 1 })}]`);
  const [combination] = readExperiment(workspace.path).combinations;
  assertEquals(combination!.runs.map(({ run, file }) => [run, file]), [[
    1,
    "BENCH--b/summary.json",
  ]]);
});

Deno.test("a directory that is no experiment is an error that says what was looked for", () => {
  using workspace = new Workspace();
  const fails = (path: string, text: string) => {
    assertThrows(() => readExperiment(path), UsageError, text);
  };
  fails(workspace.at("none"), "there is no such directory");
  fails(workspace.path, "no run=N.json and no directory SERVE--");
  fails(workspace.write("file", ""), "it is no directory");
  put(workspace, "results/20261124_161500/BENCH--b/run=0.json", result());
  put(workspace, "results/20261125_161500/journal.jsonl", "");
  fails(workspace.at("results"), `2 lie below it. Name one of them:\n  ${workspace.at("results")}`);
  fails(
    workspace.at("results/20261124_161500/BENCH--b"),
    `it is one combination of an experiment. Name the experiment directory, "${
      workspace.at("results/20261124_161500")
    }"`,
  );
});

Deno.test("runs of a combination make one row, with as many values as there are runs", () => {
  using workspace = new Workspace();
  for (let a = 0; a < 20; a++) {
    for (let run = 0; run < 3; run++) {
      const text = result({ p99_e2el_ms: 1 / 3, run_number: run, a: a % 5, b: a });
      put(workspace, `SERVE--a=${a % 5}-BENCH--b=${a}/run=${run}.json`, text);
    }
  }
  const rows = combinationRows(readExperiment(workspace.path));
  assertEquals([rows.length, rows[0]!.metrics.get("p99_e2el_ms")?.n], [20, 3]);
});
