/** Runs `servesweep bench` in a test and keeps what it writes. */
import { completion, type Received, type TestServer } from "./_server.ts";
import { runProgram } from "../commands/_program.ts";
import { bench } from "./bench.ts";

/** Four small requests. */
export const SMALL: readonly string[] = (
  "--model org/m --num-prompts 4 --random-input-len 6 --random-output-len 3 --disable-tqdm"
).split(" ");

/** One run of the command. */
export class Capture {
  out = "";
  err = "";
  readonly #abort = new AbortController();

  abort(): void {
    this.#abort.abort();
  }

  /** @returns The exit code. */
  run(argv: readonly string[], env: Record<string, string> = {}): Promise<number> {
    const io = {
      out: (text: string) => void (this.out += text),
      err: (text: string) => void (this.err += text),
      env,
      signal: this.#abort.signal,
    };
    return runProgram(["bench", ...argv], io, (command) => {
      if (command.kind !== "bench") throw new TypeError(`No benchmark: ${command.kind}`);
      return bench(command.settings, io);
    });
  }
}

/** What a good server says: as many tokens as asked for. */
export function answer({ body }: Received): Response {
  return completion(body.max_tokens, body.prompt.length);
}

/** The arguments of four small requests to a server. */
export function to(server: TestServer, ...more: string[]): string[] {
  return [...SMALL, "--port", String(server.port), ...more];
}
