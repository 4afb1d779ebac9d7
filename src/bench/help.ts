import { renderHelp } from "../cli/help.ts";
import { BENCH_OPTIONS } from "./options.ts";

/** True if the arguments ask for the help text, whatever else is there. */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return argv.slice(0, end < 0 ? undefined : end)
    .some((token) => token === "-h" || token === "--help");
}

/** The help text of `servesweep bench`. */
export function benchHelp(): string {
  return renderHelp({
    usage: "servesweep bench [options]",
    description:
      "Sends requests to an OpenAI-compatible server and measures the streamed answers. Takes the flags of " +
      "'vllm bench serve' and writes the same result file. Needs no tokenizer: prompts are token ids where the " +
      "server takes them, and text where it does not.",
    options: BENCH_OPTIONS,
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
  });
}
