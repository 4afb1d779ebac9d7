/** A shell that appends to a log, as the processes of a sweep do. */
import { within } from "./deadline.ts";

/** Appends each line to the log and a byte to its standard output behind the last one, an empty line. */
const SCRIPT = `exec 3>>"$1"
while IFS= read -r line; do if [ -n "$line" ]; then echo "$line" >&3; else printf .; fi; done`;

/** Writes what it is told, through one file descriptor that stays open. */
export class ShellWriter implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #output: ReadableStreamDefaultReader<Uint8Array>;

  constructor(path: string) {
    this.#child = new Deno.Command("sh", {
      args: ["-c", SCRIPT, "sh", path],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    this.#output = this.#child.stdout.getReader();
  }

  /** Lets it write lines, and waits until it has. */
  async write(...lines: string[]): Promise<void> {
    await this.#input.write(new TextEncoder().encode(`${lines.join("\n")}\n\n`));
    await within("the lines are written", this.#output.read(), this.#child);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close();
    await this.#output.cancel();
    await within("the end of the shell", this.#child.status, this.#child);
  }
}

/** A number of lines of 100 bytes each, all different. */
export function hundreds(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, index) => `${name} ${index} `.padEnd(99, "."));
}
