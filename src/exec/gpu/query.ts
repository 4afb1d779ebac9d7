/** Asking another program something. It may not be there, fail, or hang in its driver: then there is no answer. */
import { pause } from "../../lib/sleep.ts";
import { which } from "../process/which.ts";

/** How long one program may take to answer: nvidia-smi takes seconds when the driver has to wake up. */
const QUERY_LIMIT_MS = 20_000;

/** How long a program that was killed may take to vanish before it is left to the kernel. */
const VANISH_LIMIT_MS = 1_000;

/** Options of {@linkcode query}. */
export interface QueryOptions {
  /** Variables on top of our own environment; PATH is searched in them. */
  readonly env?: Readonly<Record<string, string>>;
  /** @default {20_000} */
  readonly limitMs?: number;
  /** When aborted, there is no answer any more. */
  readonly signal?: AbortSignal;
}

/** Standard output of a program; null if it is not there, fails or takes too long. Never throws. */
export async function query(
  program: string,
  args: readonly string[],
  { env = {}, limitMs = QUERY_LIMIT_MS, signal }: QueryOptions = {},
): Promise<string | null> {
  if (signal?.aborted) return null;
  // A program that is not there costs no process.
  const path = which(program, env.PATH ?? Deno.env.get("PATH") ?? "");
  if (path === null) return null;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(path, {
      args: [...args],
      env: { ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch {
    return null;
  }
  const limit = new AbortController();
  const answer = await Promise.race([
    answerOf(child, limit.signal),
    pause(limitMs, {
      signal: signal === undefined ? limit.signal : AbortSignal.any([limit.signal, signal]),
    }).then((): typeof TIMED_OUT => TIMED_OUT),
  ]);
  // Ends the pause, or the reading.
  limit.abort();
  if (answer !== TIMED_OUT) return answer;
  // A process in uninterruptible sleep does not heed KILL: it must hold up neither us nor our end.
  child.unref();
  kill(child);
  const vanished = new AbortController();
  await Promise.race([child.status, pause(VANISH_LIMIT_MS, { signal: vanished.signal })]);
  vanished.abort();
  return null;
}

/** The limit came before the answer. */
const TIMED_OUT = Symbol("timed out");

async function answerOf(child: Deno.ChildProcess, signal: AbortSignal): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  const collect = new WritableStream<Uint8Array>({
    write: (chunk) => void (text += decoder.decode(chunk, { stream: true })),
  });
  try {
    await child.stdout.pipeTo(collect, { signal });
  } catch {
    return null;
  }
  return (await child.status).success ? text : null;
}

function kill(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has just ended.
  }
}
