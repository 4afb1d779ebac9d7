/**
 * Faults and what becomes of them: one program with one vice each. Elsewhere: a server that ignores SIGTERM, a benchmark that
 * hangs, two sweeps at once (stop_test.ts); a foreign server, torn, missing and failed results (serve_test.ts); a stale lock
 * (locked_sweep_test.ts).
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, type CliResult } from "./harness/cli.ts";
import { processesWith } from "./harness/process_table.ts";
import { program, runFiles, serverCommand, sweep, type SweepOptions } from "./harness/sweep.ts";
import { SmallDisk } from "./harness/small_disk.ts";
import { freePort, Workspace } from "./harness/workspace.ts";

/** One fault. */
interface Fault {
  readonly name: string;
  readonly serveCmd?: () => string;
  readonly bench?: string;
  readonly extra?: readonly string[];
  readonly code: number;
  /** Class of the first failure in the journal; null for none. */
  readonly failure: string | null;
  /** A part of what is printed to standard error. */
  readonly says?: string;
  readonly runs: number;
  readonly servers: number;
}

/** A fixture server started by a program with a vice. */
function startedBy(name: string): string {
  return `${program(name)} ${serverCommand()}`;
}

const FAULTS: readonly Fault[] = [
  {
    name: "a server that ends with 0 before it is ready is tried again, then has failed",
    serveCmd: () => `${program("exits_with_0.sh")} --port ${freePort()}`,
    code: 1,
    failure: "crash",
    says: "ended with exit code 0 before it was ready",
    runs: 0,
    servers: 2,
  },
  {
    name: "a server without memory is not tried again, and the message has the line of its log",
    serveCmd: () => `${program("runs_out_of_memory.sh")} --port ${freePort()}`,
    code: 1,
    failure: "gpu-out-of-memory",
    says: "before it was ready: ValueError: No available memory for the cache blocks.",
    runs: 0,
    servers: 1,
  },
  {
    name: "a server that accepts and never answers is given up at --server-ready-timeout",
    serveCmd: () => serverCommand("accepts_and_is_silent.ts"),
    extra: ["--server-ready-timeout", "1s"],
    code: 1,
    failure: "load-timeout",
    says: "a connection without an answer",
    runs: 0,
    servers: 1,
  },
  {
    name: "a server that binds late and answers 503 for a while is waited for",
    serveCmd: () => serverCommand("refuses_at_first.ts"),
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
  },
  {
    name: "--port=N is the port",
    serveCmd: () => serverCommand().replace("--port ", "--port="),
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
  },
  {
    name: "workers that outlive their server, or left its session, are ended with it",
    serveCmd: () => startedBy("leaves_workers.sh"),
    extra: ["--stop-timeout", "100ms"],
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
  },
  {
    name: "a server that dies in mid-benchmark ends the run at once, and a new one goes on",
    serveCmd: () => startedBy("dies_on_request.sh"),
    bench: "hangs_once.sh",
    code: 0,
    failure: "crash",
    says: "ended with exit code 139 while it was measured",
    runs: 2,
    servers: 2,
  },
  {
    name:
      "a server that answers on after its engine died ends the run at once, and a new one goes on",
    serveCmd: () => startedBy("loses_its_engine.sh"),
    bench: "hangs_once.sh",
    extra: ["--stop-timeout", "1s"],
    code: 0,
    failure: "crash",
    says: "died while it was measured: ",
    runs: 2,
    servers: 2,
  },
  {
    name: "a benchmark that fails once is tried again, and its failure is kept",
    bench: "fails_once.sh",
    code: 0,
    failure: "bench-error",
    says: "run 0: trying again (1 of 1)",
    runs: 2,
    servers: 1,
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
    name: "the result of another run is no result",
    bench: "leaves_another_result.sh",
    code: 1,
    failure: "bench-error",
    says: "wrote no result file",
    runs: 0,
    servers: 1,
  },
];

/** One serve set, one bench set, two runs. */
async function run(workspace: Workspace, fault: Fault): Promise<CliResult> {
  const { serveCmd = serverCommand, bench = "bench.sh", extra = [] } = fault;
  return await sweep(
    workspace,
    { ...once(workspace), serveCmd: serveCmd(), benchCmd: program(bench) },
    ...extra,
  );
}

function once(workspace: Workspace): SweepOptions {
  return { serveParams: "[{}]", benchParams: "[{}]", cwd: workspace.path };
}

interface JournalLine {
  readonly type: string;
  readonly session: string;
  readonly failure?: { readonly class: string };
  readonly outcome?: { readonly failure?: { readonly class: string } };
}

function journal(workspace: Workspace): JournalLine[] {
  return workspace.read("results/sweep/journal.jsonl").trim().split("\n")
    .map((line) => JSON.parse(line));
}

for (const fault of FAULTS) {
  Deno.test(`fault: ${fault.name}`, async () => {
    using workspace = new Workspace();
    const result = await run(workspace, fault);
    assertCode(result, fault.code);
    assertStringIncludes(result.stderr, fault.says ?? "");
    const events = journal(workspace);
    const failures = events.map(({ failure, outcome }) => (failure ?? outcome?.failure)?.class);
    assertEquals(failures.find((name) => name !== undefined) ?? null, fault.failure);
    assertEquals(runFiles(workspace).length, fault.runs);
    assertEquals(events.filter(({ type }) => type === "server-starting").length, fault.servers);
    assertEquals(processesWith(events[0]!.session), []);
  });
}

Deno.test("fault: a benchmark that prints too much leaves logs of a bounded size", async () => {
  using workspace = new Workspace();
  const options = { ...once(workspace), benchCmd: program("talks_too_much.sh"), numRuns: 1 };
  assertCode(await sweep(workspace, options, "--log-max-size", "256KiB"), 0);
  const logs = workspace.files("results/sweep/logs").filter((file) => file.startsWith("run=0"));
  const bytes = logs.map((file) => Deno.statSync(workspace.at("results/sweep/logs", file)).size)
    .reduce((sum, size) => sum + size, 0);
  assert(logs.length > 1 && bytes < 20_000_000, `${logs.join(", ")}: ${bytes} bytes`);
  assertStringIncludes(workspace.read("results/sweep/logs/run=0.log"), "[servesweep] Cut at");
});

Deno.test({
  name: "fault: a disk that fills up ends the sweep with 6; with room again it goes on",
  ignore: !SmallDisk.isPossible(),
  fn: async () => {
    using workspace = new Workspace();
    using disk = new SmallDisk("size=2m");
    const room = workspace.at("room");
    const options = {
      ...once(workspace),
      serveCmd: serverCommand(),
      benchCmd: program("fills_the_disk.sh"),
      env: { ROOM: room },
    };
    const output = ["--output-dir", disk.path, "--min-free", "0"];
    const full = await sweep(workspace, options, ...output);
    assertCode(full, 6);
    assertStringIncludes(full.stderr, "No space left on device");
    assertStringIncludes(full.stdout, "(no parameters)   1/2");
    assertEquals(
      JSON.parse(await Deno.readTextFile(`${disk.path}/sweep/run=0.json`)).completed,
      10,
    );
    workspace.write("room", "");
    const resumed = await sweep(workspace, options, ...output, "--resume");
    assertCode(resumed, 0);
    assertStringIncludes(resumed.stderr, "1 of 2 runs are there already");
  },
});

Deno.test({
  name: "fault: a disk that cannot be written to ends the sweep with 6 before anything starts",
  ignore: !SmallDisk.isPossible(),
  fn: async () => {
    using workspace = new Workspace();
    using disk = new SmallDisk("size=1m");
    disk.makeReadOnly();
    const result = await sweep(workspace, once(workspace), "-o", disk.path, "--min-free", "0");
    assertCode(result, 6);
    assertStringIncludes(result.stderr, "Read-only file system");
  },
});

Deno.test("fault: what a dead sweep left is ended by the next one, that of a live sweep is left alone", async () => {
  using workspace = new Workspace();
  // A process that carries the marker of a sweep that is no more, and one of ours, which lives.
  const ticks = /\) (.*)/.exec(await Deno.readTextFile("/proc/self/stat"))![1]!.split(" ")[19];
  const marked = (marker: string) =>
    new Deno.Command("sleep", { args: ["600"], env: { SERVESWEEP_RUN_ID: marker } }).spawn();
  const dead = marked(`${Deno.pid}.1.00000000.0`);
  const alive = marked(`${Deno.pid}.${ticks}.00000000.0`);
  try {
    const result = await sweep(workspace, { ...once(workspace), numRuns: 1 });
    assertCode(result, 0);
    assertStringIncludes(result.stderr, "that a dead sweep had left: ");
    const ended = /dead sweep had left: (.*)/.exec(result.stderr)?.[1] ?? "";
    assert(ended.split("; ").some((text) => text.startsWith(`${dead.pid} `)), ended);
    assert(!ended.split("; ").some((text) => text.startsWith(`${alive.pid} `)), ended);
    assertEquals((await dead.status).signal, "SIGTERM");
    assertEquals(journal(workspace).filter(({ type }) => type === "survivors-ended").length, 1);
  } finally {
    alive.kill("SIGKILL");
    await alive.status;
  }
});

Deno.test("fault: a server that serves another model than its command names does not become ready", async () => {
  using workspace = new Workspace();
  const port = freePort();
  const vllm = workspace.write(
    "vllm",
    `#!/bin/sh\nexec ${serverCommand("server.ts", port)} --model other\n`,
  );
  await Deno.chmod(vllm, 0o755);
  const options = { ...once(workspace), serveCmd: `${vllm} serve mine --port ${port}` };
  const result = await sweep(workspace, options);
  assertCode(result, 1);
  assertStringIncludes(result.stderr, 'serves "other", which is not the model');
  assertEquals(runFiles(workspace), []);
});

Deno.test("fault: first starts that fail alike end the sweep, however many are left", async () => {
  using workspace = new Workspace();
  const serveCmd = `${program("runs_out_of_memory.sh")} --port ${freePort()}`;
  const serveParams = JSON.stringify([1, 2, 3, 4, 5].map((a) => ({ a })));
  const result = await sweep(
    workspace,
    { ...once(workspace), serveCmd, serveParams },
    "--continue-on-error",
  );
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "The first 3 server starts failed in the same way");
  assertEquals(journal(workspace).filter(({ type }) => type === "server-starting").length, 3);
});

Deno.test("a sweep longer than --sweep-timeout is stopped with 5, what was measured is kept", async () => {
  using workspace = new Workspace();
  const bench = workspace.write(
    "bench",
    `#!/bin/sh\ncase "$*" in *run=1.json*) exec sleep 600;; esac\nexec ${
      program("bench.sh")
    } "$@"\n`,
  );
  await Deno.chmod(bench, 0o755);
  const options = { ...once(workspace), benchCmd: bench };
  const result = await sweep(workspace, options, "--sweep-timeout", "3s");
  assertCode(result, 5);
  assertStringIncludes(result.stderr, "took longer than 3 s (--sweep-timeout)");
  assertStringIncludes(result.stderr, "--resume sweep");
  assertEquals(runFiles(workspace), ["run=0.json"]);
  const last = workspace.read("results/sweep/journal.jsonl").trim().split("\n").at(-1)!;
  assertStringIncludes(last, "--sweep-timeout");
});

Deno.test("a command after the benchmark that hangs is ended at --after-bench-timeout", async () => {
  using workspace = new Workspace();
  const result = await sweep(
    workspace,
    { ...once(workspace), noCacheReset: false },
    ...["--after-bench-cmd", "sleep 600", "--after-bench-timeout", "1s"],
  );
  assertCode(result, 1);
  assertStringIncludes(result.stderr, "did not end within 1 s (--after-bench-timeout)");
  assertEquals(processesWith(journal(workspace)[0]!.session), []);
});

Deno.test("an open port is taken for server and benchmark alike, and the runs are reused after it", async () => {
  using workspace = new Workspace();
  const serveCmd = `${Deno.execPath()} run -A --no-config ${program("server.ts")} --port auto`;
  const log = workspace.at("bench.log");
  const options = {
    ...once(workspace),
    serveCmd,
    benchCmd: `${program("bench.sh")} --port auto`,
    env: { BENCH_LOG: log },
  };
  assertCode(await sweep(workspace, options), 0);
  const port = /"--port","(\d+)"/.exec(workspace.read("results/sweep/journal.jsonl"))![1];
  assertStringIncludes(workspace.read("bench.log"), `--port ${port} `);
  const again = await sweep(workspace, options, "--resume");
  assertCode(again, 0);
  assertStringIncludes(again.stderr, "2 of 2 runs are there already");
});

Deno.test("a secret is nowhere in what servesweep prints or writes, and a new one measures the same", async () => {
  using workspace = new Workspace();
  const server = serverCommand();
  const secrets = [
    "sk-first-1234567",
    "hf_first_1234567",
    "sk-second-1234567",
    "hf_second_1234567",
  ];
  const run = (key: string, token: string, ...extra: string[]) =>
    sweep(
      workspace,
      { ...once(workspace), serveCmd: `${server} --api-key ${key}` },
      ...["--env", `HF_TOKEN=${token}`, ...extra],
    );
  const first = await run(secrets[0]!, secrets[1]!);
  assertCode(first, 0);
  const again = await run(secrets[2]!, secrets[3]!, "--resume");
  assertCode(again, 0);
  assertStringIncludes(again.stderr, "2 of 2 runs are there already");
  const dry = await run(secrets[0]!, secrets[1]!, "--resume", "--dry-run", "--json");
  const texts = [first, again, dry].flatMap(({ stdout, stderr }) => [stdout, stderr]);
  for (const file of workspace.files("results")) texts.push(workspace.read("results", file));
  assert(texts.some((text) => text.includes("***")));
  for (const secret of secrets) assertEquals(texts.filter((text) => text.includes(secret)), []);
});
