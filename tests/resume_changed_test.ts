/** Numbers of two different commands are never mixed: whatever changed is named, and the sweep is not resumed. Versions: version_test.ts. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { small } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { program, serverCommand, sweep, type SweepOptions } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

function serverStarts(workspace: Workspace): number {
  return eventsOf(journalLines(workspace), "server-starting").length;
}

Deno.test("resume with one flag changed is refused with the flag named; rerun and keep do as they say", async () => {
  using workspace = new Workspace();
  const serveCmd = serverCommand();
  assertCode(await sweep(workspace, { serveCmd, numRuns: 1 }), 0);
  const changed = { serveCmd: `${serveCmd} --seed 2`, numRuns: 1 };
  const refused = await sweep(workspace, changed, "--resume");
  assertCode(refused, 2);
  assertStringIncludes(refused.stderr, "another command measured 4 of its runs");
  assertStringIncludes(refused.stderr, "serve command: --seed 2 added");
  const kept = await sweep(workspace, changed, "--resume", "--resume-changed", "keep");
  assertCode(kept, 0);
  assertStringIncludes(kept.stderr, "measured by another command and are kept");
  assertEquals(serverStarts(workspace), 2);
  assertCode(await sweep(workspace, changed, "--resume", "--resume-changed=rerun"), 0);
  assertEquals(serverStarts(workspace), 4);
  const files = workspace.files("results/sweep");
  assertEquals(files.filter((file) => file.endsWith("/run=0.unusable.json")).length, 4);
  assertCode(await sweep(workspace, changed, "--resume"), 0);
});

/** One thing that changed. A set with a name keeps its directory. */
interface Change {
  readonly what: string;
  readonly before: SweepOptions;
  readonly after: SweepOptions;
  readonly says: string;
}

const CHANGES: readonly Change[] = [
  {
    what: "a flag of the benchmark with another value",
    before: { benchCmd: `${program("bench.sh")} --request-rate 1` },
    after: { benchCmd: `${program("bench.sh")} --request-rate=2` },
    says: "bench command: --request-rate 1 -> 2",
  },
  {
    what: "a parameter of a set",
    before: { serveParams: `{"small": {"max_num_seqs": 32}}` },
    after: { serveParams: `{"small": {"max_num_seqs": 64}}` },
    says: "serve command: --max-num-seqs 32 -> 64",
  },
  {
    what: "a variable of a serve set",
    before: { serveParams: `{"small": {"_env": {"OMP_NUM_THREADS": 1}}}` },
    after: { serveParams: `{"small": {"_env": {"OMP_NUM_THREADS": 2}}}` },
    says: "environment of the server: OMP_NUM_THREADS=1 -> 2",
  },
  {
    what: "a variable of a bench set",
    before: { benchParams: `{"small": {}}` },
    after: { benchParams: `{"small": {"_env": {"X": ""}}}` },
    says: "environment of the benchmark: X=(unset) -> ",
  },
];

for (const { what, before, after, says } of CHANGES) {
  Deno.test(`a resume is refused with the difference named: ${what}`, async () => {
    using workspace = new Workspace();
    const options = { ...small(workspace), serveCmd: serverCommand() };
    assertCode(await sweep(workspace, { ...options, ...before }), 0);
    const changed = { ...options, ...after };
    const dry = await sweep(workspace, changed, "--resume", "--dry-run");
    assertCode(dry, 2);
    assertStringIncludes(dry.stdout, says);
    const refused = await sweep(workspace, changed, "--resume");
    assertCode(refused, 2);
    assertStringIncludes(refused.stderr, says);
    assertCode(await sweep(workspace, { ...options, ...before }, "--resume"), 0);
    assertEquals(serverStarts(workspace), 1);
  });
}

Deno.test("variables reach server and benchmark, those of a set go before those of the command line", async () => {
  using workspace = new Workspace();
  const env = program("prints_variables.sh");
  const options = {
    ...small(workspace),
    serveCmd: `${env} ${serverCommand()}`,
    benchCmd: `${env} ${program("bench.sh")}`,
    serveParams: `{"s": {"_env": {"SWEEP_A": "of the serve set"}}}`,
    benchParams: `{"b": {"_env": {"SWEEP_B": 1.0}}}`,
    numRuns: 1,
  };
  const variables = ["--env", "SWEEP_A=of all", "--env", "SWEEP_B=of all"];
  assertCode(await sweep(workspace, options, ...variables), 0);
  const printed = (log: string) =>
    workspace.read("results/sweep/logs", log).split("\n").filter((line) => /^SWEEP_/.test(line));
  assertEquals(printed("SERVE--s/server.log"), ["SWEEP_A=of the serve set", "SWEEP_B=of all"]);
  assertEquals(printed("SERVE--s-BENCH--b/run=0.log"), ["SWEEP_A=of all", "SWEEP_B=1.0"]);
});
