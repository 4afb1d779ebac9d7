/** Directories that a power loss, another program or a person has damaged, and what a resume makes of them. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertCode, cli, type CliResult } from "./harness/cli.ts";
import { within } from "./harness/deadline.ts";
import { program, runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

const FIRST = "results/sweep/SERVE--a=1-BENCH--b=1";

/** The usual sweep of eight runs; notes each run in `runs`. */
async function eight(workspace: Workspace, ...extra: string[]): Promise<CliResult> {
  const commands = {
    serveCmd: serverCommand("server.ts", "auto"),
    benchCmd: `${program("bench.sh")} --port auto`,
  };
  const env = { BENCH_LOG: workspace.at("runs") };
  return await within("the sweep", sweep(workspace, { ...commands, env }, ...extra));
}

/** Overwrites a file with as many zero bytes, and leaves its time. */
function zeroFill(path: string): void {
  const { size, mtime } = Deno.statSync(path);
  Deno.writeFileSync(path, new Uint8Array(size));
  Deno.utimeSync(path, mtime!, mtime!);
}

function assertWhole(workspace: Workspace, result: CliResult): void {
  assertCode(result, 0);
  assertEquals(runFiles(workspace).length, 8);
  for (const file of runFiles(workspace)) {
    assertEquals(workspace.json("results/sweep", file).output_throughput, 100.5, file);
  }
  assertEquals(workspace.read("results/sweep/summary.csv").trim().split("\n").length, 9);
  for (const a of [1, 2]) {
    for (const b of [1, 2]) {
      const summary = workspace.json(`results/sweep/SERVE--a=${a}-BENCH--b=${b}/summary.json`);
      assertEquals(summary.length, 2);
    }
  }
}

Deno.test("a result of the right size with other bytes is measured again, and told by who reads it", async () => {
  using workspace = new Workspace();
  assertCode(await eight(workspace), 0);
  zeroFill(workspace.at(FIRST, "run=0.json"));
  const changed = workspace.read(FIRST, "run=1.json").replace("100.5", "900.5");
  workspace.write(`${FIRST}/run=1.json`, changed);
  const { stdout } = await cli(["export", workspace.at("results/sweep"), "--format", "json"]);
  assertStringIncludes(stdout, "changed after it was measured");
  assert(!stdout.includes("900.5"));
  const result = await eight(workspace, "--resume");
  assertWhole(workspace, result);
  assertMatch(result.stderr, /run=0\.json does not count \(The result file is torn or no JSON: /);
  assertMatch(result.stderr, /run=1\.json does not count \(it was changed after it was measured/);
  assertEquals(workspace.read("runs").trim().split("\n").length, 10);
  assertEquals(workspace.read(FIRST, "run=1.unusable.json"), changed);
});

Deno.test("results that changed places are measured again, also where no journal is left", async () => {
  for (const journal of [true, false]) {
    using workspace = new Workspace();
    assertCode(await eight(workspace), 0);
    const other = workspace.at("results/sweep/SERVE--a=2-BENCH--b=1/run=0.json");
    for (
      const [from, to] of [
        [workspace.at(FIRST, "run=0.json"), workspace.at("x")],
        [workspace.at(FIRST, "run=1.json"), workspace.at(FIRST, "run=0.json")],
        [other, workspace.at(FIRST, "run=1.json")],
        [workspace.at("x"), other],
      ] as const
    ) await Deno.rename(from, to);
    if (!journal) await Deno.remove(workspace.at("results/sweep/journal.jsonl"));
    assertWhole(workspace, await eight(workspace, "--resume"));
    assertEquals(workspace.read("runs").trim().split("\n").length, 11);
    for (const file of runFiles(workspace)) {
      const result = workspace.json("results/sweep", file);
      assertEquals(file, `SERVE--a=${result.a}-BENCH--b=${result.b}/run=${result.run_number}.json`);
    }
  }
});

Deno.test("a torn or stale summary is written again although nothing is left to measure", async () => {
  using workspace = new Workspace();
  assertCode(await eight(workspace), 0);
  const summary = workspace.read(FIRST, "summary.json");
  for (
    const damage of [
      () => zeroFill(workspace.at(FIRST, "summary.json")),
      () => workspace.write(`${FIRST}/summary.json`, summary.slice(0, 100)),
      () => Deno.removeSync(workspace.at(FIRST, "summary.json")),
      () => zeroFill(workspace.at("results/sweep/summary.csv")),
    ]
  ) {
    damage();
    assertWhole(workspace, await eight(workspace, "--resume"));
    assertEquals(workspace.read(FIRST, "summary.json"), summary);
  }
  assertEquals(workspace.read("runs").trim().split("\n").length, 8);
});

for (
  const [name, make] of [
    ["a named pipe", (path: string) => run("mkfifo", path)],
    ["a directory", (path: string) => Deno.mkdirSync(path)],
    ["a link to a device", (path: string) => Deno.symlinkSync("/dev/zero", path)],
    ["a link to nothing", (path: string) => Deno.symlinkSync("nowhere", path)],
  ] as const
) {
  Deno.test(`${name} in the place of a file of the directory is named or set aside, and holds nobody up`, async () => {
    using workspace = new Workspace();
    assertCode(await eight(workspace), 0);
    const results = `${FIRST}/run=0.json`;
    for (const file of ["journal.jsonl", "sweep.json", "plan.json", "summary.csv"]) {
      using kept = new Kept(workspace.at("results/sweep", file));
      make(kept.path);
      const result = await eight(workspace, "--resume");
      assertCode(result, 6);
      assertMatch(result.stderr, new RegExp(`(read|write to) ".*${file}": it is a`));
      for (const command of ["status", "export", "report"]) {
        const other = await within(
          command,
          cli([
            command,
            workspace.at("results/sweep"),
            ...command === "report" ? ["-o", workspace.at("page")] : [],
          ]),
        );
        assert(!/^ {4}at /m.test(other.stderr), other.stderr);
      }
    }
    await Deno.remove(workspace.at(results));
    make(workspace.at(results));
    assertWhole(workspace, await eight(workspace, "--resume"));
    assertEquals(workspace.read("runs").trim().split("\n").length, 9);
  });
}

Deno.test("a lock that is a named pipe holds nobody up", async () => {
  using workspace = new Workspace();
  assertCode(await eight(workspace), 0);
  await Deno.remove(workspace.at("results/sweep/.lock"));
  run("mkfifo", workspace.at("results/sweep/.lock"));
  assertCode(await within("status", cli(["status", workspace.at("results/sweep")])), 0);
  const result = await eight(workspace, "--resume");
  assertCode(result, 6);
  assertStringIncludes(result.stderr, "it is not a plain file");
});

Deno.test("a log that is a named pipe ends the sweep with 6 and holds nobody up", async () => {
  using workspace = new Workspace();
  await Deno.mkdir(workspace.at("results/sweep/logs/SERVE--a=1"), { recursive: true });
  run("mkfifo", workspace.at("results/sweep/logs/SERVE--a=1/server.log"));
  const result = await eight(workspace, "--resume");
  assertCode(result, 6);
  assertMatch(result.stderr, /Cannot write the log ".*server\.log": it is a named pipe/);
});

Deno.test("directories that lead out of the experiment directory are refused before anything is written", async () => {
  for (const name of ["SERVE--a=1-BENCH--b=1", "logs", "logs/SERVE--a=2"]) {
    using workspace = new Workspace();
    await Deno.mkdir(workspace.at("elsewhere"));
    const path = workspace.at("results/sweep", name);
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.symlink(workspace.at("elsewhere"), path);
    const result = await eight(workspace, "--resume");
    assertCode(result, 6);
    assertMatch(
      result.stderr,
      /it is a symbolic link to ".*elsewhere", expected a directory of its own/,
    );
    assertEquals(workspace.files("elsewhere"), []);
  }
});

Deno.test("what is written goes through no link that somebody laid in the place of a temporary file", async () => {
  using workspace = new Workspace();
  workspace.write("precious", "precious");
  await Deno.mkdir(workspace.at(FIRST), { recursive: true });
  for (
    const file of [
      `${FIRST}/.run=0.json.tmp`,
      `${FIRST}/.summary.json.tmp`,
      "results/sweep/.sweep.json.tmp",
    ]
  ) {
    await Deno.symlink(workspace.at("precious"), workspace.at(file));
  }
  assertWhole(workspace, await eight(workspace, "--resume"));
  assertEquals(workspace.read("precious"), "precious");
});

/** Moves a file away, and back at the end. */
class Kept implements Disposable {
  constructor(readonly path: string) {
    Deno.renameSync(path, `${path}.kept`);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
    Deno.renameSync(`${this.path}.kept`, this.path);
  }
}

function run(command: string, ...args: string[]): void {
  const { success } = new Deno.Command(command, { args }).outputSync();
  assert(success, command);
}
