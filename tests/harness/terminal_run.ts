/** Runs the command line on a pseudo-terminal, as a person would, and shows what that person would see. */
import { quoteWords } from "../../src/spec/shell_words.ts";
import { servesweep } from "./cli.ts";
import { within } from "./deadline.ts";
import { eventually } from "./process_table.ts";
import { Screen } from "./screen.ts";
import type { Workspace } from "./workspace.ts";

/** How it is run. */
export interface TerminalOptions {
  readonly columns: number;
  /** @default {24} */
  readonly rows?: number;
  readonly env?: Record<string, string>;
}

/** The command line on a terminal of its own. `script` comes with util-linux, which every Linux has. */
export class TerminalRun {
  readonly screen: Screen;
  /** Every byte that came. */
  output = "";
  readonly #workspace: Workspace;
  readonly #child: Deno.ChildProcess;
  readonly #shown: Promise<void>;

  constructor(workspace: Workspace, args: readonly string[], options: TerminalOptions) {
    const { columns, rows = 24, env = {} } = options;
    this.screen = new Screen(columns, rows);
    this.#workspace = workspace;
    const command = `stty cols ${columns} rows ${rows}; tty >tty; exec ${
      quoteWords([...servesweep(), ...args])
    }`;
    this.#child = new Deno.Command("script", {
      args: ["-qec", command, "/dev/null"],
      cwd: workspace.path,
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
      env: { NO_COLOR: "", TERM: "xterm-256color", SERVESWEEP_HISTORY: "", ...env },
    }).spawn();
    this.#shown = this.#show();
  }

  /** Waits until the window shows something. */
  async shows(pattern: RegExp): Promise<void> {
    await eventually(
      `${pattern} in\n${this.screen.rows().join("\n")}`,
      () => pattern.test(this.screen.rows().join("\n")),
    );
  }

  /** Types something. */
  async type(text: string): Promise<void> {
    const writer = this.#child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(text));
    writer.releaseLock();
  }

  /** Gives the window another size. */
  resize(columns: number, rows: number): void {
    this.screen.resize(columns, rows);
    const tty = this.#workspace.read("tty").trim();
    const { success } = new Deno.Command("stty", {
      args: ["--file", tty, "cols", String(columns), "rows", String(rows)],
    }).outputSync();
    if (!success) throw new Error(`Cannot resize ${tty}`);
  }

  /** Waits for its end. @returns Its exit code. */
  async ended(): Promise<number> {
    const { code } = await within("the end on a terminal", this.#child.status, this.#child);
    await this.#shown;
    await this.#child.stdin.close();
    return code;
  }

  async #show(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const bytes of this.#child.stdout) {
      this.output += decoder.decode(bytes, { stream: true });
      await this.screen.write(bytes);
    }
  }
}
