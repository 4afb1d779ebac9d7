/** How many GPUs a server takes, as its command says. */
import { UsageError } from "../lib/errors.ts";
import { flagName, flagValue } from "../plan/flags.ts";
import type { ServerKind } from "../engine/server_kind.ts";

const TENSOR = ["-tp", "--tensor-parallel-size"];
const PIPELINE = ["-pp", "--pipeline-parallel-size"];
/** Splits the prefill of a prompt over GPUs of their own; vLLM's decode context parallelism works within tensor parallelism. */
const PREFILL_CONTEXT = ["-pcp", "--prefill-context-parallel-size"];
const DATA = ["-dp", "--data-parallel-size"];
const DATA_LOCAL = ["-dpl", "--data-parallel-size-local"];
const DATA_RANK = ["-dpn", "--data-parallel-rank"];

const SGLANG_TENSOR = ["--tp", "--tp-size", "--tensor-parallel-size"];
const SGLANG_PIPELINE = ["--pp", "--pp-size", "--pipeline-parallel-size"];
const SGLANG_DATA = ["--dp", "--dp-size", "--data-parallel-size"];

/**
 * GPUs that a server needs on this machine: its tensor, pipeline and data parallel sizes multiplied.
 *
 * @throws {UsageError} If one of them is no whole number of at least 1.
 */
export function gpuDemand(argv: readonly string[], kind: ServerKind): number {
  const size = (names: readonly string[]) => parallelSize(argv, names);
  switch (kind) {
    case "vllm":
    case "sim":
      return size(TENSOR) * size(PIPELINE) * size(PREFILL_CONTEXT) * vllmReplicas(argv);
    case "sglang": {
      // With data parallel attention the replicas are made of the GPUs of tensor parallelism.
      const replicas = hasFlag(argv, "--enable-dp-attention") ? 1 : size(SGLANG_DATA);
      return size(SGLANG_TENSOR) * size(SGLANG_PIPELINE) * replicas;
    }
    case "tgi":
      // Without the flag it takes every GPU that it sees: it is shown one.
      return size(["--num-shard"]);
    case "other":
      // A script around a server passes its flags on. Short names may mean anything in it.
      return [TENSOR, PIPELINE, DATA].map(([, name]) => size([name!])).reduce((a, b) => a * b);
    default:
      return 1;
  }
}

/** Replicas that a vLLM server runs on this machine. A server with a rank of its own is one of several. */
function vllmReplicas(argv: readonly string[]): number {
  if (flagValue(argv, DATA_RANK) !== null) return 1;
  return parallelSize(argv, flagValue(argv, DATA_LOCAL) === null ? DATA : DATA_LOCAL);
}

function parallelSize(argv: readonly string[], names: readonly string[]): number {
  const text = flagValue(argv, names);
  if (text === null) return 1;
  const size = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(size) || size < 1) {
    throw new UsageError(
      `Cannot tell how many GPUs the server needs: the serve command has ${
        names.at(-1)
      } ${text}, ` +
        "expected a whole number of at least 1",
    );
  }
  return size;
}

function hasFlag(argv: readonly string[], name: string): boolean {
  return argv.some((token) => flagName(token) === name);
}
