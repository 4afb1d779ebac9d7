/** `servesweep serve`. */
import { type CommandSpec, rejectPositionals } from "./command.ts";
import { EXIT_CODES } from "./exit_codes.ts";
import { BUDGET_OPTIONS, type BudgetArgs, readBudget } from "./serve/budget.ts";
import { COMMAND_OPTIONS, type CommandArgs, readCommands } from "./serve/commands.ts";
import { FAILURE_OPTIONS, type FailureArgs, readFailures } from "./serve/failures.ts";
import { OUTPUT_OPTIONS, type OutputArgs, readOutput } from "./serve/output.ts";
import { PACKING_OPTIONS, type PackingArgs, readPacking } from "./serve/packing.ts";
import { PARAMETER_OPTIONS, type ParameterArgs, readParameters } from "./serve/parameters.ts";
import { readResults, RESULT_OPTIONS, type ResultArgs } from "./serve/results.ts";
import { readRunning, RUNNING_OPTIONS, type RunningArgs } from "./serve/running.ts";
import { readSharing, SHARING_OPTIONS, type SharingArgs } from "./serve/sharing.ts";

/** A sweep. */
export interface ServeCommand
  extends
    CommandArgs,
    ParameterArgs,
    ResultArgs,
    RunningArgs,
    PackingArgs,
    BudgetArgs,
    FailureArgs,
    SharingArgs,
    OutputArgs {
  readonly kind: "serve";
}

/** The options of `vllm bench sweep serve` with their meaning there, and our own. */
export const SERVE: CommandSpec<"serve", ServeCommand> = {
  name: "serve",
  summary: "Sweep a server over serve and bench parameters",
  options: [
    ...COMMAND_OPTIONS,
    ...PARAMETER_OPTIONS,
    ...RESULT_OPTIONS,
    ...RUNNING_OPTIONS,
    ...PACKING_OPTIONS,
    ...BUDGET_OPTIONS,
    ...FAILURE_OPTIONS,
    ...SHARING_OPTIONS,
    ...OUTPUT_OPTIONS,
  ],
  page: {
    usage: "servesweep serve --serve-cmd CMD --bench-cmd CMD [options]",
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
        title: "A night that goes on after a failure, and the next morning",
        command: "servesweep serve ... -e night --continue-on-error\n" +
          "servesweep serve ... -e night --continue-on-error --resume",
      },
    ],
    epilog: EXIT_CODES,
  },
  read(values) {
    rejectPositionals(values, "serve");
    return {
      kind: "serve",
      ...readCommands(values),
      ...readParameters(values),
      ...readResults(values),
      ...readRunning(values),
      ...readPacking(values),
      ...readBudget(values),
      ...readFailures(values),
      ...readSharing(values),
      ...readOutput(values),
    };
  },
};
