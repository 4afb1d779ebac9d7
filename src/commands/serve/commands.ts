/** What is run: the commands and their variables. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";

/** The commands of a sweep. */
export interface CommandArgs {
  readonly serveCmd: string;
  readonly benchCmd: string;
  readonly afterBenchCmd: string | null;
  readonly env: readonly string[];
}

const GROUP = "Commands";

/** Their options. */
export const COMMAND_OPTIONS: readonly Option[] = [
  {
    name: "serve-cmd",
    kind: "string",
    metavar: "CMD",
    required: true,
    group: GROUP,
    help: "Command that starts the server, for example 'vllm serve MODEL'. Split into words as a " +
      "POSIX shell does; no shell runs, nothing is expanded",
  },
  {
    name: "bench-cmd",
    kind: "string",
    metavar: "CMD",
    required: true,
    group: GROUP,
    help: "Command that runs one benchmark, for example 'vllm bench serve --model MODEL'",
  },
  {
    name: "after-bench-cmd",
    kind: "string",
    metavar: "CMD",
    group: GROUP,
    help: "Command to run after every benchmark run instead of the reset of the server's caches",
  },
  {
    name: "env",
    kind: "string",
    metavar: "KEY=VALUE",
    repeatable: true,
    group: GROUP,
    help: "Environment variable for the server and the benchmark. A parameter set may have " +
      `more of them: {"_env": {"KEY": "VALUE"}}`,
  },
];

/** Reads them. */
export function readCommands(values: OptionValues): CommandArgs {
  return {
    serveCmd: values.string("serve-cmd"),
    benchCmd: values.string("bench-cmd"),
    afterBenchCmd: values.optionalString("after-bench-cmd"),
    env: values.list("env"),
  };
}
