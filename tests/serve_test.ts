import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { program, runFiles, serverCommand, sweep, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("a sweep leaves vLLM's directory, and the journal, manifest and logs beside it", async () => {
  using workspace = new Workspace();
  assertCode(await sweep(workspace), 0);
  const combinations = [1, 2].flatMap((a) => [1, 2].map((b) => `SERVE--a=${a}-BENCH--b=${b}`));
  assertEquals(
    workspace.files("results/sweep"),
    [
      ".lock",
      ...combinations.flatMap((name) =>
        ["run=0.json", "run=1.json", "summary.json"].map((file) => `${name}/${file}`)
      ),
      "journal.jsonl",
      ...combinations.flatMap((name) =>
        ["run=0.log", "run=1.log"].map((file) => `logs/${name}/${file}`)
      ),
      "logs/SERVE--a=1/server.log",
      "logs/SERVE--a=2/server.log",
      "plan.json",
      "summary.csv",
      "sweep.json",
    ].sort(),
  );
  assertEquals(
    workspace.read("results/sweep/SERVE--a=1-BENCH--b=2/run=1.json"),
    `{
    "date": "20261124-161500",
    "backend": "openai",
    "num_prompts": 10,
    "request_rate": "inf",
    "duration": 1.0,
    "completed": 10,
    "failed": 0,
    "request_throughput": 10.0,
    "output_throughput": 100.5,
    "mean_ttft_ms": 12.25,
    "p99_ttft_ms": 20.0,
    "run_number": 1,
    "a": 1,
    "b": 2
}`,
  );
  assertEquals(
    workspace.read("results/sweep/summary.csv").split("\n").slice(0, 2),
    [
      ",date,backend,num_prompts,request_rate,duration,completed,failed,request_throughput,output_throughput,mean_ttft_ms,p99_ttft_ms,run_number,a,b",
      "0,20261124-161500,openai,10,inf,1.0,10,0,10.0,100.5,12.25,20.0,0,1,1",
    ],
  );
  assertEquals(workspace.json("results/sweep/SERVE--a=2-BENCH--b=1/summary.json").length, 2);
  assertStringIncludes(
    workspace.read("results/sweep/logs/SERVE--a=1-BENCH--b=1/run=0.log"),
    "benchmark says hello",
  );
});

Deno.test("the benchmark gets the parameters and vLLM's arguments, once for each run in order", async () => {
  using workspace = new Workspace();
  const log = workspace.at("bench.log");
  const result = await sweep(workspace, {
    serveParams: `[{}]`,
    benchParams: `[{"random_input_len": 128, "x.y_z": 1.0}]`,
    benchCmd: `${program("bench.sh")} --random_input_len 5 --num-prompts 7`,
    env: { BENCH_LOG: log },
  });
  assertCode(result, 0);
  const lines = workspace.read("bench.log").trim().split("\n");
  assertEquals(lines.map((line) => line.split(" ")[0]), ["run=0.json", "run=1.json"]);
  assertStringIncludes(
    lines[0]!,
    "--random-input-len 128 --num-prompts 7 --x.y_z 1.0 --percentile-metrics ",
  );
});

Deno.test("a warm-up run comes first, has its own file and is in no summary", async () => {
  using workspace = new Workspace();
  const log = workspace.at("bench.log");
  const options = { serveParams: "[{}]", benchParams: `[{"b": 1}]`, env: { BENCH_LOG: log } };
  assertCode(await sweep(workspace, options, "--warmup-num-prompts", "3"), 0);
  assertEquals(
    workspace.read("bench.log").trim().split("\n").map((line) => line.split(" ")[0]),
    ["warmup.json", "run=0.json", "run=1.json"],
  );
  const warmup = workspace.json("results/sweep/BENCH--b=1/warmup.json");
  assertEquals([warmup.num_prompts, warmup.run_number], [3, -1]);
  assertEquals(workspace.json("results/sweep/BENCH--b=1/summary.json").length, 2);
});

Deno.test("the caches of a vLLM server are reset after every run", async () => {
  using workspace = new Workspace();
  // The program's name decides: a launcher called vllm.
  const vllm = workspace.write("vllm", `#!/bin/sh\nexec ${serverCommand()}\n`);
  await Deno.chmod(vllm, 0o755);
  const port = /--port (\d+)/.exec(workspace.read("vllm"))![1];
  const env = { RESET_LOG: workspace.at("resets.log") };
  const options = { serveCmd: `${vllm} serve m --port ${port}`, noCacheReset: false, env };
  assertCode(await sweep(workspace, options), 0);
  assertEquals(workspace.read("resets.log").trim().split("\n").length, 8);
});

Deno.test("the command after the benchmark runs instead of a cache reset, and its failure is one of the sweep", async () => {
  using workspace = new Workspace();
  const once = { serveParams: "[{}]", benchParams: "[{}]", numRuns: 1, noCacheReset: false };
  const log = workspace.at("after.log");
  assertCode(await sweep(workspace, once, "--after-bench-cmd", `sh -c 'echo after >>${log}'`), 0);
  assertEquals(workspace.read("after.log"), "after\n");
  const failed = await sweep(
    workspace,
    { ...once, name: "failed" },
    "--after-bench-cmd",
    "sh -c 'echo cannot reset >&2; exit 7'",
  );
  assertCode(failed, 1);
  assertStringIncludes(
    failed.stderr,
    `The command after the benchmark "sh" ended with exit code 7`,
  );
  assertStringIncludes(failed.stderr, "cannot reset");
  assertEquals(runFiles(workspace, "failed"), ["run=0.json"]);
});

Deno.test("an unknown server without --after-bench-cmd is an error before anything starts", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, { noCacheReset: false });
  assertCode(result, 2);
  assertStringIncludes(result.stderr, "--after-bench-cmd");
  assertStringIncludes(result.stderr, "--no-cache-reset");
  assertEquals(workspace.files(), []);
});

Deno.test("a server that ends before it is ready fails at once, with the end of its log", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, {
    serveCmd: `sh -c ': "$@"; echo no such model >&2; exit 3' sh --port 1`,
  });
  assertCode(result, 1);
  assertStringIncludes(result.stderr, `The server "sh" ended with exit code 3 before it was ready`);
  assertStringIncludes(result.stderr, "| no such model");
  assertStringIncludes(result.stderr, "logs/SERVE--a=1/server.log");
  assertStringIncludes(result.stderr, "--resume sweep");
});

Deno.test("with --continue-on-error a failed server start costs its own combinations only", async () => {
  using workspace = new Workspace();
  // The first serve set makes the launcher fail.
  const serveCmd = `sh -c 'case "$*" in *"--a 1"*) exit 3;; esac; exec ${serverCommand()}' sh`;
  const result = await sweep(
    workspace,
    { serveCmd },
    "--health-url",
    healthUrl(serveCmd),
    "--continue-on-error",
  );
  assertCode(result, 3);
  assertEquals(runFiles(workspace).every((file) => file.startsWith("SERVE--a=2")), true);
  assertEquals(runFiles(workspace).length, 4);
});

Deno.test("a run with failed requests, too few of them, a torn or no result never becomes run=N.json", async (t) => {
  const results = {
    "failed requests": [
      `{"num_prompts": 10, "completed": 8, "failed": 2}`,
      "2 of 10 requests failed",
    ],
    "every request failed": [`{"num_prompts": 10, "completed": 0, "failed": 10}`, "10 of 10"],
    "fewer than asked for": [`{"num_prompts": 10, "completed": 9, "failed": 0}`, "Only 9 of 10"],
    "torn": [`{"num_prompts": 10, "compl`, "torn or no JSON"],
    "empty": ["", "The result file is empty"],
    "none": [null, "wrote no result file"],
  } as const;
  for (const [name, [text, reason]] of Object.entries(results)) {
    await t.step(name, async () => {
      using workspace = new Workspace();
      const write = text === null ? "true" : `cat ${workspace.write("result", text)} >"$dir/$file"`;
      const bench = workspace.write(
        "bench",
        `#!/bin/sh\nfor word; do case $last in --result-dir) dir=$word;; --result-filename) file=$word;; esac; last=$word; done\n${write}\n`,
      );
      await Deno.chmod(bench, 0o755);
      const options = { benchCmd: bench, serveParams: "[{}]", benchParams: "[{}]", numRuns: 1 };
      const result = await sweep(workspace, options);
      assertCode(result, 1);
      assertStringIncludes(result.stderr, reason);
      assertEquals(runFiles(workspace), []);
      assertStringIncludes(workspace.json("results/sweep/run=0.failed.json").reason, reason);
    });
  }
});

Deno.test("--show-stdout shows the output of server and benchmark", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, {}, "--show-stdout");
  assertCode(result, 0);
  assertStringIncludes(result.stdout, "benchmark says hello");
  assertStringIncludes(result.stdout, "listening on");
});

Deno.test("--json gives every event as a line of JSON on standard output", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, {}, "--json");
  assertCode(result, 0);
  const events = result.stdout.trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(events[0].type, "sweep-started");
  assertEquals(events.at(-1).type, "sweep-finished");
  const runs = events.filter(({ type }) => type === "run-finished");
  assertEquals(runs.length, 8);
  assert(runs.every(({ result }) => result.completed === 10));
});

Deno.test("a program that is not on PATH is an error before anything is made", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, { benchCmd: "no-such-program --x" });
  assertCode(result, 2);
  assertStringIncludes(
    result.stderr,
    `Cannot run the --bench-cmd: "no-such-program" is not on PATH. Install it, `,
  );
  assertEquals(workspace.files(), []);
});

Deno.test("an existing directory is not overwritten, a missing one not resumed", async () => {
  using workspace = new Workspace();
  assertCode(await sweep(workspace, { serveParams: "[{}]", benchParams: "[{}]" }), 0);
  const again = await sweep(workspace);
  assertCode(again, 2);
  assertStringIncludes(again.stderr, "it exists");
  const missing = await cli([
    ...["serve", "--serve-cmd", "true", "--bench-cmd", "true", "--no-cache-reset"],
    ...["--resume", "other", "-o", workspace.at("results")],
  ]);
  assertCode(missing, 2);
  assertStringIncludes(missing.stderr, `has "sweep"`);
});

/** Health URL of the fixture server inside a shell command. */
function healthUrl(command: string): string {
  return `http://127.0.0.1:${/--port (\d+)/.exec(command)![1]}/health`;
}

Deno.test("a server that is already on the port is no server of ours: named, and left alone", async () => {
  using workspace = new Workspace();
  await using foreign = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(),
  );
  const result = await sweep(workspace, {
    serveCmd: serverCommand("server.ts", foreign.addr.port),
  });
  assertCode(result, 1);
  assertStringIncludes(result.stderr, `is taken by pid ${Deno.pid}`);
  assertStringIncludes(result.stderr, "or write --port auto");
  const answer = await fetch(`http://127.0.0.1:${foreign.addr.port}/`);
  assertEquals([answer.status, await answer.text()], [200, ""]);
  assertEquals(runFiles(workspace), []);
});

Deno.test("a health URL that somebody else answers does not make the server ready", async () => {
  using workspace = new Workspace();
  await using foreign = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(),
  );
  const url = `http://127.0.0.1:${foreign.addr.port}/health`;
  const result = await sweep(
    workspace,
    { serveCmd: `sh -c ': "$@"; sleep 600' sh` },
    "--health-url",
    url,
  );
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "it is not the server that was started");
  assertEquals(runFiles(workspace), []);
});

Deno.test("a directory that cannot be written to ends with 6 before anything starts", async () => {
  using workspace = new Workspace();
  workspace.write("results", "a file where a directory should be");
  const result = await sweep(workspace);
  assertCode(result, 6);
  assertStringIncludes(result.stderr, `Cannot write to "${workspace.at("results/sweep")}"`);
  assertEquals(workspace.files(), ["results"]);
});

Deno.test("a variable named like a field of the journal is in the journal too", async () => {
  using workspace = new Workspace();
  const options = { serveParams: "[{}]", benchParams: "[{}]", numRuns: 1 };
  assertCode(await sweep(workspace, options, "--env", "result=kept"), 0);
  const started = workspace.read("results/sweep/journal.jsonl").split("\n")
    .find((line) => line.includes('"combination-started"'));
  assertEquals(JSON.parse(started!).identity.benchEnv, { result: "kept" });
});

Deno.test("a benchmark that works in another directory leaves its result where it is looked for", async () => {
  using workspace = new Workspace();
  const elsewhere = workspace.at("elsewhere");
  await Deno.mkdir(elsewhere);
  const [command, ...args] = sweepArguments(workspace, {
    serveParams: "[{}]",
    benchParams: "[{}]",
    benchCmd: `env -C ${elsewhere} ${program("bench.sh")}`,
    numRuns: 1,
  }, []);
  const at = args.indexOf("--output-dir");
  args[at + 1] = "results";
  assertCode(await cli([command!, ...args], { cwd: workspace.path }), 0);
  assertEquals(runFiles(workspace), ["run=0.json"]);
});
