/** `servesweep serve`. */
import type { CommandSpec } from "./command.ts";
import { EXIT_CODES } from "./exit_codes.ts";
import { type LocationArgs, readLocation } from "./location.ts";
import type { GuardSettings } from "../guards/settings.ts";
import { BUDGET_OPTIONS, type LimitSettings, readLimits } from "./serve/budget.ts";
import {
  COMMAND_OPTIONS,
  type CommandArgs,
  readCommands,
  readPlanFileName,
} from "./serve/commands.ts";
import { FAILURE_OPTIONS, type FailureSettings, readFailures } from "./serve/failures.ts";
import { GUARD_OPTIONS, readGuards } from "./serve/guards.ts";
import { OUTPUT_OPTIONS, type OutputSettings, readOutput } from "./serve/output.ts";
import {
  type OrderSettings,
  PACKING_OPTIONS,
  type PackingSettings,
  readOrder,
  readPacking,
} from "./serve/packing.ts";
import { PARAMETER_OPTIONS, type ParameterArgs, readParameters } from "./serve/parameters.ts";
import { RESULT_OPTIONS, RESUME_CHANGED, type ResumeChanged } from "./serve/results.ts";
import {
  readServer,
  readServers,
  readTimeouts,
  RUNNING_OPTIONS,
  type ServerArgs,
  type ServerSettings,
  type TimeoutSettings,
} from "./serve/running.ts";
import {
  type DiskSettings,
  type LockSettings,
  readDisk,
  readLocks,
  SHARING_OPTIONS,
} from "./serve/sharing.ts";

/** What is measured, and how often. */
export interface SweepArgs extends CommandArgs, ParameterArgs, ServerArgs {}

/** A plan that was written before says it. */
export interface PlanFileArgs {
  readonly planFile: string;
}

/** A sweep. Its settings are grouped by who reads them. */
export interface ServeCommand {
  readonly kind: "serve";
  readonly sweep: SweepArgs | PlanFileArgs;
  readonly location: LocationArgs;
  /** Null: refuse to resume. */
  readonly resumeChanged: ResumeChanged | null;
  readonly dryRun: boolean;
  readonly timeouts: TimeoutSettings;
  readonly servers: ServerSettings;
  readonly limits: LimitSettings;
  readonly packing: PackingSettings;
  readonly order: OrderSettings;
  readonly failures: FailureSettings;
  readonly guards: GuardSettings;
  readonly locks: LockSettings;
  readonly disk: DiskSettings;
  readonly output: OutputSettings;
}

/** The options of `vllm bench sweep serve` with their meaning there, and our own. */
export const SERVE: CommandSpec<ServeCommand> = {
  name: "serve",
  options: [
    ...COMMAND_OPTIONS,
    ...PARAMETER_OPTIONS,
    ...RESULT_OPTIONS,
    ...RUNNING_OPTIONS,
    ...PACKING_OPTIONS,
    ...BUDGET_OPTIONS,
    ...FAILURE_OPTIONS,
    ...GUARD_OPTIONS,
    ...SHARING_OPTIONS,
    ...OUTPUT_OPTIONS,
  ],
  page: {
    description:
      "Starts the server once for each serve parameter set, waits until it is ready, runs the benchmark for each bench " +
      "parameter set several times, stores every run at once, and stops the server. Takes the command line of " +
      "'vllm bench sweep serve' unchanged.",
    examples: [
      {
        title: "What would run, with every command",
        command: "servesweep serve --serve-cmd 'vllm serve MODEL' \\\n" +
          "    --bench-cmd 'vllm bench serve --model MODEL' \\\n" +
          "    --serve-params serve.json --bench-params bench.json --dry-run",
      },
      {
        title: "Two servers, two loads, without files",
        command: "servesweep serve --serve-cmd 'vllm serve MODEL' \\\n" +
          "    --bench-cmd 'vllm bench serve --model MODEL --num-prompts 200' \\\n" +
          `    --serve-params '[{"max_num_seqs": 64}, {"max_num_seqs": 256}]' \\\n` +
          `    --bench-params '[{"max_concurrency": 16}, {"max_concurrency": 128}]'`,
      },
      {
        title: "The same sets in dotted form",
        command: "servesweep serve ... --serve-params.small.max_num_seqs 64 \\\n" +
          "    --serve-params.large.max_num_seqs 256",
      },
      {
        title: "A plan that is looked at, then run",
        command: "servesweep serve ... --dry-run --json > plan.json\n" +
          "servesweep serve --plan plan.json -e night",
      },
      {
        title: "A night that goes on after a failure, and the next morning",
        command: "servesweep serve ... -e night --continue-on-error\n" +
          "servesweep serve ... -e night --continue-on-error --resume",
      },
    ],
    epilog: EXIT_CODES,
  },
  read(values) {
    const planFile = readPlanFileName(values);
    return {
      kind: "serve",
      sweep: planFile === null
        ? { ...readCommands(values), ...readParameters(values), ...readServer(values) }
        : { planFile },
      location: readLocation(values),
      resumeChanged: values.optionalChoice("resume-changed", RESUME_CHANGED),
      dryRun: values.boolean("dry-run"),
      timeouts: readTimeouts(values),
      servers: readServers(values),
      limits: readLimits(values),
      packing: readPacking(values),
      order: readOrder(values),
      failures: readFailures(values),
      guards: readGuards(values),
      locks: readLocks(values),
      disk: readDisk(values),
      output: readOutput(values),
    };
  },
};
