/** The options of `servesweep bench`: those of `vllm bench serve` that make sense without a tokenizer and a data set. */
import type { Option } from "../cli/option.ts";
import { ACCEPTED_OPTIONS } from "./options/accepted.ts";
import { LOAD_OPTIONS } from "./options/load.ts";
import { PROMPT_OPTIONS } from "./options/prompts.ts";
import { RESULT_OPTIONS } from "./options/result.ts";
import { SAMPLING_OPTIONS } from "./options/sampling.ts";
import { SERVER_OPTIONS } from "./options/server.ts";

/** Options that take several values after one name, as `--goodput ttft:200 tpot:50`. */
export const MULTI_VALUE_OPTIONS: readonly string[] = ["goodput", "header", "metadata"];

/** Every option of `servesweep bench`. */
export const BENCH_OPTIONS: readonly Option[] = [
  ...SERVER_OPTIONS,
  ...PROMPT_OPTIONS,
  ...LOAD_OPTIONS,
  ...SAMPLING_OPTIONS,
  ...RESULT_OPTIONS,
  ...ACCEPTED_OPTIONS,
];
