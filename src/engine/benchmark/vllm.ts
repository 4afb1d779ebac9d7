/** `vllm bench serve`, and what is made after it: our own load generator, `benchmark_serving.py` of others. */
import type { BenchKind } from "./kind.ts";

/** vLLM's benchmark. A program that nothing is known of is taken for one with its flags. */
export const VLLM_BENCH: BenchKind = {
  name: "vllm",
  isRunBy: () => false,
  promptsKey: "num_prompts",
  // Those that vLLM's own sweep appends.
  appended: ({ directory, name }) => [
    "--percentile-metrics",
    "ttft,tpot,itl,e2el",
    "--save-result",
    "--result-dir",
    directory,
    "--result-filename",
    name,
  ],
  env: () => ({}),
  resultNames: ({ name }) => [name],
  read: null,
};

const REFUSED =
  /(?:unrecogni[sz]ed|unknown|unexpected|no such|invalid|not defined|not recogni[sz]ed|extra)\b.*--?(?:percentile-metrics|save-result|result-dir|result-filename)/i;

/** What to do about a program that does not know the flags of vLLM's. */
export const OTHER_PROGRAM_HINT =
  "servesweep appends --percentile-metrics, --save-result, --result-dir and --result-filename, which this program does not " +
  "know: name its kind with --bench-kind sglang, aiperf or guidellm, or wrap it in a script and pass --bench-kind command " +
  "(docs/benchmarks.md)";

/** Whether a program failed of the flags of vLLM's. @param lines Its log. */
export function isOtherProgram(lines: readonly string[]): boolean {
  return lines.some((line) => REFUSED.test(line));
}
