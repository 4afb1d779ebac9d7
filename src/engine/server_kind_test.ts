import { assertEquals } from "@std/assert";
import { SERVER_FACTS, serverKind } from "./server_kind.ts";

const COMMANDS: readonly [command: string, kind: string][] = [
  ["vllm serve m", "vllm"],
  ["/opt/venv/bin/vllm serve m", "vllm"],
  ["env A=b numactl -N 0 vllm serve m", "vllm"],
  ["python3 -m vllm.entrypoints.openai.api_server --model m", "vllm"],
  ["python -m sglang.launch_server --model-path m", "sglang"],
  ["llama-server -m /models/vllm", "llama.cpp"],
  ["x --model /models/vllm", "other"],
  ["servesweep sim m", "sim"],
  ["infinity_emb v2", "infinity"],
  ["sglang serve --model-path m", "sglang"],
  ["text-generation-launcher --model-id m", "tgi"],
  ["./servesweep-1.0-linux sim m", "sim"],
  ["deno run -A main.ts sim m", "sim"],
  ["python vllm_server.py", "other"],
  ["my-server sim", "other"],
  ["docker run --rm vllm/vllm-openai", "other"],
  ["numactl --cpunodebind=0 vllm serve m", "vllm"],
  ["nice -- vllm serve m", "vllm"],
];

for (const [command, kind] of COMMANDS) {
  Deno.test(`the program decides the kind of server: ${command}`, () => {
    assertEquals(serverKind(command.split(" ")), kind);
  });
}

Deno.test("each server listens on the port of its own command line when nothing is said", () => {
  assertEquals(
    Object.fromEntries(
      Object.entries(SERVER_FACTS).map(([kind, { defaultPort }]) => [kind, defaultPort]),
    ),
    {
      "vllm": 8000,
      "sim": 8000,
      "sglang": 30000,
      "llama.cpp": 8080,
      "tgi": 3000,
      "infinity": 7997,
      "other": 8000,
    },
  );
});
