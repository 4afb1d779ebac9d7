/** Servers side by side: each on GPUs, a port and processors of its own; nothing changes about what is measured. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { allowedCpus, canSplitCpus, physicalCores } from "../src/exec/gpu/cpus.ts";
import { which } from "../src/exec/process/which.ts";
import { isThere } from "../src/lib/files.ts";
import { parseCpuList } from "../src/machine/cpu_split.ts";
import { assertCode, spawnCli } from "./harness/cli.ts";
import { finished } from "./harness/deadline.ts";
import { FakeGpus } from "./harness/fake_gpus.ts";
import { assertNothingLeft, small } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { eventually } from "./harness/process_table.ts";
import {
  program,
  runFiles,
  serverCommand,
  sweep,
  sweepArguments,
  type SweepOptions,
} from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

const FOUR = `[{"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}]`;
const SIDE_BY_SIDE = ["--gpus", "0-3", "--parallel", "auto"];

/** Four serve sets, one bench set; server and benchmark name one and the same port. */
function fourServers(workspace: Workspace, wrapper = ""): SweepOptions {
  const server = serverCommand();
  const port = server.split(" ").at(-1)!;
  return {
    ...small(workspace),
    serveCmd: wrapper === "" ? server : `${program(wrapper)} ${server}`,
    benchCmd: `${program("waits_for_others.sh")} --port ${port}`,
    serveParams: FOUR,
    env: { COMPANY: "4" },
  };
}

Deno.test("four servers run at the same time, no GPU and no port twice, whatever port the commands name", async () => {
  using workspace = new Workspace();
  // A benchmark alone would wait for ever.
  const result = await sweep(workspace, fourServers(workspace), ...SIDE_BY_SIDE);
  assertCode(result, 0);
  assertEquals(runFiles(workspace).length, 8);
  const starts = eventsOf(journalLines(workspace), "server-starting");
  const gpus = starts.map(({ placement }) => placement!.gpus.join());
  assertEquals(gpus.toSorted(), ["0", "1", "2", "3"]);
  assertEquals(new Set(starts.map(({ argv }) => argv!.join(" ").split("--port ")[1])).size, 4);
  const runs = eventsOf(journalLines(workspace), "run-started");
  assert(runs.some(({ beside }) => beside === 3));
  const { packing } = workspace.json("results/sweep/sweep.json").sessions[0];
  assertEquals(packing.gpus, ["0", "1", "2", "3"]);
  assertEquals(packing.starts.map(({ gpus }: { gpus: string[] }) => gpus.join()).sort(), [
    ...["0", "1", "2", "3"],
  ]);
  assertNothingLeft(workspace);
});

Deno.test("a server sees its GPUs and its share of the processors", async () => {
  using workspace = new Workspace();
  const serveParams = `[{"a": 1}, {"a": 2}]`;
  const options = { ...fourServers(workspace, "prints_its_place.sh"), serveParams };
  const env = { COMPANY: "2" };
  const result = await sweep(
    workspace,
    { ...options, env },
    ...["--gpus", "4,6", "--parallel", "2"],
  );
  assertCode(result, 0);
  const places = [1, 2].map((a) => workspace.read(`results/sweep/logs/SERVE--a=${a}/server.log`))
    .map((log) => /place: GPUs (\S+), processors (\S+)/.exec(log)!);
  assertEquals(places.map(([, gpu]) => gpu).toSorted(), ["4", "6"]);
  const isSplit = allowedCpus().length >= 2 && canSplitCpus();
  assertEquals(new Set(places.map(([, , cpus]) => cpus)).size, isSplit ? 2 : 1);
});

Deno.test("servers side by side have their shares of the processors without GPUs too", async () => {
  using workspace = new Workspace();
  const serveParams = `[{"a": 1}, {"a": 2}]`;
  const options = { ...fourServers(workspace), serveParams, env: { COMPANY: "2" } };
  const result = await sweep(workspace, options, "--gpus", "none", "--parallel", "2");
  assertCode(result, 0);
  const cpus = eventsOf(journalLines(workspace), "server-starting")
    .map(({ placement }) => placement!.cpus);
  const isSplit = physicalCores(allowedCpus()).length >= 2 && canSplitCpus();
  assertEquals(new Set(cpus).size, isSplit ? 2 : 1);
  assertEquals(cpus.includes(null), !isSplit);
});

Deno.test("with fewer servers side by side than GPUs each has its part of all processors", async () => {
  using workspace = new Workspace();
  const serveParams = `[{"a": 1}, {"a": 2}]`;
  const options = { ...fourServers(workspace, "prints_its_place.sh"), serveParams };
  const env = { COMPANY: "2" };
  const extra = ["--gpus", "0-7", "--parallel", "2"];
  assertCode(await sweep(workspace, { ...options, env }, ...extra), 0);
  const processors = [1, 2].map((a) =>
    workspace.read(`results/sweep/logs/SERVE--a=${a}/server.log`)
  ).map((log) => /processors (\S+)/.exec(log)![1]!);
  const cores = physicalCores(allowedCpus());
  if (!canSplitCpus() || cores.length < 2) return;
  const counts = processors.map((list) => parseCpuList(list)!.length);
  assertEquals(counts.reduce((sum, count) => sum + count), allowedCpus().length);
  assert(Math.abs(counts[0]! - counts[1]!) <= cores[0]!.length);
});

Deno.test("without taskset a sweep says that servers side by side share the processors, and a dry run too", async () => {
  using workspace = new Workspace();
  // Every program of the system but this one.
  for await (const { name } of Deno.readDir("/usr/bin")) {
    if (name !== "taskset") await Deno.symlink(`/usr/bin/${name}`, workspace.at(name));
  }
  const deno = which("deno", Deno.env.get("PATH")!);
  if (deno !== null && !isThere(workspace.at("deno"))) {
    await Deno.symlink(deno, workspace.at("deno"));
  }
  const options = { ...fourServers(workspace), env: { PATH: workspace.path } };
  const dry = await sweep(workspace, options, ...SIDE_BY_SIDE, "--dry-run");
  assertCode(dry, 0);
  assertStringIncludes(dry.stderr, "taskset (of util-linux) is not on PATH");
});

Deno.test("--gpus none with --parallel auto is answered by what was asked", async () => {
  using workspace = new Workspace();
  const extra = ["--gpus", "none", "--parallel", "auto"];
  const result = await sweep(workspace, fourServers(workspace), ...extra);
  assertCode(result, 2);
  assertStringIncludes(result.stderr, "--gpus none shares out no GPUs");
});

Deno.test("a tool for GPUs that hangs does not hold up Ctrl-C", async () => {
  using workspace = new Workspace();
  using gpus = new FakeGpus();
  gpus.write("hangs", "");
  const options = { ...small(workspace), env: gpus.env };
  const child = spawnCli(sweepArguments(workspace, options, ["--gpus", "auto"]), options);
  await eventually("the question", () => gpus.calls().length > 0);
  child.kill("SIGINT");
  const { code, stderr } = await finished(child, "servesweep");
  assertEquals(code, 130);
  assertStringIncludes(stderr, "stopped by SIGINT before anything");
});

Deno.test("with --no-cpu-split all processors are for everybody", async () => {
  using workspace = new Workspace();
  const options = { ...small(workspace), benchCmd: portBench() };
  const extra = ["--gpus", "0-1", "--parallel", "2", "--no-cpu-split"];
  assertCode(await sweep(workspace, options, ...extra), 0);
  const [start] = eventsOf(journalLines(workspace), "server-starting");
  assertEquals(start!.placement!.cpus, null);
});

Deno.test("a bench command that cannot be told the port is an error before anything starts", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, small(workspace), ...SIDE_BY_SIDE);
  assertCode(result, 2);
  assertStringIncludes(result.stderr, "Write --port auto");
  assertEquals(workspace.files(), []);
});

/** A benchmark that takes its port from the command line; the fixture does not care which. */
function portBench(): string {
  return `${program("bench.sh")} --port auto`;
}

Deno.test("what was measured side by side is reused one at a time, and the other way round", async () => {
  using workspace = new Workspace();
  const options = { ...fourServers(workspace), numRuns: 1 };
  assertCode(await sweep(workspace, options, ...SIDE_BY_SIDE), 0);
  const again = await sweep(workspace, options, "--resume");
  assertCode(again, 0);
  assertStringIncludes(again.stderr, "4 of 4 runs are there already");
});

Deno.test("a server takes as many GPUs as its command says, and one that takes too many is refused", async () => {
  using workspace = new Workspace();
  const options = {
    ...small(workspace),
    serveCmd: "vllm serve m",
    benchCmd: "vllm bench serve",
    serveParams: `[{"tensor_parallel_size": 2}, {"tensor_parallel_size": 8}]`,
  };
  const refused = await sweep(workspace, options, "--gpus", "0-3", "--dry-run");
  assertCode(refused, 2);
  assertStringIncludes(
    refused.stderr,
    "SERVE--tensor_parallel_size=8 takes 8 GPUs, and --gpus has 4",
  );
  const dry = await sweep(workspace, options, "--gpus", "0-7", "--parallel", "auto", "--dry-run");
  assertCode(dry, 0);
  assertMatch(dry.stdout, /Server start 1 of 2: SERVE--tensor_parallel_size=2, 2 GPUs/);
  assertStringIncludes(
    dry.stdout,
    "Packing: up to 8 server starts side by side on GPUs 0,1,2,3,4,5,6,7",
  );
});

Deno.test("a resume with fewer GPUs needs room only for what is left to do", async () => {
  using workspace = new Workspace();
  const serveCmd = serverCommand().replace(/\d+$/, "auto");
  const serveParams = `[{"tensor_parallel_size": 2}, {"tensor_parallel_size": 1}]`;
  const options = { ...small(workspace), serveCmd, benchCmd: portBench(), serveParams };
  assertCode(await sweep(workspace, options, ...SIDE_BY_SIDE), 0);
  await Deno.remove(workspace.at("results/sweep/SERVE--tensor_parallel_size=1/run=1.json"));
  const fewer = ["--gpus", "0", "--parallel", "auto", "--resume"];
  assertCode(await sweep(workspace, options, ...fewer), 0);
  const refused = await sweep(workspace, { ...options, numRuns: 3 }, ...fewer);
  assertCode(refused, 2);
  assertStringIncludes(refused.stderr, "takes 2 GPUs, and --gpus has 1");
});

Deno.test("variables that hide GPUs and --gpus do not go together", async () => {
  using workspace = new Workspace();
  const extra = ["--gpus", "0-3", "--env", "CUDA_VISIBLE_DEVICES=1", "--dry-run"];
  const result = await sweep(workspace, small(workspace), ...extra);
  assertCode(result, 2);
  assertStringIncludes(result.stderr, "gets CUDA_VISIBLE_DEVICES from --env");
});

Deno.test("--gpus auto takes what nvidia-smi shows, and says what there is where a GPU is not", async () => {
  using workspace = new Workspace();
  using gpus = new FakeGpus({ count: 4 });
  const options = { ...fourServers(workspace), env: { ...gpus.env, COMPANY: "4" }, numRuns: 1 };
  assertCode(await sweep(workspace, options, "--parallel", "auto"), 0);
  assertEquals(eventsOf(journalLines(workspace), "server-starting").length, 4);
  const refused = await sweep(workspace, { ...options, name: "x" }, "--gpus", "3-4");
  assertCode(refused, 2);
  assertStringIncludes(refused.stderr, "4");
});

Deno.test("without GPUs --parallel auto asks for a number, and a number is enough", async () => {
  using workspace = new Workspace();
  using gpus = new FakeGpus({ count: 0 });
  const options = { ...fourServers(workspace), env: { ...gpus.env, COMPANY: "4" }, numRuns: 1 };
  const refused = await sweep(workspace, options, "--parallel", "auto");
  assertCode(refused, 2);
  assertStringIncludes(refused.stderr, "--parallel N");
  assertCode(await sweep(workspace, options, "--parallel", "4"), 0);
});

Deno.test("the next server on a GPU starts when the memory of the last one is back", async () => {
  using workspace = new Workspace();
  using gpus = new FakeGpus({ count: 2, linger: 2 });
  const serveCmd = serverCommand("gives_memory_back_late.ts").replace(/\d+$/, "auto");
  const options = {
    ...small(workspace),
    ...{ serveCmd, benchCmd: portBench(), serveParams: FOUR, env: gpus.env, numRuns: 1 },
  };
  const result = await sweep(workspace, options, "--gpus", "auto", "--parallel", "2");
  assertCode(result, 0);
  const journal = journalLines(workspace);
  assertEquals(eventsOf(journal, "server-failed"), []);
  assertEquals(eventsOf(journal, "server-stopped").length, 4);
  assertEquals(eventsOf(journal, "memory-kept"), []);
});

Deno.test("a failure ends the servers beside it; with --continue-on-error it does not", async () => {
  using workspace = new Workspace();
  const serveCmd = `${program("runs_out_of_memory.sh")} --port auto`;
  const options = { ...fourServers(workspace), serveCmd, benchCmd: portBench() };
  const result = await sweep(workspace, options, ...SIDE_BY_SIDE, "--max-start-failures", "0");
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "gpu-out-of-memory");
  assertNothingLeft(workspace);
  const all = await sweep(
    workspace,
    { ...options, name: "all" },
    ...[...SIDE_BY_SIDE, "--continue-on-error", "--max-start-failures", "0"],
  );
  assertCode(all, 3);
  assertStringIncludes(all.stderr, "4 combinations failed");
  assertNothingLeft(workspace, "all");
});

Deno.test("--order interleaved spreads repetitions over server starts, with a log for each", async () => {
  using workspace = new Workspace();
  const options = { ...small(workspace), serveParams: `[{"a": 1}, {"a": 2}]`, numRuns: 3 };
  const result = await sweep(workspace, options, "--order", "interleaved", "--starts", "2");
  assertCode(result, 0);
  const runs = eventsOf(journalLines(workspace), "run-finished")
    .map(({ name }) => `${name!.directory.at(-1)} ${name!.run}`);
  assertEquals(runs, ["1 0", "1 2", "2 0", "2 2", "1 1", "2 1"]);
  assertEquals(
    workspace.files("results/sweep/logs").filter((file) => file.includes("server")),
    ["SERVE--a=1/server-2.log", "SERVE--a=1/server.log"].concat(
      ["SERVE--a=2/server-2.log", "SERVE--a=2/server.log"],
    ),
  );
  const summary = workspace.json("results/sweep/SERVE--a=1/summary.json");
  assertEquals(summary.map((run: { run_number: number }) => run.run_number), [0, 1, 2]);
});

for (const priority of [[], ["--priority", "widest"], ["--priority", "longest"]]) {
  Deno.test(`side by side the rounds of --order interleaved stay rounds ${priority.join(" ")}`, async () => {
    using workspace = new Workspace();
    const options = {
      ...small(workspace),
      serveCmd: "vllm serve m",
      benchCmd: "vllm bench serve",
      serveParams: `[{"tp": 1, "_benchmark_name": "a"}, {"tp": 2, "_benchmark_name": "b"}]`
        .replaceAll("tp", "tensor_parallel_size"),
    };
    const extra = ["--gpus", "0-3", "--parallel", "2", "--order", "interleaved", "--dry-run"];
    const dry = await sweep(workspace, options, ...extra, ...priority);
    assertCode(dry, 0);
    assertMatch(dry.stdout, /^Order: SERVE--b, SERVE--a, SERVE--b \(start 2\), SERVE--a/m);
  });
}

Deno.test("the interference check compares a combination alone and in company, beside the results", async () => {
  using workspace = new Workspace();
  const options = { ...fourServers(workspace), benchCmd: portBench() };
  const serveCmd = options.serveCmd!.replace(/\d+$/, "auto");
  const result = await sweep(
    workspace,
    { ...options, serveCmd },
    ...[...SIDE_BY_SIDE, "--check-interference"],
  );
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "Interference: 4 servers side by side change no number");
  assertStringIncludes(
    result.stderr,
    "+0.0% Output token throughput (95% interval +0.0% to +0.0%)",
  );
  const { copies, differences } = workspace.json("results/sweep/interference/difference.json");
  assertEquals(copies, 4);
  const [row] = differences;
  assertEquals([row.alone.length, row.packed.length], [2, 8]);
  assertEquals(runFiles(workspace).filter((file) => !file.startsWith("interference")).length, 8);
  assertEquals(workspace.read("results/sweep/summary.csv").trim().split("\n").length, 9);
  // Plots, vLLM's too, draw every summary.json below the directory.
  const summaries = workspace.files("results/sweep").filter((file) => /summary/.test(file));
  assertEquals(summaries.filter((file) => file.startsWith("interference")), []);
});

Deno.test("with --show-stdout the lines of several servers stay whole, and with --json the events too", async () => {
  using workspace = new Workspace();
  const serveCmd = `${program("talks_in_pieces.sh")} ${serverCommand().replace(/\d+$/, "auto")}`;
  const options = { ...fourServers(workspace), serveCmd, benchCmd: portBench(), numRuns: 1 };
  const shown = [...SIDE_BY_SIDE, "--show-stdout"];
  const json = await sweep(workspace, options, ...shown, "--json");
  assertCode(json, 0);
  const events = json.stdout.trim().split("\n").map((line) => JSON.parse(line).type);
  assertEquals(events, journalLines(workspace).map(({ type }) => type));
  const text = await sweep(workspace, { ...options, name: "text" }, ...shown);
  assertCode(text, 0);
  const expected = [1, 2, 3, 4].flatMap((server) =>
    [1, 2, 3, 4, 5].map((line) => `server ${server} line ${line} é end ${server} ${line}`)
  );
  for (const output of [json.stderr, text.stdout]) {
    const lines = output.split("\n").filter((line) => /server \d line|end \d|\ufffd/.test(line));
    assertEquals(lines.sort(), expected);
  }
});

Deno.test("an interference check that fails says so, where its log is, and counts no run of the sweep", async () => {
  using workspace = new Workspace();
  const serveCmd = `${program("exits_with_1.sh")} --port auto`;
  const options = { ...fourServers(workspace), serveCmd, benchCmd: portBench() };
  const extra = [...SIDE_BY_SIDE, "--check-interference", "--retries", "0"];
  const result = await sweep(workspace, options, ...extra);
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "Interference check: The server");
  assertStringIncludes(result.stderr, "/interference/alone/logs/alone/server.log");
  assert(workspace.read("results/sweep/interference/alone/logs/alone/server.log") !== "");
  const [finished] = eventsOf(journalLines(workspace), "sweep-finished");
  assertMatch(JSON.stringify(finished), /"valid":0,"failed":0/);
  const more = ["--continue-on-error", "--max-start-failures", "0"];
  const goesOn = await sweep(workspace, { ...options, name: "on" }, ...extra, ...more);
  assertCode(goesOn, 3);
  assertStringIncludes(goesOn.stderr, "Interference check: nothing to compare, no run of it is");
  assertStringIncludes(goesOn.stderr, "4 combinations failed");
  assertNothingLeft(workspace, "on");
});

Deno.test("the interference check takes a server of which two fit, with all repetitions; a dry run tells which", async () => {
  using workspace = new Workspace();
  const serveParams = `[{"a": 1, "tensor_parallel_size": 2}, {"a": 2}]`;
  const serveCmd = serverCommand().replace(/\d+$/, "auto");
  const options = { ...fourServers(workspace), serveCmd, benchCmd: portBench(), serveParams };
  const check = ["--parallel", "auto", "--check-interference", "--order", "interleaved"];
  const dry = await sweep(workspace, options, "--gpus", "0-2", ...check, "--dry-run");
  assertStringIncludes(
    dry.stdout,
    "Interference check first: SERVE--a=2 alone, then 3 of it side by side; not in the estimate",
  );
  assertCode(await sweep(workspace, options, "--gpus", "0-2", ...check), 0);
  const [row] = workspace.json("results/sweep/interference/difference.json").differences;
  assertEquals([row.alone.length, row.packed.length], [2, 6]);
  const small = { ...options, serveParams: `[{"tensor_parallel_size": 2}]`, name: "small" };
  const none = await sweep(workspace, small, "--gpus", "0-2", ...check);
  assertCode(none, 0);
  assertStringIncludes(none.stderr, "Interference check: none, no two servers of a set fit");
});
