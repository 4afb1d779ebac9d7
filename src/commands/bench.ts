/** `servesweep bench`. */
import type { AskedSettings } from "../bench/settings/settings.ts";
import { ACCEPTED_OPTIONS } from "./bench/accepted.ts";
import { LOAD_OPTIONS } from "./bench/load.ts";
import { PROMPT_OPTIONS } from "./bench/prompts.ts";
import { readBench } from "./bench/read_bench.ts";
import { RESULT_OPTIONS } from "./bench/result.ts";
import { SAMPLING_OPTIONS } from "./bench/sampling.ts";
import { SERVER_OPTIONS } from "./bench/server.ts";
import type { CommandSpec } from "./command.ts";

/** A benchmark of a server. */
export interface BenchCommand {
  readonly kind: "bench";
  readonly settings: AskedSettings;
}

/** The command, with the options of `vllm bench serve` that make sense without a tokenizer and a data set. */
export const BENCH: CommandSpec<BenchCommand> = {
  name: "bench",
  options: [
    ...SERVER_OPTIONS,
    ...PROMPT_OPTIONS,
    ...LOAD_OPTIONS,
    ...SAMPLING_OPTIONS,
    ...RESULT_OPTIONS,
    ...ACCEPTED_OPTIONS,
  ],
  page: {
    description:
      "Sends requests to an OpenAI-compatible server and measures the streamed answers. Takes the flags of " +
      "'vllm bench serve' and writes the same result file. Needs no tokenizer: prompts are token ids where the " +
      "server takes them, and text where it does not.",
    examples: [
      {
        title: "200 requests, 16 at a time, with the result in a file",
        command: "servesweep bench --port 8000 --num-prompts 200 --max-concurrency 16 \\\n" +
          "    --random-input-len 512 --random-output-len 64 --save-result",
      },
      {
        title: "10 requests per second, and how many of them are fast enough",
        command: "servesweep bench --base-url http://gpu-box:8000 --request-rate 10 \\\n" +
          "    --num-prompts 600 --goodput ttft:200 tpot:50",
      },
    ],
    epilog: `Exit codes:
  0   measured; the result says how many requests failed
  1   the server did not answer, or the result could not be written
  2   bad usage; nothing was sent
  130 interrupted; nothing was written
`,
  },
  read(values) {
    return { kind: "bench", settings: readBench(values) };
  },
  mistakeText: ({ message }) => `servesweep bench: ${message}`,
};
