/** No test waits for ever: what does not come in time is named, and what was started is killed. */

/**
 * How long a test waits for one thing. Only what hangs takes so long: a machine with fifty times as much to do as it has cores is
 * still in time.
 */
export const WAIT_LIMIT_MS = 10 * 60_000;

/** What can be killed. Guards end the servers and benchmarks of a sweep that is. */
type Killable = Pick<Deno.ChildProcess, "kill">;

/**
 * Waits for something.
 *
 * @param what It, in words.
 * @param child Killed if it does not come in time.
 * @throws {Error} If it does not.
 */
export async function within<T>(what: string, promise: Promise<T>, child?: Killable): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    try {
      child?.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    late.reject(new Error(`Not within ${WAIT_LIMIT_MS / 60_000} minutes: ${what}`));
  }, WAIT_LIMIT_MS);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs a program to its end, with its output piped and no input.
 *
 * @throws {Error} If it does not end in time.
 */
export function run(
  program: string,
  args: readonly string[],
  options: Omit<Deno.CommandOptions, "args" | "stdin" | "stdout" | "stderr"> = {},
): Promise<Finished> {
  const child = new Deno.Command(program, {
    ...options,
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return finished(child, `the end of ${[program, ...args].join(" ")}`);
}

/** What a process left that has ended. */
export interface Finished {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for the end of a process whose output is piped. */
export async function finished(
  child: Deno.ChildProcess,
  what = `the end of process ${child.pid}`,
): Promise<Finished> {
  const { code, signal, stdout, stderr } = await within(what, child.output(), child);
  const decoder = new TextDecoder();
  return { code, signal, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}
