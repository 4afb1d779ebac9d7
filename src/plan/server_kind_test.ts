import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../errors.ts";
import { baseUrls, serverAddress } from "./address.ts";
import { serverKind } from "./server_kind.ts";

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
];

for (const [command, kind] of COMMANDS) {
  Deno.test(`the program decides the kind of server: ${command}`, () => {
    assertEquals(serverKind(command.split(" ")), kind);
  });
}

Deno.test("the address comes from --host and --port in every spelling, the last one wins", () => {
  const address = (command: string) => serverAddress(command.split(" "), 8000);
  assertEquals(address("vllm serve m"), { host: "localhost", port: 8000 });
  assertEquals(address("x --port 1 -p 2 --port=3 --host 0.0.0.0"), { host: "0.0.0.0", port: 3 });
  assertThrows(() => address("x --port many"), UsageError, "--port many");
  assertThrows(() => address("x --port 70000"), UsageError, "from 1 to 65535");
});

Deno.test("a server on every address is asked on loopback, localhost on both", () => {
  assertEquals(baseUrls({ host: "0.0.0.0", port: 1 }), ["http://127.0.0.1:1"]);
  assertEquals(baseUrls({ host: "localhost", port: 1 }), ["http://127.0.0.1:1", "http://[::1]:1"]);
  assertEquals(baseUrls({ host: "::1", port: 1 }), ["http://[::1]:1"]);
});
