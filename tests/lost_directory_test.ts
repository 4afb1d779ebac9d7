/** What becomes of a sweep whose directory, or what is in it, somebody takes away or changes while it runs. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { assertCode, type CliResult } from "./harness/cli.ts";
import { assertNothingLeft } from "./harness/faults.ts";
import { journalLines } from "./harness/journal.ts";
import { processesWith } from "./harness/process_table.ts";
import { program, runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** A sweep of eight runs; `meddle` is done in `results` while the third is under way. */
async function meddledSweep(
  workspace: Workspace,
  meddle: string,
  ...extra: string[]
): Promise<CliResult> {
  const env = {
    MEDDLE: meddle,
    COUNT: workspace.at("count"),
    RESULTS: workspace.at("results"),
  };
  const commands = {
    serveCmd: serverCommand("server.ts", "auto"),
    benchCmd: `${program("meddled_with.sh")} --port auto`,
  };
  return await sweep(workspace, { ...commands, env }, "--min-free", "0", ...extra);
}

/** One sentence that names what happened, and no stack trace. */
function assertToldOnce({ stderr }: CliResult, what: RegExp): void {
  assertMatch(stderr, what);
  assert(!/^ {4}at |unexpected error/m.test(stderr), stderr);
  assertEquals(stderr.split("\n").filter((line) => line.startsWith("servesweep: ")).length, 1);
}

for (
  const [name, meddle, what, there] of [
    ["deleted", "rm -r sweep", /its directory ".*\/sweep" was deleted while it ran/, []],
    ["renamed", "mv sweep moved", /was renamed to ".*\/results\/moved" while it ran/, ["moved"]],
    [
      "replaced",
      "mv sweep moved; mkdir sweep",
      /renamed to ".*\/moved" while it ran, and something else has its name now/,
      ["moved", "sweep"],
    ],
  ] as const
) {
  Deno.test(`a directory that is ${name} while a sweep runs ends it with 6, and nothing is made anew`, async () => {
    using workspace = new Workspace();
    const result = await meddledSweep(workspace, meddle);
    assertCode(result, 6);
    assertToldOnce(result, what);
    const names = namesIn(workspace.at("results"));
    assertEquals(names, [...there]);
    assertEquals(processesWith(workspace.path), []);
    if (name === "deleted") return;
    // What was measured until then is where the directory is now, and the sweep can go on there.
    assertEquals(runFiles(workspace, "moved").length, 2);
    if (name === "replaced") assertEquals(workspace.files("results/sweep"), []);
    assertNothingLeft(workspace, "moved");
  });
}

Deno.test("an output directory that is renamed while a sweep runs ends it with 6", async () => {
  using workspace = new Workspace();
  const result = await meddledSweep(workspace, "mv ../results ../elsewhere");
  assertCode(result, 6);
  assertToldOnce(result, /was renamed to ".*\/elsewhere\/sweep" while it ran/);
  assertEquals(namesIn(workspace.path), [
    "count",
    "elsewhere",
  ]);
});

for (
  const [name, meddle, what] of [
    ["deleted", "rm sweep/journal.jsonl", /its journal ".*" was deleted while it ran/],
    ["cut", ": >sweep/journal.jsonl", /its journal ".*" was cut from \d+ to 0 bytes while it ran/],
    ["replaced", "cp sweep/journal.jsonl c; mv c sweep/journal.jsonl", /was replaced by another/],
    ["written to", "echo '{}' >>sweep/journal.jsonl", /was written to by somebody else/],
  ] as const
) {
  Deno.test(`a journal that is ${name} while a sweep runs ends it with 6; the runs until then count`, async () => {
    using workspace = new Workspace();
    const result = await meddledSweep(workspace, meddle);
    assertCode(result, 6);
    assertToldOnce(result, what);
    // The run that was under way is stored too.
    const files = runFiles(workspace).filter((file) => !file.includes("/.")).length;
    assert(files === 2 || files === 3, result.stderr);
    const resumed = await meddledSweep(workspace, "", "--resume");
    assertCode(resumed, 0);
    assertMatch(resumed.stderr, new RegExp(`${files} of 8 runs are there`));
    assertEquals(workspace.read("count").length, 3 + 8 - files);
  });
}

Deno.test("results that are removed or changed while a sweep runs are named, its exit is 1, a resume measures them again", async () => {
  using workspace = new Workspace();
  const first = "sweep/SERVE--a=1-BENCH--b=1";
  const result = await meddledSweep(
    workspace,
    `rm ${first}/run=0.json; sed -i s/100.5/900.5/ ${first}/run=1.json`,
  );
  assertCode(result, 1);
  assertMatch(result.stderr, /2 results that counted are not what was measured any more: /);
  assertMatch(result.stderr, /run=0\.json \(it is gone\)/);
  assertMatch(result.stderr, /run=1\.json \(its content was changed\)/);
  assertEquals(journalLines(workspace).at(-1)!.exitCode, 1);
  const resumed = await meddledSweep(workspace, "", "--resume");
  assertCode(resumed, 0);
  assertEquals(workspace.json("results", first, "run=1.json").output_throughput, 100.5);
  assertEquals(workspace.read("count").length, 10);
  assertEquals(workspace.read("results/sweep/summary.csv").trim().split("\n").length, 9);
});

Deno.test("logs that are deleted while a sweep runs cost no result", async () => {
  using workspace = new Workspace();
  assertCode(await meddledSweep(workspace, "rm -r sweep/logs"), 0);
  assertEquals(runFiles(workspace).length, 8);
});

Deno.test("a directory of a combination that is deleted in its run costs that run alone", async () => {
  using workspace = new Workspace();
  // The third run is the first of the second combination.
  const result = await meddledSweep(workspace, "rm -r sweep/SERVE--a=1-BENCH--b=2");
  assert(!/^ {4}at /m.test(result.stderr), result.stderr);
  assertCode(result, 0);
  assertEquals(runFiles(workspace).length, 8);
});

function namesIn(directory: string): string[] {
  return [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
}
