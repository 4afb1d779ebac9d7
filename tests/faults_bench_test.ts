/**
 * Faults of benchmarks, and what becomes of them: one program with one vice each. Elsewhere: every way in which a result does
 * not count (serve_test.ts); a torn result that is there when a sweep is resumed (stop_test.ts).
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { assertNothingLeft, small, testFaults } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { program, runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

const LOG = "logs/run=0.log";

testFaults([
  {
    name: "a benchmark that fails once is tried again, and its failure is kept",
    bench: "fails_once.sh",
    code: 0,
    failure: "bench-error",
    says: "run 0: trying again (1 of 1)",
    runs: 2,
    servers: 1,
    after: (workspace, journal) => {
      const files = workspace.files("results/sweep").filter((file) => file.endsWith(".json"));
      assertEquals(
        files,
        [
          "plan.json",
          "run=0.failed.json",
          "run=0.json",
          "run=1.json",
          "summary.json",
          "sweep.json",
        ],
      );
      assertEquals(eventsOf(journal, "retrying").map(({ name }) => name?.run), [0]);
    },
  },
  {
    name: "without retries the first failure counts",
    bench: "fails_once.sh",
    extra: ["--retries", "0"],
    code: 1,
    failure: "bench-error",
    runs: 0,
    servers: 1,
  },
  {
    name: "--continue-on-error goes on with the next run, and the end says what failed",
    bench: "fails_once.sh",
    extra: ["--retries", "0", "--continue-on-error"],
    code: 3,
    failure: "bench-error",
    says: "1 combination failed",
    runs: 1,
    servers: 1,
  },
  {
    name: "--max-failures ends a sweep that goes on after failures",
    benchParams: `[{"b": 1}, {"b": 2}, {"b": 3}]`,
    bench: "leaves_no_result.sh",
    extra: ["--retries", "0", "--continue-on-error", "--max-failures", "3"],
    code: 1,
    failure: "bench-error",
    says: "3 failures (--max-failures 3)",
    runs: 0,
    servers: 1,
    after: (_, journal) => assertEquals(eventsOf(journal, "run-finished").length, 3),
  },
  {
    name: "a misspelt flag of the benchmark ends the sweep at once, however many servers there are",
    serveParams: `[{"a": 1}, {"a": 2}, {"a": 3}]`,
    benchParams: `[{"b": 1}, {"b": 2}]`,
    bench: "refuses_its_flags.sh",
    extra: ["--continue-on-error"],
    code: 1,
    failure: "bad-argument",
    says: "The benchmark command cannot pass with any parameters",
    runs: 0,
    servers: 1,
    after: (_, journal) => assertEquals(eventsOf(journal, "run-finished").length, 1),
  },
  {
    name: "runs that fail alike on two servers end the sweep after three",
    serveParams: `[{"a": 1}, {"a": 2}, {"a": 3}]`,
    bench: "leaves_no_result.sh",
    extra: ["--continue-on-error", "--retries", "0"],
    code: 1,
    failure: "bench-error",
    says: "3 runs failed in the same way and none was valid (--max-start-failures)",
    runs: 0,
    servers: 2,
    after: (_, journal) => assertEquals(eventsOf(journal, "run-finished").length, 3),
  },
  {
    name: "a result over 32 MiB fails its run, with what to do, and is kept",
    bench: "writes_a_large_result.sh",
    benchParams: `[{"items": 2000000}]`,
    extra: ["--retries", "0"],
    code: 1,
    failure: "bench-error",
    says: "more than the limit of 32 MiB. Leave --save-detailed out or send fewer prompts",
    runs: 0,
    servers: 1,
    after: (workspace) => {
      const file = workspace.at("results/sweep/BENCH--items=2000000/extra-run=0.json");
      assert(Deno.statSync(file).size > 32 << 20);
    },
  },
  {
    name: "a result that is a named pipe or a device fails its run and holds nobody up",
    bench: "leaves_a_pipe.sh",
    benchParams: `[{"pipe": true}, {"pipe": false}]`,
    extra: ["--retries", "0", "--continue-on-error", "--num-runs", "1"],
    code: 3,
    failure: "bench-error",
    says: "The result file is not read: it is a named pipe, expected a regular file",
    runs: 0,
    servers: 1,
    after: (_, journal) => {
      const reasons = journal.flatMap(({ outcome }) => outcome?.failure?.reason ?? []);
      assertStringIncludes(reasons.at(-1)!, "it is a device, expected a regular file");
    },
  },
  {
    name: "the result of another run is no result, and does not become one",
    bench: "leaves_another_result.sh",
    extra: ["--retries", "0"],
    code: 1,
    failure: "bench-error",
    says: "wrote no result file",
    runs: 0,
    servers: 1,
    after: (workspace) => assert(workspace.files("results/sweep").includes("extra-run=7.json")),
  },
  {
    name: "half a result is none",
    bench: "tears_its_result.sh",
    code: 1,
    failure: "bench-error",
    says: "torn or no JSON",
    runs: 0,
    servers: 1,
    after: (workspace) =>
      assertEquals(
        workspace.json("results/sweep/run=0.failed.json").raw_result,
        '{"num_prompts": 10, "compl',
      ),
  },
  {
    name: "a benchmark that ends with 0 and leaves no result has failed",
    bench: "leaves_no_result.sh",
    code: 1,
    failure: "bench-error",
    says: "wrote no result file",
    runs: 0,
    servers: 1,
  },
  {
    name: "a benchmark that ends with 0 although requests failed has failed",
    bench: "fails_requests.sh",
    code: 1,
    failure: "failed-requests",
    says: "2 of 10 requests failed",
    runs: 0,
    servers: 1,
  },
  {
    name: "requests that are all refused with 4xx are not sent again, and the first answer is told",
    bench: "sends_wrong_requests.sh",
    code: 1,
    failure: "refused-requests",
    says: "3 of 3 requests failed: Not Found",
    runs: 0,
    servers: 1,
    after: (_, journal) => assertEquals(eventsOf(journal, "run-finished").length, 1),
  },
  {
    name: "a benchmark that hangs is ended with its children at --bench-timeout, and tried again",
    bench: "hangs.sh",
    extra: ["--bench-timeout", "200ms"],
    code: 1,
    failure: "hang",
    says: "did not end within 0.2 s (--bench-timeout)",
    runs: 0,
    servers: 1,
    after: (workspace, journal) => {
      const ends = eventsOf(journal, "run-finished");
      assertEquals(ends.length, 2);
      const { command, logTail, logFile } = ends[0]!.outcome!.failure!;
      assertEquals([command[0], logTail, logFile], [program("hangs.sh"), ["stuck"], LOG]);
      assertEquals(workspace.json("results/sweep/run=0.failed.json").log_tail, ["stuck"]);
    },
  },
]);

Deno.test("fault: a server and a benchmark that print 200 MB leave logs of a bounded size", async () => {
  using workspace = new Workspace();
  const talker = program("talks_too_much.sh");
  const commands = { serveCmd: `${talker} ${serverCommand()}`, benchCmd: talker };
  const options = { ...small(workspace), ...commands, numRuns: 1 };
  assertCode(await sweep(workspace, options, "--log-max-size", "1MiB"), 0);
  assertEquals(runFiles(workspace), ["run=0.json"]);
  const logs = workspace.files("results/sweep/logs");
  for (const name of ["run=0.log", "server.log"]) {
    const parts = logs.filter((file) => file.startsWith(name));
    const sizes = parts.map((file) => Deno.statSync(workspace.at("results/sweep/logs", file)).size);
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    // What was written while a part was copied is in it too, up to another cap.
    assert(parts.length > 1 && bytes < 6 * 1024 * 1024, `${parts.join(", ")}: ${sizes.join(", ")}`);
    assertStringIncludes(workspace.read("results/sweep/logs", name), "[servesweep] Cut at");
  }
  assertNothingLeft(workspace);
});

Deno.test("fault: a command after the benchmark that hangs is ended at --after-bench-timeout", async () => {
  using workspace = new Workspace();
  const options = { ...small(workspace), noCacheReset: false };
  const after = ["--after-bench-cmd", program("hangs.sh"), "--after-bench-timeout", "1s"];
  const result = await sweep(workspace, options, ...after);
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "did not end within 1 s (--after-bench-timeout)");
  assertEquals(runFiles(workspace), ["run=0.json"]);
  assertEquals(eventsOf(journalLines(workspace), "after-run-finished"), []);
  assertNothingLeft(workspace);
});

Deno.test("fault: a sweep that ended since its runs fail alike ends after one more when it is resumed, and goes on once mended", async () => {
  using workspace = new Workspace();
  const sets = { serveParams: `[{"a": 1}, {"a": 2}, {"a": 3}]`, benchParams: `[{"b": 1}]` };
  const bench = workspace.write("bench.sh", `#!/bin/sh\nexec "${program("leaves_no_result.sh")}"`);
  await Deno.chmod(bench, 0o755);
  const options = { ...small(workspace), ...sets, serveCmd: serverCommand(), benchCmd: bench };
  const extra = ["--continue-on-error", "--retries", "0"];
  const runs = () => eventsOf(journalLines(workspace), "run-finished").length;
  assertCode(await sweep(workspace, options, ...extra), 1);
  assertEquals(runs(), 3);
  assertCode(await sweep(workspace, options, ...extra, "--resume"), 1);
  assertEquals(runs(), 4);
  workspace.write("bench.sh", `#!/bin/sh\nexec "${program("bench.sh")}" "$@"`);
  assertCode(await sweep(workspace, options, ...extra, "--resume"), 0);
  assertEquals(runFiles(workspace).length, 6);
});

Deno.test("a data set with fewer prompts than were asked for counts, and runs with different numbers are named", async () => {
  using workspace = new Workspace();
  const benchCmd = `${program("has_few_prompts.sh")} --dataset-name custom --num-prompts 10`;
  const result = await sweep(workspace, { ...small(workspace), benchCmd });
  assertCode(result, 0);
  assertEquals(result.stderr.match(/\d+ of 10 prompts/g), ["9 of 10 prompts", "8 of 10 prompts"]);
  assertStringIncludes(result.stderr, "completed different numbers of requests: 8, 9");
  const random = { ...small(workspace), benchCmd: benchCmd.replace("custom", "random") };
  const failed = await sweep(workspace, { ...random, name: "random" }, "--retries", "0");
  assertCode(failed, 1);
  assertStringIncludes(failed.stderr, "Only 9 of 10 requests completed");
});

Deno.test("long lists of a large result are in its file and the summary of its combination, and not in the table", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, {
    ...small(workspace),
    benchCmd: program("writes_a_large_result.sh"),
    benchParams: `[{"items": 200000}]`,
  });
  assertCode(result, 0);
  const root = "results/sweep/BENCH--items=200000";
  for (const run of [0, 1]) {
    assertEquals(workspace.json(root, `run=${run}.json`).itls.length, 200_000);
  }
  const summary = workspace.json(root, "summary.json");
  assertEquals(summary.length, 2);
  assertEquals(summary[1], workspace.json(root, "run=1.json"));
  const table = workspace.read("results/sweep/summary.csv").trim().split("\n");
  assertEquals(table.length, 3);
  assert(!table[0]!.includes("itls") && table[0]!.includes("output_throughput"), table[0]);
});
