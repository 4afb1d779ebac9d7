import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { planOf, type SweepTexts } from "../_sweep.ts";
import { combinationWithPort, withPort } from "./bind_port.ts";
import { withMovablePorts } from "./move_ports.ts";
import { withReplacedPort } from "./replace_port.ts";

/** The only start of a sweep whose ports may move, on port 9. */
function moved(texts: SweepTexts) {
  const planned = withMovablePorts(planOf(texts)).starts[0]!;
  const start = withPort(planned, 9);
  return {
    serve: start.argv.join(" "),
    bench: combinationWithPort(planned, start.combinations[0]!, 9).workload.argv.join(" "),
    start,
  };
}

Deno.test("a port that the commands name is replaced in all of them", () => {
  const { serve, bench, start } = moved({
    serveCmd: "vllm serve m --port 8000 --max-num-seqs 8000",
    benchCmd: "vllm bench serve --base-url http://localhost:8000/v1 --num-prompts 8000",
    afterBenchCmd: "curl -X POST http://127.0.0.1:8000/reset http://other:8000",
    healthUrl: "http://localhost:8000/ready",
  });
  assertEquals(serve, "vllm serve m --port 9 --max-num-seqs 8000");
  assertEquals(bench, "vllm bench serve --base-url http://localhost:9/v1 --num-prompts 8000");
  assertEquals(start.afterRun, {
    kind: "command",
    argv: ["curl", "-X", "POST", "http://127.0.0.1:9/reset", "http://other:8000"],
  });
  assertEquals(start.healthUrls, ["http://localhost:9/ready"]);
  assertEquals(start.urls[0], "http://127.0.0.1:9");
});

Deno.test("where a command names no port and is known, the port is appended", () => {
  assertEquals(moved({ serveCmd: "vllm serve m --port=8001" }).bench, "vllm bench serve --port 9");
  const { serve, bench } = moved({
    serveCmd: "vllm serve m",
    benchCmd: "./b --url localhost:8000",
  });
  assertEquals([serve, bench], ["vllm serve m --port 9", "./b --url localhost:9"]);
});

Deno.test("a bench command that cannot be told the port is refused, and the message says what to write", () => {
  for (const benchCmd of ["./bench.sh", "vllm bench serve --port 8001"]) {
    const texts = { serveCmd: "vllm serve m --port 8000", benchCmd };
    const error = assertThrows(() => withMovablePorts(planOf(texts)), UsageError);
    assertStringIncludes(error.message, "Write --port auto");
  }
});

Deno.test("so is a server of which nobody knows how it takes a port, and a health URL elsewhere", () => {
  const refused = (texts: SweepTexts) =>
    assertThrows(() => withMovablePorts(planOf({ resetCaches: false, ...texts })), UsageError);
  assertStringIncludes(refused({ serveCmd: "./server" }).message, "./server");
  assertStringIncludes(
    refused({ serveCmd: "vllm serve m --port 1", healthUrl: "http://localhost:2/health" }).message,
    "--health-url",
  );
});

Deno.test("longer names and numbers are not the port", () => {
  const words = ["http://myhost:80", "localhost:800", "x.localhost:80", "--port", "80", "-p=80"];
  assertEquals(withReplacedPort(words, "host", 80, 9), [
    ...words.slice(0, 4),
    "9",
    "-p=80",
  ]);
});
