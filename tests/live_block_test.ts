/** The live block on a real pseudo-terminal, seen by an emulator; and no escape code where there is none. */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { quoteWords } from "../src/spec/shell_words.ts";
import { assertCode, cli } from "./harness/cli.ts";
import { assertNothingLeft } from "./harness/faults.ts";
import { program, serverCommand, sweepArguments } from "./harness/sweep.ts";
import { TerminalRun } from "./harness/terminal_run.ts";
import { Workspace } from "./harness/workspace.ts";

const SIDE_BY_SIDE = ["--gpus", "0-1", "--parallel", "2", "--no-cpu-split"];

/** Two servers side by side, whose benchmarks wait until they are released. */
function twoServers(workspace: Workspace, ...extra: string[]): string[] {
  const serveCmd = serverCommand();
  const port = serveCmd.split(" ").at(-1)!;
  const options = {
    serveCmd,
    benchCmd: `${program("waits_for_release.sh")} --port ${port}`,
    serveParams: `{"small": {"a": 1}, "large": {"a": 2}}`,
    benchParams: `{"short": {"b": 1}}`,
  };
  return sweepArguments(workspace, options, [...SIDE_BY_SIDE, ...extra]);
}

const BOTH_MEASURE = /measuring short run 0.*\n.*measuring short run 0|run 0 \d+ s\n.*run 0 \d+ s/;

/** Rows of the window that are not empty, with numbers that depend on the speed of the machine as N. */
function steadyRows(terminal: TerminalRun): string[] {
  return terminal.screen.rows().filter((row) => row !== "")
    .map((row) => row.replaceAll(/\d+ s\b/g, "N s"));
}

/** What only lines of a block have. */
const ONLY_IN_BLOCK = /^\[[#-]+\]|^\d+\/\d+ runs|time left|^GPU \d|^last /m;

for (const columns of [40, 80, 200]) {
  Deno.test(`in ${columns} columns the block shows both servers, wraps nothing and is gone at the end`, async () => {
    using workspace = new Workspace();
    const terminal = new TerminalRun(workspace, twoServers(workspace), { columns });
    await terminal.shows(BOTH_MEASURE);
    const rows = steadyRows(terminal);
    const bar = columns < 60 ? "" : "[--------------------] ";
    const gap = columns < 60 ? " " : "  ";
    const time = "N s, time left not known yet: nothing like it was measured yet";
    assertEquals(rows.slice(-4, -2), [
      `${bar}0/4 runs`,
      columns < 60 ? `${time.slice(0, 37)}..` : time,
    ]);
    assertMatch(
      rows.slice(-2).toSorted().join("\n"),
      new RegExp(
        `^GPU [01]${gap}(large|small)${gap}measuring short run 0${gap}N s\n` +
          `GPU [01]${gap}(large|small)${gap}measuring short run 0${gap}N s$`,
      ),
    );
    // Every row of it is a line of its own; only lines that stay may be longer than the window.
    assertEquals(terminal.screen.wrappedRows().filter((row) => ONLY_IN_BLOCK.test(row)), []);
    workspace.write("release", "");
    assertEquals(await terminal.ended(), 0);
    const text = terminal.screen.text();
    assertEquals(text.match(ONLY_IN_BLOCK), null, text);
    for (const event of ["[1/4]", "[2/4]", "[3/4]", "[4/4]", "ready after", "Results:"]) {
      assertStringIncludes(text, event);
    }
    assertEquals(text.split("[4/4]").length, 2, "each result is there once");
    // Lines of the sweep, then the table, then the last words: nothing between and behind.
    assertEquals(terminal.screen.cursor().column, 0);
    assertMatch(text, /Results: \S+\n$/);
    assertNothingLeft(workspace);
  });
}

Deno.test("after a change of the window's size the block is there once, as wide as the window", async () => {
  using workspace = new Workspace();
  const terminal = new TerminalRun(workspace, twoServers(workspace), { columns: 120, rows: 30 });
  await terminal.shows(BOTH_MEASURE);
  for (const [columns, rows] of [[40, 30], [100, 12], [62, 24]] as const) {
    terminal.resize(columns, rows);
    // The row of the time is as long as there is room for it.
    const words = "time left not known yet: nothing like it was measured yet";
    const end = columns < 62 ? /time left not known yet.*\.\.$/m : new RegExp(`${words}$`, "m");
    await terminal.shows(end);
    await terminal.shows(BOTH_MEASURE);
    const text = terminal.screen.text();
    assertEquals(text.match(/\d\/4 runs/g)?.length, 1, text);
    assertEquals(text.match(/^GPU \d/gm)?.length, 2, text);
  }
  workspace.write("release", "");
  assertEquals(await terminal.ended(), 0);
  assertEquals(terminal.screen.text().match(ONLY_IN_BLOCK), null);
});

Deno.test("Ctrl-C leaves a clean terminal: no block, the words how to go on, the cursor below them", async () => {
  using workspace = new Workspace();
  const terminal = new TerminalRun(workspace, twoServers(workspace), { columns: 80 });
  await terminal.shows(BOTH_MEASURE);
  await terminal.type("\x03");
  assertEquals(await terminal.ended(), 130);
  const text = terminal.screen.text();
  assertEquals(text.match(ONLY_IN_BLOCK), null, text);
  assertStringIncludes(text, "servesweep: The sweep was stopped by SIGINT");
  assertMatch(text, /To go on: servesweep .*\nResults: \S+\n$/);
  assertEquals(terminal.screen.cursor().column, 0);
  // Nothing was switched that stays: the cursor was never hidden, every update is ended.
  assertEquals(terminal.output.includes("\x1b[?25l"), false);
  assertEquals(
    terminal.output.split("\x1b[?2026h").length,
    terminal.output.split("\x1b[?2026l").length,
  );
  assertNothingLeft(workspace);
});

Deno.test("a failure scrolls above the block whole, and is counted in it", async () => {
  using workspace = new Workspace();
  const choice = `case "$*" in *"--b 1"*) exec ${program("fails_requests.sh")} "$@" ;; ` +
    `*) exec ${program("waits_for_release.sh")} "$@" ;; esac`;
  const options = {
    benchCmd: quoteWords(["sh", "-c", choice, "bench"]),
    serveParams: "[{}]",
    benchParams: `[{"b": 1}, {"b": 2}]`,
    numRuns: 1,
  };
  const args = sweepArguments(workspace, options, ["--continue-on-error", "--retries", "0"]);
  const terminal = new TerminalRun(workspace, args, { columns: 80 });
  await terminal.shows(/measuring b=2 run 0/);
  const rows = terminal.screen.rows();
  const failure = rows.findIndex((row) => row.endsWith("BENCH--b=1 run 0: FAILED"));
  assertEquals(rows[failure + 1], "  2 of 10 requests failed (failed-requests)");
  const block = rows.indexOf("[##########----------] 1/2 runs, 1 failed");
  // The path is longer than the window is wide.
  const log = rows.slice(failure + 2, block).join("");
  assertMatch(log, /^ {2}Whole log: \/.*\/logs\/.*\/run=0\.log$/);
  assertStringIncludes(terminal.output, "\x1b[31m1 failed\x1b[0m");
  workspace.write("release", "");
  assertEquals(await terminal.ended(), 3);
});

Deno.test("on a terminal with NO_COLOR, with TERM=dumb and with --show-stdout there are lines without an escape code", async () => {
  const cases: [Record<string, string>, string[]][] = [
    [{ NO_COLOR: "1" }, []],
    [{ TERM: "dumb" }, []],
    [{}, ["--show-stdout"]],
  ];
  for (const [env, extra] of cases) {
    using workspace = new Workspace();
    workspace.write("release", "");
    const args = twoServers(workspace, ...extra);
    const terminal = new TerminalRun(workspace, args, { columns: 80, env });
    assertEquals(await terminal.ended(), 0);
    // From source, Deno itself clears the line before anything is run.
    // deno-lint-ignore no-control-regex
    const output = terminal.output.replace(/^(\x1b\[\w+)*/, "");
    assertEquals(output.includes("\x1b"), false, output);
    assertMatch(output, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ \[4\/4\] /m);
  }
});

Deno.test("where standard error is a pipe there is one line an event with its time, and no escape code", async () => {
  using workspace = new Workspace();
  workspace.write("release", "");
  const options = { cwd: workspace.path, env: { NO_COLOR: "", TERM: "xterm-256color" } };
  const result = await cli(twoServers(workspace), options);
  assertCode(result, 0);
  assertEquals((result.stderr + result.stdout).includes("\x1b"), false);
  const events = result.stderr.split("\n").filter((line) => /^\d{4}-.*Z /.test(line));
  assertEquals(events.filter((line) => line.includes("run ")).length, 4);
});
