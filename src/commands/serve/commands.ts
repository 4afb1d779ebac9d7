/** What is run: the commands and their variables. */
import type { Option } from "../../cli/option.ts";
import { BENCH_KINDS, type BenchKindName } from "../../engine/benchmark/kind.ts";
import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";

/** The commands of a sweep. */
export interface CommandArgs {
  readonly serveCmd: string;
  readonly benchCmd: string;
  /** Null where the command tells. */
  readonly benchKind: BenchKindName | null;
  readonly afterBenchCmd: string | null;
  readonly env: readonly string[];
}

const GROUP = "Commands";

/** Options of what is started: server, benchmark, hooks, environment. */
export const COMMAND_OPTIONS: readonly Option[] = [
  {
    name: "serve-cmd",
    kind: "string",
    metavar: "CMD",
    required: true,
    unless: "plan",
    group: GROUP,
    help: "Command that starts the server, for example 'vllm serve MODEL'. Split into words as a " +
      "POSIX shell does; no shell runs, nothing is expanded",
  },
  {
    name: "bench-cmd",
    kind: "string",
    metavar: "CMD",
    required: true,
    unless: "plan",
    group: GROUP,
    help: "Command that runs one benchmark, for example 'vllm bench serve --model MODEL'",
  },
  {
    name: "bench-kind",
    kind: "string",
    choices: BENCH_KINDS,
    group: GROUP,
    help:
      "Which benchmark program it is: what is appended to its command and how its result is read. Without it the " +
      "command tells; an unknown program gets vLLM's flags. 'command' is any script by the contract of docs/benchmarks.md",
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
  {
    name: "plan",
    kind: "string",
    metavar: "FILE",
    group: GROUP,
    help: "Run a plan that was written before instead: plan.json of an experiment directory, or " +
      "what --dry-run --json printed. The runs have the same keys and directories",
  },
];

/** What a plan says already. */
const OF_THE_PLAN = [
  ...[
    "serve-cmd",
    "bench-cmd",
    "bench-kind",
    "after-bench-cmd",
    "env",
    "serve-params",
    "bench-params",
  ],
  ...[
    "link-vars",
    "num-runs",
    "warmup-num-prompts",
    "cache-reset",
    "health-url",
    "order",
    "starts",
  ],
];

/**
 * The file of `--plan`; null without it.
 *
 * @throws {UsageError} If another option says what the plan says.
 */
export function readPlanFileName(values: OptionValues): string | null {
  const planFile = values.optionalString("plan");
  if (planFile === null) return null;
  const other = OF_THE_PLAN.find((name) => values.has(name));
  if (other === undefined) return planFile;
  const option = other === "cache-reset" ? "no-cache-reset" : other;
  throw new UsageError(
    `--${option} contradicts --plan: the plan in "${planFile}" says that already. Leave it out, or make another ` +
      "plan: pass --dry-run --json to the command line with all options",
  );
}

/** Reads them. */
export function readCommands(values: OptionValues): CommandArgs {
  return {
    serveCmd: values.string("serve-cmd"),
    benchCmd: values.string("bench-cmd"),
    benchKind: values.optionalChoice("bench-kind", BENCH_KINDS),
    afterBenchCmd: values.optionalString("after-bench-cmd"),
    env: values.list("env"),
  };
}
