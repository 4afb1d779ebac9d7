/** `servesweep sim`. */
import { UnexpectedWords } from "../cli/errors.ts";
import type { SimArgs } from "../sim/settings/settings.ts";
import type { CommandSpec } from "./command.ts";
import { SIM_OPTIONS } from "./sim/options.ts";
import { readSim } from "./sim/read_sim.ts";

/** The simulated server. */
export interface SimCommand {
  readonly kind: "sim";
  readonly args: SimArgs;
}

/** The command, with vLLM's options. */
export const SIM: CommandSpec<SimCommand> = {
  name: "sim",
  options: SIM_OPTIONS,
  positionals: [
    {
      name: "MODEL",
      what: "a model",
      count: "optional",
      help: "Name of the model, in place of --model",
    },
  ],
  page: {
    description:
      "Serve a simulated model over the OpenAI API, with vLLM's flags, metrics and log lines and no GPU. It batches, " +
      "queues, caches prefixes and runs out of memory as a server on H100 GPUs does; its answers are random words.",
    examples: [
      {
        title: "An 8B model with at most 32 sequences in a batch",
        command: "servesweep sim meta-llama/Llama-3.1-8B-Instruct --port 8000 --max-num-seqs 32",
      },
      {
        title: "A 70B model on four GPUs, ten times as fast as real",
        command: "servesweep sim Llama-3.1-70B -tp 4 --sim-time-scale 0.1",
      },
    ],
    epilog: `Exit codes:
  0   ended by SIGTERM or SIGINT
  1   the engine could not start, or died
  2   bad usage; nothing was started
`,
  },
  read(values) {
    return { kind: "sim", args: readSim(values) };
  },
  mistakeText(error) {
    // As argparse of Python, whose messages are looked for in the logs of servers.
    const text = error instanceof UnexpectedWords
      ? `unrecognized arguments: ${error.words.join(" ")}${error.hint}`
      : error.message;
    return `usage: servesweep sim [MODEL] [options]\nservesweep sim: error: ${text}`;
  },
};
