/** A sweep that stands still in its first run until it is told to go on. */
import { type CliOptions, servesweep } from "./cli.ts";
import { finished } from "./deadline.ts";
import { journalLines } from "./journal.ts";
import { eventually } from "./process_table.ts";
import { program, serverCommand, sweepArguments } from "./sweep.ts";
import type { Workspace } from "./workspace.ts";

/** How it is started. */
export interface StandingOptions extends CliOptions {
  /** Words before the command, such as `nohup`. */
  readonly prefix?: readonly string[];
  readonly serveCmd?: string;
  readonly name?: string;
}

/** Two serve sets with two bench sets, one run each, in `results/NAME`. */
export class StandingSweep {
  readonly child: Deno.ChildProcess;
  readonly env: Record<string, string>;
  readonly #workspace: Workspace;
  readonly #name: string;

  /** @param extra Further arguments. */
  constructor(workspace: Workspace, options: StandingOptions, ...extra: string[]) {
    const { prefix = [], serveCmd = serverCommand(), name = "sweep" } = options;
    this.#workspace = workspace;
    this.#name = name;
    this.env = { SERVESWEEP_BOX_LOCK: workspace.at("box.lock"), NO_COLOR: "1", ...options.env };
    const benchCmd = program("waits_for_release.sh");
    const settings = { benchCmd, serveCmd, numRuns: 1, name };
    const words = [...prefix, ...servesweep(), ...sweepArguments(workspace, settings, extra)];
    const [first, ...args] = words;
    this.child = new Deno.Command(first!, {
      args,
      cwd: workspace.path,
      env: this.env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Waits until the first run has begun. */
  async isRunning(): Promise<void> {
    await eventually(
      `"${this.#name}" runs`,
      () => journalLines(this.#workspace, this.#name).some(({ type }) => type === "run-started"),
    );
  }

  /** Process id of servesweep itself, whatever it was started by. */
  get pid(): number {
    return journalLines(this.#workspace, this.#name)[0]!.pid!;
  }

  /** Lets all runs go on. */
  release(): void {
    this.#workspace.write("release", "");
  }

  /** Waits for its end. */
  async ended(): Promise<{ code: number; stderr: string }> {
    const { code, stderr } = await finished(this.child, `the end of "${this.#name}"`);
    return { code, stderr };
  }
}
