/** A program of no known kind. It may be a script around a known server, and pass its flags on. */
import { type Engine, PLAIN } from "./engine.ts";
import { flagValue } from "./flags.ts";
import { parallelSize } from "./parallel_size.ts";
import { JSON_ALIASES, VLLM } from "./vllm.ts";

/** Names of several engines. Short ones with one dash may mean anything in it. */
const SIZES = [
  ["--tp", "--tp-size", "--tensor-parallel-size"],
  ["--pp", "--pp-size", "--pipeline-parallel-size"],
  ["--dp", "--dp-size", "--data-parallel-size"],
] as const;

/** Any other server. */
export const OTHER: Engine = {
  ...PLAIN,
  name: "other",
  severalWords: VLLM.severalWords,
  aliases: JSON_ALIASES,
  gpus(argv) {
    const said = SIZES.filter((names) => flagValue(argv, names) !== null);
    if (said.length === 0) return null;
    return said.map((names) => parallelSize(argv, names)).reduce((a, b) => a * b);
  },
};
