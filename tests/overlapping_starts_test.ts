/** Two starts of one serve set that are alive at the same time: every reader of a directory tells them apart by their ids. */
import { DatabaseSync } from "node:sqlite";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { assertCode, cli } from "./harness/cli.ts";
import { journalLines } from "./harness/journal.ts";
import { sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

type Line = Record<string, unknown> & { readonly type: string; readonly start?: string };

const BEGIN_MS = Date.UTC(2026, 10, 24, 22);

/** Measures two runs, each in a start of its own. */
async function measured(workspace: Workspace): Promise<Line[]> {
  const result = await sweep(
    workspace,
    {
      cwd: workspace.path,
      ...{ serveParams: `[{"a": 1}]`, benchParams: `[{"b": 1}]`, numRuns: 2 },
    },
    ...["--order", "interleaved"],
  );
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "Server SERVE--a=1: ready");
  assertStringIncludes(result.stderr, "Server SERVE--a=1 (start 2): ready");
  return journalLines(workspace) as unknown as Line[];
}

/** The journal as it would be if both had run side by side: their lines in turn, a second apart. */
function sideBySide(workspace: Workspace, lines: readonly Line[], isWhole: boolean): void {
  const of = (start: string) => lines.filter((line) => line.start === start);
  const [first, second] = [of("SERVE--a=1#1"), of("SERVE--a=1#2")];
  const mixed = [
    lines[0]!,
    ...first.flatMap((line, index) => [line, second[index]!]),
    lines.at(-1)!,
  ];
  // Killed while both were measured.
  const runs = mixed.findLastIndex(({ type }) => type === "run-started") + 1;
  const text = mixed.slice(0, isWhole ? undefined : runs).map((line, index) =>
    JSON.stringify({ ...line, time: new Date(BEGIN_MS + 1_000 * index).toISOString() }) + "\n"
  ).join("");
  workspace.write("results/sweep/journal.jsonl", text);
}

Deno.test("starts of one serve set that overlap are told apart by status, export and report", async () => {
  using workspace = new Workspace();
  const lines = await measured(workspace);
  assertEquals(
    [...new Set(lines.filter(({ server }) => server !== undefined).map(({ start }) => start))],
    ["SERVE--a=1#1", "SERVE--a=1#2"],
  );
  const ask = async (...args: string[]) => await cli(args, { cwd: workspace.path });

  sideBySide(workspace, lines, false);
  const status = await ask("status", "results/sweep");
  assertMatch(status.stdout, /^a=1 +measuring b=1 run 0 /m);
  assertMatch(status.stdout, /^a=1 #2 +measuring b=1 run 1 /m);
  const { state, servers } = JSON.parse((await ask("status", "results/sweep", "--json")).stdout);
  assertEquals(state, "died");
  assertEquals(
    servers.map(({ start, server, round, run }: Record<string, unknown>) => [
      ...[start, server, round, run],
    ]),
    [["SERVE--a=1#1", "SERVE--a=1", 0, 0], ["SERVE--a=1#2", "SERVE--a=1", 1, 1]],
  );

  sideBySide(workspace, lines, true);
  assertCode(await ask("export", "results/sweep", "--format", "sqlite", "-o", "x.db"), 0);
  using database = new DatabaseSync(workspace.at("x.db"), { readOnly: true });
  const rows = database.prepare(
    "SELECT s.start, s.log_file, r.run_number FROM starts s JOIN runs r ON r.start_id = s.id ORDER BY 1",
  ).all();
  assertEquals(rows.map((row) => Object.values(row)), [
    ["SERVE--a=1#1", "logs/SERVE--a=1/server.log", 0],
    ["SERVE--a=1#2", "logs/SERVE--a=1/server-2.log", 1],
  ]);
  const { summary } = JSON.parse((await ask("export", "results/sweep", "--format", "json")).stdout);
  assertEquals(summary.starts, 2);
  assertCode(await ask("report", "results/sweep"), 0);
  const page = workspace.read("results/sweep/report.html");
  assertMatch(page, /"server":"a=1"/);
  assertMatch(page, /"server":"a=1 #2"/);
});
