/** Budgets: what fits is measured, then a clean stop with 5; and the ledger says where the time went. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { assertNothingLeft, small } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { program, runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("what is known to take longer than the budget is not begun, what fits is; a resume does the rest", async () => {
  using workspace = new Workspace();
  const options = {
    ...small(workspace),
    serveCmd: serverCommand(),
    benchCmd: program("takes_long.sh"),
    benchParams:
      `[{"_benchmark_name": "long", "seconds": 5}, {"_benchmark_name": "short", "seconds": 0}]`,
    numRuns: 1,
    env: { SERVESWEEP_HISTORY: workspace.at("durations.jsonl") },
  };
  assertCode(await sweep(workspace, { ...options, name: "first" }), 0);
  const second = await sweep(workspace, options, "--budget", "4.5s");
  assertCode(second, 5);
  assertEquals(runFiles(workspace), ["BENCH--short/run=0.json"]);
  assertStringIncludes(second.stderr, "of the budget of 4.5 s (--budget): the next takes about");
  assertStringIncludes(second.stderr, "(no parameters): 1 run left for another time: What is left");
  assertStringIncludes(second.stderr, "1 run of the sweep left for another time");
  assertStringIncludes(second.stderr, "--resume sweep");
  const lines = journalLines(workspace);
  assertEquals(eventsOf(lines, "left-out").map(({ runs }) => runs), [1]);
  assertEquals(eventsOf(lines, "sweep-finished")[0]!.exitCode, 5);
  const dry = await sweep(workspace, options, "--resume", "--dry-run");
  assertStringIncludes(dry.stdout, "To do: 1 server start, 1 combination, 1 run");
  assertStringIncludes(dry.stdout, "its run was measured before on this machine");
});

for (
  const [option, value, says] of [
    ["--budget", "1s", "The budget of 1 s is used up (--budget)"],
    ["--gpu-budget", "2s", "The budget of 2 GPU seconds is used up (--gpu-budget)"],
    ["--sweep-timeout", "1s", "The sweep took longer than 1 s (--sweep-timeout)"],
  ] as const
) {
  Deno.test(`what nobody knew to take longer is stopped at ${option}, with 5`, async () => {
    using workspace = new Workspace();
    const options = { ...small(workspace), benchCmd: program("hangs.sh") };
    const gpus = ["--gpus", "0-3", "--gpus-per-server", "4"];
    const result = await sweep(workspace, options, ...gpus, option, value);
    assertCode(result, 5);
    assertStringIncludes(result.stderr, says);
    assertStringIncludes(result.stderr, "--resume sweep");
    assertEquals(runFiles(workspace), []);
    assertNothingLeft(workspace);
  });
}

Deno.test("the interference check takes GPU time of the budget too", async () => {
  using workspace = new Workspace();
  const [benchCmd, serveCmd] = [`${program("hangs.sh")} --port auto`, serverCommand()];
  const options = { ...small(workspace), benchCmd, serveCmd: serveCmd.replace(/\d+$/, "auto") };
  const gpus = ["--gpus", "0-3", "--gpus-per-server", "2", "--parallel", "2"];
  const extra = [...gpus, "--check-interference", "--gpu-budget", "1s", "--bench-timeout", "60"];
  const result = await sweep(workspace, options, ...extra);
  assertCode(result, 5);
  assertStringIncludes(result.stderr, "The budget of 1 GPU second is used up (--gpu-budget)");
  assertNothingLeft(workspace);
});

Deno.test("a time that is past, or none, is an error before anything starts", async () => {
  using workspace = new Workspace();
  for (const [until, says] of [["2020-01-01T06:00", "past"], ["25:00", "expected a time of day"]]) {
    const result = await sweep(workspace, small(workspace), "--until", until!);
    assertCode(result, 2);
    assertStringIncludes(result.stderr, says!);
  }
  assertEquals(workspace.files(), []);
});

Deno.test("--priority shortest begins with what takes least", async () => {
  using workspace = new Workspace();
  const options = {
    ...small(workspace),
    serveCmd: serverCommand(),
    benchCmd: program("takes_long.sh"),
    serveParams: `[{"s": 1}, {"s": 0}]`,
    benchParams: `[{"seconds": 1}, {"seconds": 0}]`,
    numRuns: 1,
    env: { SERVESWEEP_HISTORY: workspace.at("durations.jsonl") },
  };
  const links = ["--link-vars", "s=seconds"];
  assertCode(await sweep(workspace, { ...options, name: "first" }, ...links), 0);
  assertCode(await sweep(workspace, options, ...links, "--priority", "shortest"), 0);
  const order = (name: string) =>
    eventsOf(journalLines(workspace, name), "server-starting").map(({ server }) => server);
  assertEquals(order("first"), ["SERVE--s=1", "SERVE--s=0"]);
  assertEquals(order("sweep"), ["SERVE--s=0", "SERVE--s=1"]);
});

Deno.test("the ledger of a server adds up to its life, that of the sweep to all of them", async () => {
  using workspace = new Workspace();
  const options = { ...small(workspace), serveParams: `[{"a": 1}, {"a": 2}]` };
  const result = await sweep(workspace, options, "--gpus", "0-1", "--gpus-per-server", "2");
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "GPU time: ");
  const lines = journalLines(workspace);
  const stopped = eventsOf(lines, "server-stopped");
  const total = (ledger: Record<string, number>) =>
    Object.values(ledger).reduce((sum, ms) => sum + ms, 0);
  const [finished] = eventsOf(lines, "sweep-finished");
  const sweepLedger = finished!.ledger as unknown as Record<string, Record<string, number>>;
  const lives = stopped.map(({ ledger }) => total(ledger as Record<string, number>));
  assertEquals(total(sweepLedger.serverMs!), lives.reduce((sum, ms) => sum + ms));
  assertEquals(total(sweepLedger.gpuMs!), 2 * total(sweepLedger.serverMs!));
  assert(lives.every((ms) => ms > 0 && ms <= finished!.durationMs!));
  const exported = await cli(["export", workspace.at("results/sweep"), "--format", "json"]);
  const { summary } = JSON.parse(exported.stdout);
  assertEquals([summary.serverMs, summary.gpuMs], [
    sweepLedger.serverMs,
    total(sweepLedger.gpuMs!),
  ]);
  const measured = eventsOf(lines, "run-finished").reduce((sum, run) => sum + run.durationMs!, 0);
  assert(sweepLedger.serverMs!.measured! >= measured * 0.9);
});
