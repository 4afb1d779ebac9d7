/** Drives the real command line: a bundle of the source by default, the executable named by SERVESWEEP_BIN if it is set. */
import { assertEquals } from "@std/assert";
import { finished } from "./deadline.ts";
import { bundledProgram } from "./program.ts";

/** What a finished command left. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const BIN = Deno.env.get("SERVESWEEP_BIN");

const PROGRAM = BIN ? new URL(`../../${BIN}`, import.meta.url).pathname : await bundledProgram();

/** The words that start servesweep. */
export function servesweep(): string[] {
  return [PROGRAM];
}

/** Options of a run of the command line. */
export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** File that is its standard input; none by default. */
  readonly stdinFile?: string;
}

/** Starts the command line and does not wait. */
export function spawnCli(args: readonly string[], options: CliOptions = {}): Deno.ChildProcess {
  const { stdinFile } = options;
  const [program, ...words] = stdinFile === undefined
    ? servesweep()
    : ["sh", "-c", 'exec "$@" < "$0"', stdinFile, ...servesweep()];
  return new Deno.Command(program!, {
    args: [...words, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    // No test reads or writes the history of durations in the home of who runs it.
    env: { NO_COLOR: "1", SERVESWEEP_HISTORY: "", ...options.env },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  }).spawn();
}

/** Runs the command line to its end. */
export async function cli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const what = `the end of servesweep ${args.join(" ")}`;
  const { code, stdout, stderr } = await finished(spawnCli(args, options), what);
  return { code, stdout, stderr };
}

/** Fails with everything that was printed unless the exit code is the expected one. */
export function assertCode(result: CliResult, code: number): void {
  assertEquals(
    result.code,
    code,
    `exit code ${result.code} instead of ${code}\n--- stdout\n${result.stdout}\n--- stderr\n${result.stderr}`,
  );
}
