/** Four servers side by side, each held where a test wants it. */
import { type CliResult, spawnCli } from "./cli.ts";
import { finished } from "./deadline.ts";
import { eventsOf, type JournalLine, journalLines } from "./journal.ts";
import { eventually } from "./process_table.ts";
import { program, serverCommand, sweepArguments, type SweepOptions } from "./sweep.ts";
import type { Workspace } from "./workspace.ts";

/** What a server or a benchmark can be held in: see held_server.sh and held_bench.sh. */
type Hold = "load" | "bench" | "stop";

/** Serve sets a=1 to a=4, one bench set, one run. */
export class PackedSweep {
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Holds a server from here on. */
  hold(what: Hold, server: number): void {
    this.#workspace.write(`hold-${what}-${server}`, "");
  }

  /** Lets it go on. */
  release(what: Hold, server: number): void {
    Deno.removeSync(this.#workspace.at(`hold-${what}-${server}`));
  }

  /** The usual state: servers 1 and 2 are measured, 3 loads, 4 has done its run and does not heed that it should stop. */
  holdAllStages(): void {
    this.hold("bench", 1);
    this.hold("bench", 2);
    this.hold("load", 3);
    this.hold("stop", 4);
  }

  /** Waits for the state of {@linkcode holdAllStages}. */
  async isInAllStages(): Promise<void> {
    await eventually("all stages at once", () => {
      const journal = journalLines(this.#workspace);
      const of = (type: string, server: number) =>
        eventsOf(journal, type).some((line) => line.server === `SERVE--a=${server}`);
      return of("run-started", 1) && of("run-started", 2) && of("server-starting", 3) &&
        this.isStopping(4);
    });
  }

  /** True if a server has been asked to stop. */
  isStopping(server: number): boolean {
    return this.#workspace.files().includes(`stopping-${server}`);
  }

  /** Starts the sweep and does not wait. */
  start(...extra: string[]): Deno.ChildProcess {
    const { cwd } = this.#options;
    return spawnCli(this.#arguments(extra), { cwd: cwd! });
  }

  /** Lets everything go on that is held, and resumes the sweep to its end. */
  async resume(...extra: string[]): Promise<CliResult> {
    for (const file of this.#workspace.files()) {
      if (/^(hold|fail)-/.test(file)) Deno.removeSync(this.#workspace.at(file));
    }
    return await ended(this.start("--resume", ...extra));
  }

  /** What became of each run, sorted: `1 valid`. */
  outcomes(): string[] {
    return eventsOf(this.journal, "run-finished")
      .map(({ server, outcome }) => `${server!.at(-1)} ${outcome!.kind}`).sort();
  }

  get journal(): JournalLine[] {
    return journalLines(this.#workspace);
  }

  get #options(): SweepOptions {
    const port = "--port auto";
    return {
      cwd: this.#workspace.path,
      serveCmd: `${program("held_server.sh")} ${serverCommand().replace(/--port \d+/, port)}`,
      benchCmd: `${program("held_bench.sh")} ${port}`,
      serveParams: `[{"a": 1}, {"a": 2}, {"a": 3}, {"a": 4}]`,
      benchParams: "[{}]",
      numRuns: 1,
    };
  }

  #arguments(extra: readonly string[]): string[] {
    const packed = ["--gpus", "0-3", "--parallel", "4", "--stop-timeout", "10m"];
    return sweepArguments(this.#workspace, this.#options, [...packed, ...extra]);
  }
}

/** Waits for the end of a command. */
export async function ended(child: Deno.ChildProcess): Promise<CliResult> {
  const { code, stdout, stderr } = await finished(child);
  return { code, stdout, stderr };
}
