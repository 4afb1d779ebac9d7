import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

const vectors = JSON.parse(
  Deno.readTextFileSync(new URL("fixtures/vectors.json", import.meta.url)),
);

for (const { note, serveParams, benchParams, linkVars, numRuns, combinations } of vectors.sweeps) {
  Deno.test(`dry run: ${note}`, async () => {
    using workspace = new Workspace();
    const result = await cli([
      ...["serve", "--serve-cmd", "vllm serve m", "--bench-cmd", "vllm bench serve --model m"],
      ...["--serve-params", serveParams, "--bench-params", benchParams],
      ...["--link-vars", linkVars, "--num-runs", String(numRuns), "--dry-run", "--json"],
    ], { cwd: workspace.path });
    assertCode(result, 0);
    const plan = JSON.parse(result.stdout);
    const all = plan.starts.flatMap((start: { combinations: unknown[] }) => start.combinations);
    assertEquals(all.map(({ directory }: { directory: string }) => directory), combinations);
    assertEquals(plan.totals.runs, combinations.length * numRuns);
    const keys = all.flatMap(({ runs }: { runs: { key: string }[] }) => runs.map(({ key }) => key));
    assertEquals(new Set(keys).size, plan.totals.runs);
    assertEquals(workspace.files(), []);
  });
}

Deno.test("a dry run prints every command with copy-and-paste quoting and every file", async () => {
  using workspace = new Workspace();
  const result = await cli([
    ...["serve", "--serve-cmd", "vllm serve 'my model'", "--bench-cmd", "vllm bench serve"],
    ...["--serve-params", `[{"note": "two words"}]`, "-e", "x", "--num-runs", "1", "--dry-run"],
  ], { cwd: workspace.path });
  assertCode(result, 0);
  assertStringIncludes(result.stdout, "vllm serve 'my model' --note 'two words'\n");
  assertStringIncludes(result.stdout, "results/x/SERVE--note=two words/run=0.json");
  assertStringIncludes(result.stdout, "--result-filename run=0.json");
  assertStringIncludes(result.stdout, "Total: 1 server start, 1 combination, 1 run\n");
  assertEquals(workspace.files(), []);
});

Deno.test("a dry run shows no address with a port that nobody knows yet", async () => {
  using workspace = new Workspace();
  const text = async (port: string) => {
    const serveCmd = `vllm serve m --port ${port}`;
    const { stdout } = await cli(
      [
        "serve",
        "--serve-cmd",
        serveCmd,
        "--bench-cmd",
        `vllm bench serve --model m --port ${port}`,
        "--dry-run",
      ],
      { cwd: workspace.path },
    );
    return /after each run: POST .*/.exec(stdout)![0];
  };
  assert((await text("auto")).endsWith(" to http://127.0.0.1, at its port"));
  assert((await text("8123")).endsWith(" to http://127.0.0.1:8123"));
});

Deno.test("a dry run with --resume says which runs are there and which servers will not start", async () => {
  using workspace = new Workspace();
  const serveCmd = serverCommand();
  assertCode(await sweep(workspace, { serveCmd }), 0);
  await Deno.remove(workspace.at("results/sweep/SERVE--a=2-BENCH--b=1/run=1.json"));
  const result = await sweep(workspace, { serveCmd }, "--resume", "--dry-run");
  assertCode(result, 0);
  assertStringIncludes(result.stdout, "Server start 1 of 2: SERVE--a=1\n  not started");
  assertStringIncludes(result.stdout, "run 0: there already (the same command measured it)");
  assertStringIncludes(result.stdout, "run 1 (no result yet) -> ");
  assertStringIncludes(result.stdout, "To do: 1 server start, 1 combination, 1 run");
  const changed = { serveCmd: `${serveCmd} --seed 2` };
  const refused = await sweep(workspace, changed, "--resume", "--dry-run");
  assertCode(refused, 2);
  assertStringIncludes(
    refused.stdout,
    "run 0 (another command measured it: serve command: --seed 2 added) -> ",
  );
  assertStringIncludes(refused.stderr, "--resume-changed rerun");
});

Deno.test("what a dry run prints is what is started, also for a path with dots and slashes", async () => {
  using workspace = new Workspace();
  const options = { serveCmd: serverCommand(), cwd: workspace.path };
  const extra = ["-o", "./out//", "--json", "--warmup-num-prompts", "2"];
  const plan = JSON.parse((await sweep(workspace, options, ...extra, "--dry-run")).stdout);
  const result = await sweep(workspace, options, ...extra);
  assertCode(result, 0);
  const started = result.stdout.trim().split("\n").map((line) => JSON.parse(line))
    .filter(({ type }) => type === "run-started").map(({ argv }) => argv);
  type Planned = { warmup: { argv: string[] }; runs: { argv: string[] }[] };
  const planned = plan.starts.flatMap((start: { combinations: Planned[] }) => start.combinations)
    .flatMap(({ warmup, runs }: Planned) => [warmup, ...runs]).map(({ argv }: Planned["warmup"]) =>
      argv
    );
  assertEquals(started, planned);
});

Deno.test("bad input of each kind ends with 2, names the place and makes nothing", async (t) => {
  using workspace = new Workspace();
  const file = workspace.write("bench.jsonc", `[\n  {"a": 1},\n  {"b" 2}\n]`);
  const twice = workspace.write("twice.json", `[\n  {"a": 1},\n  {"a": 1}\n]`);
  const command = ["serve", "--serve-cmd", "vllm serve m", "--bench-cmd", "vllm bench serve"];
  const cases: [name: string, args: string[], message: string][] = [
    ["syntax", ["--bench-params", file], `bench.jsonc": line 3, column 8: expected ":"`],
    [
      "duplicates",
      ["--bench-params", twice],
      `line 3, column 3: [1]: the same parameter set as [0]`,
    ],
    ["empty list", ["--serve-params", "[]"], "the list is empty"],
    [
      "wrong type",
      ["--serve-params", "[3]"],
      "[0]: expected a parameter set (an object), found a number",
    ],
    ["missing file", ["--serve-params", "none.json"], `"none.json": there is no such file`],
    ["link", ["--link-vars", "x=y"], `no serve parameter set has "x"`],
    [
      "links that never match",
      [
        ...["--serve-params", `[{"a": 1}]`, "--bench-params", `[{"b": 2}]`],
        ...["--link-vars", "a=b"],
      ],
      "Nothing to run: no serve set and bench set have equal values of --link-vars a=b",
    ],
    ["unknown option", ["--num-rums", "1"], "did you mean --num-runs?"],
    ["number", ["--num-runs", "0"], "--num-runs is 0, expected a whole number, at least 1"],
    ["quote", ["--after-bench-cmd", "echo 'x"], "--after-bench-cmd"],
    ["escape", ["-e", "../x"], "expected the name of a directory"],
  ];
  for (const [name, args, message] of cases) {
    await t.step(name, async () => {
      const result = await cli([...command, ...args], { cwd: workspace.path });
      assertCode(result, 2);
      assertStringIncludes(result.stderr, message);
      assertEquals(workspace.files(), ["bench.jsonc", "twice.json"]);
    });
  }
});

Deno.test("a message quotes control characters without sending them to the terminal", async () => {
  using workspace = new Workspace();
  const serveParams = String.raw`[{"port": "\u001b[31mred"}]`;
  const result = await sweep(workspace, { serveParams }, "--dry-run");
  assertCode(result, 2);
  assertStringIncludes(result.stderr, String.raw`--port \x1b[31mred`);
});

Deno.test("a message about a command does not give away the secret in it", async () => {
  using workspace = new Workspace();
  const serveCmd = "HF_TOKEN=hf_abcdefgh vllm serve m";
  const result = await sweep(workspace, { serveCmd }, "--dry-run");
  assertCode(result, 2);
  assertStringIncludes(result.stderr, "--env HF_TOKEN=***");
  assertEquals(result.stderr.includes("hf_abcdefgh"), false);
});
