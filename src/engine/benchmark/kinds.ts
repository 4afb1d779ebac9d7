/** The benchmark programs that servesweep knows. */
import { AIPERF } from "./aiperf.ts";
import { COMMAND } from "./command.ts";
import { GUIDELLM } from "./guidellm.ts";
import type { BenchKind, BenchKindName } from "./kind.ts";
import { SGLANG_BENCH } from "./sglang.ts";
import { VLLM_BENCH } from "./vllm.ts";

const KINDS: readonly BenchKind[] = [VLLM_BENCH, SGLANG_BENCH, AIPERF, GUIDELLM, COMMAND];

/**
 * The kind of a benchmark.
 *
 * @param name As the user says; left out it is told by the command.
 */
export function benchKindOf(argv: readonly string[], name?: BenchKindName): BenchKind {
  const kind = name === undefined
    ? KINDS.find((kind) => kind.isRunBy(argv))
    : KINDS.find((kind) => kind.name === name);
  return kind ?? VLLM_BENCH;
}
