/** Any program, by the contract of docs/benchmarks.md: it is told by variables where its result goes, and writes vLLM's keys. */
import type { BenchKind } from "./kind.ts";

/** A script that keeps the contract. */
export const COMMAND: BenchKind = {
  name: "command",
  isRunBy: () => false,
  promptsKey: "num_prompts",
  appended: () => [],
  env: ({ directory, name, run }) => ({
    SERVESWEEP_RESULT_FILE: `${directory}/${name}`,
    SERVESWEEP_RESULT_DIR: directory,
    SERVESWEEP_RUN: String(run),
  }),
  resultNames: ({ name }) => [name],
  read: null,
};
