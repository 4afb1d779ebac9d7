import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { planOf } from "../_sweep.ts";
import { combinationWithPort, withPort } from "./bind_port.ts";

/** Serve and bench command of the only start, with a port put in. */
function bound(serveCmd: string, benchCmd: string, port: number, more = {}): [string, string] {
  const planned = planOf({ serveCmd, benchCmd, ...more }).starts[0]!;
  const { workload } = combinationWithPort(planned, planned.combinations[0]!, port);
  return [withPort(planned, port).argv.join(" "), workload.argv.join(" ")];
}

const kind = (serveCmd: string, benchCmd: string, more = {}) =>
  planOf({ serveCmd, benchCmd, ...more }).starts[0]!.port;

Deno.test("--port auto is filled in wherever it stands, in every spelling", () => {
  assertEquals(bound("vllm serve m --port auto", "vllm bench serve --port auto", 9), [
    "vllm serve m --port 9",
    "vllm bench serve --port 9",
  ]);
  assertEquals(bound("vllm serve m --port=auto", "vllm bench serve", 9), [
    "vllm serve m --port=9",
    "vllm bench serve --port 9",
  ]);
  assertEquals(
    bound("vllm serve m -p auto", "./mine --base-url=http://127.0.0.1:auto/v1 --mode auto", 9),
    ["vllm serve m -p 9", "./mine --base-url=http://127.0.0.1:9/v1 --mode auto"],
  );
  assertEquals(bound("vllm serve m -p=auto", "vllm bench serve", 9)[0], "vllm serve m -p=9");
  assertEquals(bound("vllm serve m -pauto", "vllm bench serve", 9)[0], "vllm serve m -p9");
  assertEquals(kind("vllm serve m -p8001", "vllm bench serve"), { kind: "fixed", port: 8001 });
});

Deno.test("without ports the default is preferred, and another one is told to both", () => {
  const commands = ["vllm serve m", "vllm bench serve --model m"] as const;
  assertEquals(kind(...commands), { kind: "lease", preferred: 8000 });
  assertEquals(bound(...commands, 8000), [...commands]);
  assertEquals(bound(...commands, 9), commands.map((command) => `${command} --port 9`));
});

Deno.test("a benchmark whose default port is not that of the server is told the server's", () => {
  const serve = "python -m sglang.launch_server --model-path m";
  assertEquals(bound(serve, "vllm bench serve --model m", 30000, { resetCaches: false }), [
    serve,
    "vllm bench serve --model m --port 30000",
  ]);
  const own = "python -m sglang.bench_serving --model m";
  assertEquals(bound(serve, own, 30000, { resetCaches: false }), [serve, own]);
});

Deno.test("the port is fixed where a command names one, or it cannot be told to both", () => {
  const fixed = { kind: "fixed", port: 8000 } as const;
  assertEquals(kind("vllm serve m --port 8000", "vllm bench serve"), fixed);
  assertEquals(kind("vllm serve m", "vllm bench serve --port 8000"), fixed);
  assertEquals(kind("vllm serve m", "vllm bench serve --base-url http://x:8000"), fixed);
  assertEquals(kind("vllm serve m", "./bench.sh"), fixed);
  assertEquals(kind("vllm serve m", "vllm bench serve", { afterBenchCmd: "./after.sh" }), fixed);
  const remote = { resetCaches: false };
  assertEquals(kind("ssh box vllm serve m", "vllm bench serve", remote), fixed);
  assertEquals(
    bound("vllm serve m --port 7", "vllm bench serve --port auto", 7)[1],
    "vllm bench serve --port 7",
  );
});

Deno.test("an open port that a benchmark cannot be told is an error that says what to write", () => {
  for (const benchCmd of ["./bench.sh", "vllm bench serve --port 8000"]) {
    const error = assertThrows(() => kind("vllm serve m --port auto", benchCmd), UsageError);
    assertStringIncludes(error.message, "write --port auto");
  }
});

Deno.test("the URLs, the command after the benchmark and the environment get the port", () => {
  const planned = planOf({
    serveCmd: "vllm serve m --port auto",
    afterBenchCmd: "curl http://localhost:auto/reset",
    healthUrl: "http://localhost:auto/ready",
  }).starts[0]!;
  const start = withPort(planned, 9);
  const { workload } = combinationWithPort(planned, planned.combinations[0]!, 9);
  assertEquals(start.urls[0], "http://127.0.0.1:9");
  assertEquals(start.healthUrls, ["http://localhost:9/ready"]);
  assertEquals(start.afterRun, { kind: "command", argv: ["curl", "http://localhost:9/reset"] });
  assertEquals([start.env, workload.env].map((env) => env.SERVESWEEP_PORT), [
    "9",
    "9",
  ]);
});

Deno.test("an engine is told its port by the flag that it takes", () => {
  const more = { resetCaches: false };
  const bench = "servesweep bench --model m";
  const serve = "lmdeploy serve api_server m";
  assertEquals(kind(serve, bench, more), { kind: "lease", preferred: 23_333 });
  assertEquals(bound(serve, bench, 9, more), [`${serve} --server-port 9`, `${bench} --port 9`]);
  assertEquals(bound(`${serve} --server-port=auto`, bench, 9, more)[0], `${serve} --server-port=9`);
  const { urls } = planOf({
    serveCmd: `${serve} --server-port 7 --server-name 10.0.0.1`,
    benchCmd: bench,
    ...more,
  }).starts[0]!;
  assertEquals(urls, ["http://10.0.0.1:7"]);
});

Deno.test("an error about the port names the flag of the engine", () => {
  const error = assertThrows(
    () => planOf({ serveCmd: "lmdeploy serve api_server m --server-port x", resetCaches: false }),
    UsageError,
  );
  assertStringIncludes(error.message, "the serve command has --server-port x, expected");
});
