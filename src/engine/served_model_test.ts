import { assertEquals } from "@std/assert";
import { servedNames } from "./served_model.ts";
import { serverKind } from "./server_kind.ts";

const COMMANDS: readonly [command: string, names: string[]][] = [
  ["vllm serve m/a --port 1", ["m/a"]],
  ["vllm serve --model m/a", ["m/a"]],
  ["vllm serve m --served-model-name a b --seed 1", ["a", "b"]],
  ["vllm serve m --served_model_name=a", ["a"]],
  ["vllm serve --port 1 m", []],
  ["python -m vllm.entrypoints.openai.api_server --model m", ["m"]],
  ["python -m sglang.launch_server --model-path m", ["m"]],
  ["servesweep sim m", ["m"]],
  ["llama-server -m /models/a.gguf", []],
  ["my-server m", []],
];

for (const [command, names] of COMMANDS) {
  Deno.test(`the command names the model that the server offers: ${command}`, () => {
    const argv = command.split(" ");
    assertEquals(servedNames({ argv, server: serverKind(argv) }), names);
  });
}
