/** The sweep that is killed: two serve sets, two bench sets, two runs; every benchmark is seen by a witness. */
import { quoteWords } from "../../src/spec/shell_words.ts";
import { servesweep } from "../../tests/harness/cli.ts";
import { program, serverCommand, sweepArguments } from "../../tests/harness/sweep.ts";
import type { Workspace } from "../../tests/harness/workspace.ts";

/** Environment variable that every process of a round carries, with the workspace as its value. */
export const CHAOS_VARIABLE = "CHAOS_WORKSPACE";

const WITNESS = new URL("programs/witness.sh", import.meta.url).pathname;

/** Server and benchmark of a sweep. */
export interface Subject {
  readonly serveCmd: (port: number) => string;
  readonly benchArgv: (port: number) => readonly string[];
  readonly noCacheReset: boolean;
}

/** The built-in simulated server and the built-in load generator. */
export const SIM: Subject = {
  serveCmd: (port) =>
    quoteWords([
      ...servesweep(),
      ...["sim", "chaos-1B", "--port", String(port)],
      ...["--sim-startup-time", "0.1", "--sim-time-scale", "0.01"],
    ]),
  benchArgv: (port) => [
    ...servesweep(),
    ...["bench", "--model", "chaos-1B", "--port", String(port), "--dataset-name", "random"],
    ...["--random-input-len", "16", "--random-output-len", "4", "--ignore-eos", "--disable-tqdm"],
  ],
  noCacheReset: false,
};

/** The smallest server and benchmark of the tests: several times as fast. */
export const LIGHT: Subject = {
  serveCmd: (port) => serverCommand("server.ts", port),
  benchArgv: () => [program("bench.sh")],
  noCacheReset: true,
};

/** Experiment directory of the sweep in its workspace. */
export function experimentPath(workspace: Workspace): string {
  return workspace.at("results", "sweep");
}

/** What the witness wrote. */
export function witnessLog(workspace: Workspace): string {
  return workspace.at("witness.log");
}

/** Command line of the sweep in a workspace. */
export function subjectArguments(
  { serveCmd, benchArgv, noCacheReset }: Subject,
  workspace: Workspace,
  port: number,
  isResumed: boolean,
): string[] {
  return sweepArguments(workspace, {
    serveCmd: serveCmd(port),
    benchCmd: quoteWords([WITNESS, witnessLog(workspace), ...benchArgv(port)]),
    serveParams: `[{"max_num_seqs": 4}, {"max_num_seqs": 8}]`,
    benchParams: `[{"num_prompts": 2}, {"num_prompts": 3}]`,
    numRuns: 2,
    name: "sweep",
    noCacheReset,
  }, isResumed ? ["--resume"] : []);
}
