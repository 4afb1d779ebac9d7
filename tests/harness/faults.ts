/** Rows of the tables of faults: a program with one vice, and what becomes of a sweep with it. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./cli.ts";
import { type JournalLine, journalLines, sessionsOf } from "./journal.ts";
import { processesWith } from "./process_table.ts";
import { program, runFiles, serverCommand, sweep, type SweepOptions } from "./sweep.ts";
import { Workspace } from "./workspace.ts";

/** One fault. Without sets of its own: one serve set, one bench set, two runs. */
export interface Fault {
  readonly name: string;
  /** Makes the serve command: each test needs a port of its own. */
  readonly serveCmd?: () => string;
  readonly serveParams?: string;
  readonly benchParams?: string;
  /** Fixture program that is the benchmark. */
  readonly bench?: string;
  readonly extra?: readonly string[];
  readonly code: number;
  /** Class of the first failure in the journal; null for none. */
  readonly failure: string | null;
  /** A part of what is printed to standard error. */
  readonly says?: string;
  /** How many valid results there are. */
  readonly runs: number;
  /** How many servers were started. */
  readonly servers: number;
  /** What else must hold. */
  readonly after?: (workspace: Workspace, journal: readonly JournalLine[]) => void;
}

/** A sweep of one serve set, one bench set and two runs, whose programs work in the directory of the test. */
export function small(workspace: Workspace): SweepOptions {
  return { serveParams: "[{}]", benchParams: "[{}]", cwd: workspace.path };
}

/** A fixture server that is started by a program with a vice. */
export function startedBy(name: string): string {
  return `${program(name)} ${serverCommand()}`;
}

/** Makes a test of each row. In all of them nothing that the sweep started is alive after it. */
export function testFaults(faults: readonly Fault[]): void {
  for (const fault of faults) {
    Deno.test(`fault: ${fault.name}`, async () => {
      using workspace = new Workspace();
      const { serveCmd = serverCommand, bench = "bench.sh", extra = [] } = fault;
      const { serveParams = "[{}]", benchParams = "[{}]" } = fault;
      const sets = { ...small(workspace), serveParams, benchParams };
      const commands = { serveCmd: serveCmd(), benchCmd: program(bench) };
      const result = await sweep(workspace, { ...sets, ...commands }, ...extra);
      assertCode(result, fault.code);
      assertStringIncludes(result.stderr, fault.says ?? "");
      const lines = journalLines(workspace);
      const failures = lines.flatMap(({ failure, outcome }) => failure ?? outcome?.failure ?? []);
      assertEquals(failures[0]?.class ?? null, fault.failure);
      assertEquals(runFiles(workspace).length, fault.runs);
      for (const file of runFiles(workspace)) {
        assertEquals(workspace.json("results/sweep", file).completed, 10);
      }
      assertEquals(lines.filter(({ type }) => type === "server-starting").length, fault.servers);
      fault.after?.(workspace, lines);
      assertNothingLeft(workspace);
    });
  }
}

/** Fails if a process of any session of a sweep is alive. */
export function assertNothingLeft(workspace: Workspace, name = "sweep"): void {
  for (const session of sessionsOf(workspace, name)) assertEquals(processesWith(session), []);
}
