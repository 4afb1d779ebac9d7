/** The help text of `servesweep sim`. */
import { renderHelp } from "../cli/help.ts";
import { ACCEPTED_OPTIONS } from "./settings/accepted.ts";
import { SIM_OPTIONS } from "./settings/options.ts";

/** The whole text. */
export function simHelp(): string {
  return renderHelp({
    usage: "servesweep sim [MODEL] [options]",
    description:
      "Serve a simulated model over the OpenAI API, with vLLM's flags, metrics and log lines and no GPU. It batches, " +
      "queues, caches prefixes and runs out of memory as a server on H100 GPUs does; its answers are random words.",
    options: SIM_OPTIONS.filter((option) => !ACCEPTED_OPTIONS.includes(option)),
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
    epilog: `Accepted, no effect:\n${acceptedNames()}\n` +
      "Ends with 0 after SIGTERM or SIGINT, 1 if the engine cannot start or dies, 2 for a bad command line.",
  });
}

function acceptedNames(): string {
  return ACCEPTED_OPTIONS.map(({ name }) => `  --${name}\n`).join("");
}
