/** Starts simulated servers in the process of a test, on free ports. */
import { runProgram } from "../commands/_program.ts";
import type { SimIo } from "./io.ts";
import { sim } from "./sim.ts";

/** A server that is ready. */
export interface TestServer {
  readonly base: string;
  /** Everything written so far. */
  readonly output: { text: string };
  /** Its exit code, when it ends by itself. */
  readonly ended: Promise<number>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Sends the signal to end. @returns The exit code. */
  stop(): Promise<number>;
}

/** Runs `sim` to its end without waiting for it to be ready. */
export async function runSim(
  argv: readonly string[],
  env: Record<string, string> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<{ code: number; out: string; err: string }> {
  const written = { out: "", err: "" };
  const code = await run(argv, {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    env,
    signal,
  });
  return { code, ...written };
}

/** A server with fast steps and no start-up time; resolves when it is ready. */
export async function startServer(
  argv: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<TestServer> {
  const controller = new AbortController();
  const output = { text: "" };
  const ready = Promise.withResolvers<string>();
  const defaults = ["test-8B", "--port", "0", "--sim-startup-time", "0", "--sim-time-scale", "0.3"];
  const ended = run([...defaults, ...argv], {
    out(text) {
      output.text += text;
      const base = /Starting vLLM API server 0 on (\S+)/.exec(output.text)?.[1];
      if (base !== undefined && output.text.includes("startup complete")) ready.resolve(base);
    },
    err: (text) => void (output.text += text),
    env,
    signal: controller.signal,
  });
  const base = await Promise.race([
    ready.promise,
    ended.then((code) => {
      throw new Error(`The server ended with ${code}:\n${output.text}`);
    }),
  ]);
  return {
    base,
    output,
    ended,
    post: (path, body, headers = {}) =>
      fetch(`${base}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    stop() {
      controller.abort();
      return ended;
    },
  };
}

/** The JSON of the events of a stream; its end mark is checked and left out. */
export async function events(response: Response): Promise<StreamEvent[]> {
  const text = await response.text();
  const lines = text.split("\n\n");
  if (lines.pop() !== "" || lines.pop() !== "data: [DONE]") {
    throw new Error(`The stream does not end with [DONE]: ${text.slice(-200)}`);
  }
  return lines.map((line) => JSON.parse(line.slice("data: ".length)));
}

/** What the tests look at in an event. */
export interface StreamEvent {
  readonly id: string;
  readonly object: string;
  readonly choices: readonly {
    readonly index: number;
    readonly text?: string;
    readonly delta?: { readonly role?: string; readonly content?: string };
    readonly finish_reason: string | null;
  }[];
  readonly usage?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string; readonly code: number };
}

function run(argv: readonly string[], io: SimIo): Promise<number> {
  return runProgram(["sim", ...argv], io, (command) => {
    if (command.kind !== "sim") throw new TypeError(`No server: ${command.kind}`);
    return sim(command.args, io);
  });
}
