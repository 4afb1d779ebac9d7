/**
 * Faults of servers, and what becomes of them: one program with one vice each. Elsewhere: a foreign server on the port, one that
 * answers at the health URL (serve_test.ts); a server that ignores SIGTERM when its sweep is stopped (stop_test.ts); a guard
 * where nobody reaps (no_reaper_test.ts).
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { assertNothingLeft, small, startedBy, testFaults } from "./harness/faults.ts";
import { FakeGpus } from "./harness/fake_gpus.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { program, runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { freePort, Workspace } from "./harness/workspace.ts";
import { processInfo } from "../src/exec/process/proc.ts";

/** Command of a server that never listens. */
function neverListens(name: string): () => string {
  return () => `${program(name)} --port ${freePort()}`;
}

const FIVE_SETS = JSON.stringify([1, 2, 3, 4, 5].map((a) => ({ a })));

testFaults([
  {
    name: "a server that ends with 0 before it is ready is no crash, and is not tried again",
    serveCmd: neverListens("exits_with_0.sh"),
    code: 1,
    failure: "bad-argument",
    says:
      "ended with exit code 0 before it was ready, without serving: it has to stay in the foreground",
    runs: 0,
    servers: 1,
  },
  {
    name: "a server that ends with 1 before it is ready is tried again, then has failed",
    serveCmd: neverListens("exits_with_1.sh"),
    code: 1,
    failure: "crash",
    says: "ended with exit code 1 before it was ready",
    runs: 0,
    servers: 2,
    after: (_, journal) => assertEquals(eventsOf(journal, "retrying").length, 1),
  },
  {
    name: "a server that fails to start once is tried again and measured",
    serveCmd: () => startedBy("fails_to_start_once.sh"),
    code: 0,
    failure: "crash",
    says: "Server (no parameters): trying again (1 of 1)",
    runs: 2,
    servers: 2,
  },
  {
    name: "a server without memory is not tried again, and the message has the line of its log",
    serveCmd: neverListens("runs_out_of_memory.sh"),
    code: 1,
    failure: "gpu-out-of-memory",
    says: "before it was ready: ValueError: No available memory for the cache blocks.",
    runs: 0,
    servers: 1,
    after: (_, journal) => assertEquals(eventsOf(journal, "retrying"), []),
  },
  {
    name: "a server that accepts and never answers is given up at --server-ready-timeout",
    serveCmd: () => serverCommand("accepts_and_is_silent.ts"),
    extra: ["--server-ready-timeout", "1s"],
    code: 1,
    failure: "load-timeout",
    says: "was not ready within 1 s (--server-ready-timeout)",
    runs: 0,
    servers: 1,
  },
  {
    name: "a server that binds late is waited for",
    serveCmd: () => startedBy("binds_late.sh"),
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
    after: (_, journal) => {
      const [ready] = eventsOf(journal, "server-ready");
      assert(ready!.startupMs! >= 500, `${ready!.startupMs} ms`);
    },
  },
  {
    name: "a server that answers 503 for a while is waited for",
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
    name: "a worker that outlives its server is ended with it",
    serveCmd: () => startedBy("leaves_workers.sh"),
    extra: ["--stop-timeout", "100ms"],
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
    after: (_, journal) => assertEquals(eventsOf(journal, "server-stopped")[0]?.killed, true),
  },
  {
    name:
      "a worker that erased its environment and left its session and its parents is ended with the server",
    serveCmd: () => startedBy("hides_its_worker.sh"),
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
    after: (workspace) => assertEquals(processInfo(Number(workspace.read("hidden"))), null),
  },
  {
    name: "a worker that left the session of its server is ended with it",
    serveCmd: () => startedBy("escapes_its_session.sh"),
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
  },
  {
    name: "a server that ignores SIGTERM is killed at --stop-timeout",
    serveCmd: () => serverCommand("ignores_sigterm.ts"),
    extra: ["--stop-timeout", "100ms"],
    code: 0,
    failure: null,
    says: "by SIGKILL: it did not heed SIGTERM",
    runs: 2,
    servers: 1,
    after: (_, journal) => assertEquals(eventsOf(journal, "server-stopped")[0]?.killed, true),
  },
  {
    name: "a container whose client ignores SIGTERM is ended by the program of containers",
    serveCmd: () =>
      `${program("docker")} run --rm --network host image ${serverCommand("ignores_sigterm.ts")}`,
    extra: ["--stop-timeout", "100ms"],
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
    after: (workspace) => {
      const calls = workspace.read("docker.log").trim().split("\n");
      assertEquals(calls.map((call) => call.split(" ")[0]), ["run", "stop", "kill"]);
      assertEquals(calls[1], "stop -t 1 container");
      assertEquals(processInfo(Number(workspace.read("container"))), null);
      assertEquals(workspace.files().filter((file) => file.endsWith(".cid")), []);
    },
  },
  {
    name: "--stop-cmd ends a server before SIGTERM does",
    serveCmd: () =>
      `sh -c 'echo $$ >server.pid; exec "$@"' sh ${serverCommand("ignores_sigterm.ts")}`,
    extra: ["--stop-cmd", `sh -c 'echo $SERVESWEEP_PORT >stopped; kill -9 $(cat server.pid)'`],
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
    after: (workspace, journal) => {
      const [starting] = eventsOf(journal, "server-starting");
      const argv = starting!.argv as readonly string[];
      assertEquals(workspace.read("stopped").trim(), argv[argv.indexOf("--port") + 1]);
      assertEquals(eventsOf(journal, "server-stopped")[0]?.killed, false);
    },
  },
  {
    name: "a server that takes its time to stop is given it",
    serveCmd: () => startedBy("stops_slowly.sh"),
    code: 0,
    failure: null,
    runs: 2,
    servers: 1,
    after: (_, journal) => {
      const [stopped] = eventsOf(journal, "server-stopped");
      assertEquals(stopped?.killed, false);
      assert(stopped!.durationMs! >= 300, `${stopped!.durationMs} ms`);
    },
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
    name: "without retries a server that dies costs its combination; the others get a new one",
    serveCmd: () => startedBy("dies_on_request.sh"),
    benchParams: `[{"b": 1}, {"b": 2}, {"b": 3}]`,
    bench: "hangs_once.sh",
    extra: ["--continue-on-error", "--retries", "0"],
    code: 3,
    failure: "crash",
    says: "1 combination failed",
    runs: 4,
    servers: 2,
    after: (workspace) =>
      assertEquals(runFiles(workspace).filter((file) => file.startsWith("BENCH--b=1")), []),
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
    name: "first starts that fail alike end the sweep, however many are left",
    serveCmd: neverListens("runs_out_of_memory.sh"),
    serveParams: FIVE_SETS,
    extra: ["--continue-on-error"],
    code: 1,
    failure: "gpu-out-of-memory",
    says: "The first 3 server starts failed in the same way (--max-start-failures)",
    runs: 0,
    servers: 3,
  },
  {
    name: "--max-start-failures says how many",
    serveCmd: neverListens("runs_out_of_memory.sh"),
    serveParams: FIVE_SETS,
    extra: ["--continue-on-error", "--max-start-failures", "2"],
    code: 1,
    failure: "gpu-out-of-memory",
    says: "The first 2 server starts failed in the same way (--max-start-failures)",
    runs: 0,
    servers: 2,
  },
  {
    name: "--max-failures counts server starts too",
    serveCmd: neverListens("runs_out_of_memory.sh"),
    serveParams: FIVE_SETS,
    extra: ["--continue-on-error", "--max-start-failures", "0", "--max-failures", "4"],
    code: 1,
    failure: "gpu-out-of-memory",
    says: "4 failures (--max-failures 4)",
    runs: 0,
    servers: 4,
  },
]);

Deno.test("fault: a server that serves another model than its command names does not become ready", async () => {
  using workspace = new Workspace();
  const port = freePort();
  const vllm = workspace.write(
    "vllm",
    `#!/bin/sh\nexec ${serverCommand("server.ts", port)} --model other\n`,
  );
  await Deno.chmod(vllm, 0o755);
  const serveCmd = `${vllm} serve mine --port ${port}`;
  const result = await sweep(workspace, { ...small(workspace), serveCmd });
  assertCode(result, 1);
  assertStringIncludes(result.stderr, 'serves "other", not "mine" as its command says');
  assertEquals(runFiles(workspace), []);
  assertEquals(
    eventsOf(journalLines(workspace), "server-failed")[0]?.failure?.class,
    "bad-argument",
  );
  assertNothingLeft(workspace);
});

Deno.test("fault: an engine that died between two runs ends the next one at once, and a new server goes on", async () => {
  using workspace = new Workspace();
  const options = {
    ...small(workspace),
    serveCmd: startedBy("loses_its_engine.sh"),
    benchCmd: program("hangs_without_engine.sh"),
    noCacheReset: false,
  };
  const afterBench = ["--after-bench-cmd", program("ends_the_engine.sh")];
  const result = await sweep(workspace, options, ...afterBench, "--stop-timeout", "1s");
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "EngineCore encountered a fatal error");
  const journal = journalLines(workspace);
  assertEquals(
    eventsOf(journal, "run-finished").map(({ outcome }) =>
      outcome!.failure?.class ?? outcome!.kind
    ),
    ["valid", "crash", "valid"],
  );
  assertEquals(eventsOf(journal, "server-starting").length, 2);
  assertNothingLeft(workspace);
});

Deno.test("fault: a server that finds the memory held by others says by whom, and starts once it is free, without a retry", async () => {
  using workspace = new Workspace();
  using gpus = new FakeGpus({ count: 1, linger: 3 });
  // No process has this pid: its memory is free after a few looks.
  gpus.hold(4_194_305, 0, 72_000);
  const options = {
    ...small(workspace),
    serveCmd: startedBy("finds_no_memory_once.sh"),
    env: gpus.env,
  };
  const result = await sweep(workspace, options, "--retries", "0");
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "memory is held by pid 4194305 python3 (70.3 GiB)");
  assertStringIncludes(result.stderr, "(gpu-out-of-memory)");
  assertEquals(eventsOf(journalLines(workspace), "server-starting").length, 2);
  assertNothingLeft(workspace);
});
