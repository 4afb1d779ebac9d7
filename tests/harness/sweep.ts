/** A sweep of the fixture programs: each test changes what it is about. */
import { cli, type CliOptions, type CliResult } from "./cli.ts";
import { freePort, type Workspace } from "./workspace.ts";

const PROGRAMS = new URL("../fixtures/programs/", import.meta.url).pathname;

/** Path of a fixture program. */
export function program(name: string): string {
  return `${PROGRAMS}${name}`;
}

/** Command of a fixture server that listens on a free port: one for all sweeps of a test, or for each its own. */
export function serverCommand(name = "server.ts", port: number | "auto" = freePort()): string {
  return `${Deno.execPath()} run -A --no-config ${program(name)} --port ${port}`;
}

/** What a test may change of the usual sweep. */
export interface SweepOptions extends CliOptions {
  readonly serveCmd?: string;
  readonly benchCmd?: string;
  readonly serveParams?: string;
  readonly benchParams?: string;
  readonly numRuns?: number;
  /** Name of the experiment directory under `results`. */
  readonly name?: string;
  /** Pass on `--no-cache-reset`: the fixture server is of no known kind. @default {true} */
  readonly noCacheReset?: boolean;
}

/** Arguments of a sweep of two serve sets, two bench sets and two runs in `results/NAME` of a workspace. */
export function sweepArguments(
  workspace: Workspace,
  options: SweepOptions,
  extra: readonly string[],
): string[] {
  const {
    serveCmd = serverCommand(),
    benchCmd = program("bench.sh"),
    serveParams = `[{"a": 1}, {"a": 2}]`,
    benchParams = `[{"b": 1}, {"b": 2}]`,
    numRuns = 2,
    name = "sweep",
    noCacheReset = true,
  } = options;
  return [
    "serve",
    "--serve-cmd",
    serveCmd,
    "--bench-cmd",
    benchCmd,
    "--serve-params",
    serveParams,
    "--bench-params",
    benchParams,
    "--num-runs",
    String(numRuns),
    "--output-dir",
    workspace.at("results"),
    "--experiment-name",
    name,
    ...(noCacheReset ? ["--no-cache-reset"] : []),
    ...extra,
  ];
}

/** Runs such a sweep to its end. */
export async function sweep(
  workspace: Workspace,
  options: SweepOptions = {},
  ...extra: string[]
): Promise<CliResult> {
  return await cli(sweepArguments(workspace, options, extra), options);
}

/** Result files of a sweep, sorted. */
export function runFiles(workspace: Workspace, name = "sweep"): string[] {
  return workspace.files(`results/${name}`).filter((file) => /(^|\/)run=\d+\.json$/.test(file));
}
