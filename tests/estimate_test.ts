import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { serverCommand, sweep, type SweepOptions } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

function optionsOf(workspace: Workspace): SweepOptions {
  return {
    serveCmd: `${serverCommand()} --api-key sk-first-secret`,
    env: { SERVESWEEP_HISTORY: workspace.at("state/durations.jsonl") },
  };
}

Deno.test("without a history a dry run says that there is no estimate, and makes no history", async () => {
  using workspace = new Workspace();
  const options = optionsOf(workspace);
  const result = await sweep(workspace, options, "--dry-run");
  assertCode(result, 0);
  assertStringIncludes(
    result.stdout,
    "8 runs\nEstimate: none, nothing like it was measured on this machine yet\nResults would be in",
  );
  assertStringIncludes(
    result.stdout,
    "\nA run may take any time: none like it is known, --bench-timeout",
  );
  const limited = await sweep(workspace, options, "--dry-run", "--bench-timeout", "90s");
  assertStringIncludes(limited.stdout, "\nA run may take 90 s (--bench-timeout)\n");
  assertEquals(workspace.files(), []);
  const { estimate } = JSON.parse((await sweep(workspace, options, "--dry-run", "--json")).stdout);
  assertEquals([estimate.wallMs, estimate.gpuMs, estimate.isPartial], [null, null, true]);
  assertEquals(estimate.certainty.runs, { same: 0, similar: 0, unknown: 8 });
});

Deno.test("a dry run of what was measured in another directory knows every run, also with a new token", async () => {
  using workspace = new Workspace();
  const options = optionsOf(workspace);
  assertCode(await sweep(workspace, options), 0);
  const again = {
    ...options,
    name: "again",
    serveCmd: options.serveCmd!.replace("sk-first-secret", "sk-second-secret"),
  };
  const result = await sweep(workspace, again, "--dry-run");
  assertCode(result, 0);
  assertMatch(
    result.stdout,
    /\nEstimate: [\d.]+ (ms|s|min \d\d s)( \+- [\d.]+ (ms|s))?; all 8 runs were measured before on this machine\nResults/,
  );
  assertStringIncludes(
    result.stdout,
    "\nA run may take 10 min: 10 times the longest like it, at least 10 min (--bench-timeout)\n",
  );
  const json = await sweep(workspace, again, "--dry-run", "--json");
  const { estimate } = JSON.parse(json.stdout);
  assertEquals(estimate.isPartial, false);
  assertEquals(estimate.certainty, {
    starts: { same: 2, similar: 0, unknown: 0 },
    runs: { same: 8, similar: 0, unknown: 0 },
  });
  assertEquals(estimate.starts.map(({ name }: { name: string }) => name), [
    "SERVE--a=1",
    "SERVE--a=2",
  ]);
  const sum = estimate.starts.reduce(
    (ms: number, start: { totalMs: number }) => ms + start.totalMs,
    0,
  );
  assertEquals(estimate.wallMs, sum);
  assert(sum > 0);
});

Deno.test("what is new in a plan is like what was measured, and is counted as such", async () => {
  using workspace = new Workspace();
  const options = optionsOf(workspace);
  assertCode(await sweep(workspace, options), 0);
  const larger = { ...options, name: "larger", serveParams: `[{"a": 1}, {"a": 3}]`, numRuns: 3 };
  const result = await sweep(workspace, larger, "--dry-run");
  assertCode(result, 0);
  assertStringIncludes(
    result.stdout,
    "; 6 of 12 runs were measured before on this machine, 6 are like others\n" +
      "  1 of 2 server starts was measured before on this machine, 1 is like others\n",
  );
});

Deno.test("a resume knows its own runs from its journal, without any history", async () => {
  using workspace = new Workspace();
  const options = { serveCmd: serverCommand() };
  assertCode(await sweep(workspace, options), 0);
  const complete = await sweep(workspace, options, "--resume", "--dry-run");
  assertCode(complete, 0);
  assertEquals(complete.stdout.includes("Estimate"), false);
  await Deno.remove(workspace.at("results/sweep/SERVE--a=2-BENCH--b=1/run=1.json"));
  const result = await sweep(workspace, options, "--resume", "--dry-run");
  assertCode(result, 0);
  assertMatch(
    result.stdout,
    /To do: 1 server start, 1 combination, 1 run\nEstimate: .*; its run was measured before on this machine\n/,
  );
});

Deno.test("a history holds no command and no secret, and one that is damaged is no error", async () => {
  using workspace = new Workspace();
  const options = optionsOf(workspace);
  assertCode(await sweep(workspace, options), 0);
  const text = workspace.read("state/durations.jsonl");
  for (const word of ["sk-first", "api-key", "server.ts", "bench.sh"]) {
    assertEquals(text.includes(word), false, word);
  }
  workspace.write("state/durations.jsonl", `{"v":1,"kind":\n${text.slice(0, -20)}`);
  const result = await sweep(workspace, { ...options, name: "again" }, "--dry-run");
  assertCode(result, 0);
  assertStringIncludes(result.stdout, "all 8 runs were measured before");
  assertEquals(result.stderr, "");
});

Deno.test("a history is written where it is named, and nowhere if it is turned off", async () => {
  using workspace = new Workspace();
  const off = { env: { XDG_STATE_HOME: workspace.at("state"), SERVESWEEP_HISTORY: "" } };
  assertCode(await sweep(workspace, { ...off, name: "off" }), 0);
  assertEquals(workspace.files().filter((file) => !file.startsWith("results/")), []);
  const on = { env: { SERVESWEEP_HISTORY: workspace.at("named/h.jsonl") } };
  assertCode(await sweep(workspace, { ...on, name: "on" }), 0);
  // Two start-ups, two stops, eight runs.
  assertEquals(workspace.read("named/h.jsonl").split("\n").length, 12 + 1);
});

Deno.test("a history that cannot be written is no error of a sweep", async () => {
  using workspace = new Workspace();
  const env = { SERVESWEEP_HISTORY: "/dev/null/durations.jsonl" };
  const result = await sweep(workspace, { env });
  assertCode(result, 0);
  assertEquals(result.stderr.includes("/dev/null"), false);
});
