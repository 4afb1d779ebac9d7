/** Benchmark programs of other kinds than vLLM's: what is appended to them, and how their results are read. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { small } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

const RESULTS = new URL("fixtures/bench_results/", import.meta.url).pathname;

/** A benchmark of a few lines of shell, whose last argument is what was appended last. */
function script(workspace: Workspace, name: string, body: string): string {
  const path = workspace.write(name, `#!/bin/sh\nfor last; do :; done\n${body}\n`);
  Deno.chmodSync(path, 0o755);
  return path;
}

Deno.test("SGLang's benchmark is told by its command; its file is read and kept, and a resume has nothing to do", async () => {
  using workspace = new Workspace();
  const bench = script(workspace, "bench.sh", `cat ${RESULTS}sglang.jsonl >>"$last"`);
  const serveCmd = serverCommand();
  // Its own default is SGLang's port.
  const port = serveCmd.split(" ").at(-1);
  const commands = { serveCmd, benchCmd: `${bench} sglang.bench_serving --port ${port}` };
  const options = { ...small(workspace), ...commands };
  assertCode(await sweep(workspace, options), 0);
  const { mean_e2el_ms, request_rate, completed } = workspace.json("results/sweep/run=1.json");
  assertEquals([mean_e2el_ms, request_rate, completed], [2051.5, "inf", 10]);
  const files = workspace.files("results/sweep").filter((file) => file.endsWith(".jsonl"));
  assertEquals(files, ["journal.jsonl", "run=1.sglang.jsonl", "sglang.jsonl"]);
  const [started] = eventsOf(journalLines(workspace), "run-started");
  assertEquals(started!.argv!.at(-2), "--output-file");
  const again = await sweep(workspace, options, "--resume");
  assertCode(again, 0);
  assertStringIncludes(again.stderr, "2 of 2 runs are there already");
});

Deno.test("AIPerf's file is found in a directory of its own, and its failed requests fail the run", async () => {
  using workspace = new Workspace();
  const body = `mkdir "$last/m-chat" && cp ${RESULTS}profile_export_aiperf.json "$last/m-chat"`;
  const benchCmd = script(workspace, "bench.sh", body);
  const options = { ...small(workspace), benchCmd };
  const result = await sweep(workspace, options, "--bench-kind", "aiperf", "--retries", "0");
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "5 of 100 requests failed: 400 BadRequest: This model's");
  assertEquals(workspace.json("results/sweep/run=0.failed.json").result.completed, 95);
});

Deno.test("GuideLLM's file of a whole sweep is no result of a run, and the failure says what to do", async () => {
  using workspace = new Workspace();
  const benchCmd = script(workspace, "bench.sh", `echo '{"benchmarks": [{}, {}]}' >"$last"`);
  const options = { ...small(workspace), benchCmd };
  const result = await sweep(workspace, options, "--bench-kind", "guidellm", "--retries", "0");
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "it holds 2 benchmarks, and a run is one");
  const good = script(workspace, "bench.sh", `cp ${RESULTS}benchmarks.json "$last"`);
  const options2 = { ...options, benchCmd: good, name: "good" };
  assertCode(await sweep(workspace, options2, "--bench-kind", "guidellm"), 0);
  assertEquals(workspace.json("results/good/run=0.json").mean_e2el_ms, 2050);
});

Deno.test("a script that keeps the contract gets variables and nothing appended, from a plan file too", async () => {
  using workspace = new Workspace();
  const body = [
    `[ "$*" = "--b 1" ] || { echo "got $*" >&2; exit 9; }`,
    `echo '{"num_prompts": 3, "completed": 3, "failed": 0, "x": '$SERVESWEEP_RUN'}' >"$SERVESWEEP_RESULT_FILE"`,
    `echo more >"$SERVESWEEP_RESULT_DIR/more.txt"`,
  ].join("\n");
  const options = {
    ...small(workspace),
    benchCmd: script(workspace, "bench.sh", body),
    benchParams: `[{"b": 1}]`,
  };
  const kind = ["--bench-kind", "command"];
  const plan = await sweep(workspace, options, ...kind, "--dry-run");
  assertStringIncludes(plan.stdout, "SERVESWEEP_RESULT_FILE=");
  assertCode(await sweep(workspace, options, ...kind), 0);
  const files = runFiles(workspace).map((file) => workspace.json("results/sweep", file).x);
  assertEquals(files, [0, 1]);
  assertEquals(workspace.json("results/sweep/plan.json").workloads[0].kind, "command");
});

Deno.test("an unknown program that dies of vLLM's flags is told so at once, with the switch to use", async () => {
  using workspace = new Workspace();
  const body = `echo "x: error: unrecognized arguments: $*" >&2; exit 2`;
  const options = { ...small(workspace), benchCmd: script(workspace, "bench.sh", body) };
  const result = await sweep(workspace, options, "--continue-on-error");
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "servesweep appends --percentile-metrics, --save-result");
  assertStringIncludes(result.stderr, "--bench-kind command");
  assertEquals(eventsOf(journalLines(workspace), "run-finished").length, 1);
});
