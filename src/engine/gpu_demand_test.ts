import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { gpuDemand } from "./gpu_demand.ts";
import { engineOf } from "./engines.ts";

function demand(command: string): number {
  const argv = command.split(" ");
  return gpuDemand({ argv, server: engineOf(argv).name });
}

for (
  const [command, gpus] of [
    ["vllm serve m", 1],
    ["vllm serve m -tp 2", 2],
    ["vllm serve m -tp=2 -pp=2", 4],
    ["vllm serve m --tensor-parallel-size 2 --pipeline-parallel-size=2 --data-parallel-size 2", 8],
    ["vllm serve m --tensor_parallel_size=4 -dp 2", 8],
    ["vllm serve m -tp 8 -tp 2", 2],
    ["vllm serve m -tp 2 -dp 8 --data-parallel-size-local 2", 4],
    ["vllm serve m -tp 2 -dp 8 -dpl 1", 2],
    ["vllm serve m -tp 2 -dp 4 --data-parallel-rank 3", 2],
    ["vllm serve m -tp 2 -pcp 2 -dcp 2", 4],
    ["vllm serve m --enable-expert-parallel -tp 4", 4],
    ["python -m vllm.entrypoints.openai.api_server --model m -tp 4", 4],
    ["servesweep sim m -tp 2 -pp 2", 4],
    ["sglang serve --model-path m", 1],
    ["python -m sglang.launch_server --model-path m --tp 4", 4],
    ["python -m sglang.launch_server --model-path m --tp-size 2 --pp-size 2 --dp-size 2", 8],
    ["python -m sglang.launch_server --tensor-parallel-size=2 --data-parallel-size=4", 8],
    ["python -m sglang.launch_server --tp 8 --dp 8 --enable-dp-attention --ep-size 8", 8],
    ["python -m sglang.launch_server --tp 16 --nnodes 2 --node-rank 1", 8],
    ["vllm serve m -tp 8 -pp 2 --nnodes 2 --node-rank 0", 8],
    ["vllm serve m -tp 8 --nnodes=1", 8],
    ["text-generation-launcher --model-id m", 1],
    ["text-generation-launcher --model-id m --num-shard 4", 4],
    ["llama-server -m m.gguf --tensor-split 1,1", 1],
    ["some-server -tp 4", 1],
    ["./serve.sh --tensor-parallel-size 4 --pipeline-parallel-size=2", 8],
  ] as const
) {
  Deno.test(`"${command}" takes ${gpus} GPU${gpus === 1 ? "" : "s"}`, () => {
    assertEquals(demand(command), gpus);
  });
}

Deno.test("a size that is no whole number of at least 1 is an error with flag and value", () => {
  for (const size of ["0", "-1", "two", "1.5", "", "1e1", "99999999999999999"]) {
    assertThrows(
      () => demand(`vllm serve m -tp=${size}`),
      UsageError,
      `the serve command has --tensor-parallel-size ${size}, expected a whole number of at least 1`,
    );
  }
});
