/** The sweep that is killed: two bench sets, two runs; every benchmark is seen by a witness. */
import { quoteWords } from "../../src/spec/shell_words.ts";
import { servesweep } from "../../tests/harness/cli.ts";
import { program, serverCommand, sweepArguments } from "../../tests/harness/sweep.ts";
import type { Workspace } from "../../tests/harness/workspace.ts";
import type { Way } from "./moment.ts";

/** Environment variable that every process of a round carries, with the workspace as its value. */
export const CHAOS_VARIABLE = "CHAOS_WORKSPACE";

const WITNESS = new URL("programs/witness.sh", import.meta.url).pathname;

/** Server and benchmark of a sweep. */
export interface Subject {
  readonly serveCmd: (port: number) => string;
  readonly benchArgv: (port: number) => readonly string[];
  readonly noCacheReset: boolean;
  /** Servers side by side. */
  readonly parallel: number;
}

/** The same with servers side by side, and with enough serve sets that a place is used twice. */
export function sideBySide(subject: Subject, parallel: number): Subject {
  return { ...subject, parallel };
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
  parallel: 1,
};

/** The smallest server and benchmark of the tests: several times as fast. */
export const LIGHT: Subject = {
  serveCmd: (port) => serverCommand("server.ts", port),
  benchArgv: (port) => [program("bench.sh"), "--port", String(port)],
  noCacheReset: true,
  parallel: 1,
};

const HIDES = new URL("programs/hides.sh", import.meta.url).pathname;

/** The same with a worker of each server that hides. */
export function hiding(subject: Subject): Subject {
  return { ...subject, serveCmd: (port) => `${HIDES} ${subject.serveCmd(port)}` };
}

/** What workers that hide wrote. */
export function hiddenLog(workspace: Workspace): string {
  return workspace.at("hidden");
}

/** Experiment directory of the sweep in its workspace. */
export function experimentPath(workspace: Workspace): string {
  return workspace.at("results", "sweep");
}

/** What the witness wrote. */
export function witnessLog(workspace: Workspace): string {
  return workspace.at("witness.log");
}

/** How a sweep is started. */
export interface StartOptions {
  /** Port that its commands name; with servers side by side each gets another one. */
  readonly port: number;
  /** How it goes on with a directory that is there. @default {null} It begins */
  readonly resume?: Way | null;
}

/** Command line of the sweep in a workspace. */
export function subjectArguments(
  { serveCmd, benchArgv, noCacheReset, parallel }: Subject,
  workspace: Workspace,
  { port, resume = null }: StartOptions,
): string[] {
  const sets = Array.from({ length: parallel === 1 ? 2 : parallel + 1 }, (_, index) => ({
    max_num_seqs: 4 * (index + 1),
  }));
  return sweepArguments(workspace, {
    serveCmd: serveCmd(port),
    benchCmd: quoteWords([WITNESS, witnessLog(workspace), ...benchArgv(port)]),
    serveParams: JSON.stringify(sets),
    benchParams: `[{"num_prompts": 2}, {"num_prompts": 3}]`,
    numRuns: 2,
    name: "sweep",
    noCacheReset,
  }, [...wayArguments(resume ?? "packed", parallel), ...(resume === null ? [] : ["--resume"])]);
}

function wayArguments(way: Way, parallel: number): string[] {
  if (parallel === 1 || way === "alone") return [];
  const packed = (count: number) => ["--gpus", `0-${count - 1}`, "--parallel", String(count)];
  if (way === "two") return packed(2);
  return [...packed(parallel), ...(way === "packed" ? [] : ["--order", "interleaved"])];
}
