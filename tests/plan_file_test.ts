/** plan.json: written when a sweep begins, read by everything that looks at it, and run by --plan. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { program, runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** Runs a plan in `results/NAME`. */
function runPlan(workspace: Workspace, file: string, name: string, ...extra: string[]) {
  const where = ["-o", workspace.at("results"), "-e", name];
  return cli(["serve", "--plan", workspace.at(file), ...where, ...extra], { cwd: workspace.path });
}

function keysOf(workspace: Workspace, name: string): string[] {
  return eventsOf(journalLines(workspace, name), "run-finished").map(({ key }) => `${key}`);
}

Deno.test("a plan that a dry run printed is run under the same keys, in the same directories, and is plan.json then", async () => {
  using workspace = new Workspace();
  const options = {
    serveCmd: serverCommand(),
    benchParams: `[{"b": 1.0, "rate": Infinity}, {"_benchmark_name": "n", "b": {"x": [1e5]}}]`,
  };
  const warm = ["--warmup-num-prompts", "2", "--env", "X=1"];
  const dry = await sweep(workspace, options, ...warm, "--dry-run", "--json");
  assertCode(dry, 0);
  workspace.write("plan.json", dry.stdout);
  assertCode(await sweep(workspace, options, ...warm), 0);
  const planned = await runPlan(workspace, "plan.json", "again");
  assertCode(planned, 0);
  assertEquals(runFiles(workspace, "again"), runFiles(workspace));
  assertEquals(keysOf(workspace, "again"), keysOf(workspace, "sweep"));
  const [plan] = ["again", "sweep"].map((name) => workspace.read("results", name, "plan.json"));
  assertEquals(plan, workspace.read("results/sweep/plan.json"));
  for (const file of runFiles(workspace)) {
    assertEquals(
      workspace.read("results/again", file),
      workspace.read("results/sweep", file),
    );
  }
  // Either way of saying it goes on with the directory of the other.
  assertCode(await sweep(workspace, { ...options, name: "again" }, ...warm, "--resume"), 0);
  const resumed = await runPlan(workspace, "results/sweep/plan.json", "sweep", "--resume");
  assertCode(resumed, 0);
  assertStringIncludes(resumed.stderr, "8 of 8 runs are there already");
  assertEquals(keysOf(workspace, "sweep").length, keysOf(workspace, "again").length);
});

Deno.test("an option that says what the plan says is refused, whatever else may be chosen anew", async (t) => {
  using workspace = new Workspace();
  const dry = await sweep(workspace, { serveCmd: serverCommand() }, "--dry-run", "--json");
  workspace.write("p.json", dry.stdout);
  const cases = [
    ["--serve-cmd", "x"],
    ["--bench-cmd", "x"],
    ["--num-runs", "3"],
    ["--serve-params.a", "1"],
    ["--no-cache-reset"],
    ["--order", "interleaved"],
    ["--env", "A=1"],
  ];
  for (const args of cases) {
    await t.step(args.join(" "), async () => {
      const result = await runPlan(workspace, "p.json", "x", ...args);
      assertCode(result, 2);
      const option = args[0]!.replace(/\..*/, "");
      assertStringIncludes(result.stderr, `${option} contradicts --plan: the plan in`);
    });
  }
  const other = await runPlan(workspace, "p.json", "x", "--bench-timeout", "10m", "--dry-run");
  assertCode(other, 0);
  assertStringIncludes(other.stdout, "Total: 2 server starts, 4 combinations, 8 runs");
  const doctor = await cli(["doctor", "--plan", workspace.at("p.json"), "--json"]);
  assertStringIncludes(doctor.stdout, "2 server starts, 4 combinations, 8 runs into");
  assertEquals(workspace.files(), ["p.json"]);
});

Deno.test("a plan that cannot be read or run is an error before anything starts", async (t) => {
  using workspace = new Workspace();
  const secret = await sweep(
    workspace,
    { serveCmd: `${serverCommand()} --api-key sk-abcdefghijkl` },
    ...["--env", "HF_TOKEN=hf_abcdefghijkl", "--dry-run", "--json"],
  );
  workspace.write("secret.json", secret.stdout);
  workspace.write("torn.json", secret.stdout.slice(0, 400));
  const cases: [name: string, file: string, message: string][] = [
    ["missing", "none.json", `none.json": there is no such file`],
    ["directory", ".", "it is a directory, expected a file such as plan.json"],
    ["torn", "torn.json", `torn.json": line`],
    ["secrets", "secret.json", "a value of --api-key is missing"],
  ];
  for (const [name, file, message] of cases) {
    await t.step(name, async () => {
      const result = await runPlan(workspace, file, "x");
      assertCode(result, 2);
      assertStringIncludes(result.stderr, message);
    });
  }
  assertEquals(workspace.files(), ["secret.json", "torn.json"]);
});

Deno.test("a secret variable of a plan comes from the environment of whoever runs it", async () => {
  using workspace = new Workspace();
  const options = { serveCmd: serverCommand(), serveParams: `[{"a": 1}]`, numRuns: 1 };
  assertCode(await sweep(workspace, options, "--env", "PLAN_TEST_API_KEY=first-12345"), 0);
  const plan = workspace.read("results/sweep/plan.json");
  assert(!plan.includes("first-12345"), plan);
  const args = ["serve", "--plan", workspace.at("results/sweep/plan.json")];
  const where = ["-o", workspace.at("results"), "-e", "sweep", "--resume"];
  const without = await cli([...args, ...where]);
  assertCode(without, 2);
  assertStringIncludes(
    without.stderr,
    `of its --env or "_env" the variables PLAN_TEST_API_KEY are`,
  );
  const result = await cli([...args, ...where], { env: { PLAN_TEST_API_KEY: "second-12345" } });
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "2 of 2 runs are there already");
  assertEquals(workspace.read("results/sweep/plan.json"), plan);
});

Deno.test("a sweep that goes on with another plan keeps the one before, and its results their parameters", async () => {
  using workspace = new Workspace();
  const serveCmd = serverCommand();
  const options = { serveCmd, numRuns: 1, serveParams: `[{"a": 1.0}]` };
  assertCode(await sweep(workspace, { ...options, benchParams: `[{"b": "1"}]` }), 0);
  const first = workspace.read("results/sweep/plan.json");
  for (const b of ["2.0", "3.0"]) {
    const benchParams = `[{"b": ${b}}]`;
    assertCode(await sweep(workspace, { ...options, benchParams }, "--resume"), 0);
  }
  assertEquals(workspace.read("results/sweep/plan.earlier.json"), first);
  assertEquals(workspace.json("results/sweep/plan.earlier-2.json").cells.length, 1);
  const document = JSON.parse(
    (await cli(["export", workspace.at("results/sweep"), "--format", "json"])).stdout,
  );
  assertEquals(
    // deno-lint-ignore no-explicit-any
    document.combinations.map(({ benchParams, plannedRuns }: any) => [benchParams.b, plannedRuns]),
    [[3, 1], [2, 1], ["1", 1]],
  );
});

Deno.test("a resume says what changed by the plan where the journal does not tell", async () => {
  using workspace = new Workspace();
  const options = { serveCmd: serverCommand(), numRuns: 1, serveParams: `[{"a": 1}]` };
  assertCode(await sweep(workspace, options), 0);
  const journal = workspace.read("results/sweep/journal.jsonl").split("\n")
    .filter((line) => !line.includes('"combination-started"'));
  workspace.write("results/sweep/journal.jsonl", journal.join("\n"));
  const changed = { ...options, benchCmd: `${program("bench.sh")} --seed 1` };
  const refused = await sweep(workspace, changed, "--resume", "--dry-run");
  assertCode(refused, 2);
  assertStringIncludes(refused.stderr, "bench command: --seed 1 added");
});

for (
  const { args, keys } of JSON.parse(
    Deno.readTextFileSync(new URL("fixtures/old/0.1.0/keys.json", import.meta.url)),
  )
) {
  Deno.test(`keys are those of version 0.1.0: ${args.join(" ").slice(0, 60)}`, async () => {
    using workspace = new Workspace();
    const command = ["serve", ...args, "-e", "x", "--dry-run", "--json"];
    const result = await cli(command, { cwd: workspace.path });
    assertCode(result, 0);
    type Planned = { combinations: { runs: { key: string }[] }[] };
    const found = JSON.parse(result.stdout).starts.flatMap(({ combinations }: Planned) =>
      combinations.flatMap(({ runs }) => runs.map(({ key }) => key))
    );
    assertEquals(found, keys);
  });
}

Deno.test("a plan is made for the versions of its programs", async () => {
  using workspace = new Workspace();
  const dry = await cli([
    ...["serve", "--serve-cmd", "servesweep sim m", "--bench-cmd", program("bench.sh")],
    ...["--dry-run", "--json"],
  ]);
  assertCode(dry, 0);
  workspace.write("p.json", dry.stdout.replace(/"serverVersion":"[^"]+"/, `"serverVersion":"0.0"`));
  const result = await runPlan(workspace, "p.json", "x");
  assertCode(result, 2);
  assertStringIncludes(result.stderr, `it was made for version 0.0 of the server "servesweep sim"`);
});
