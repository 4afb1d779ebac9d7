import { assert, assertEquals, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import { FAILURE_CLASSES } from "../journal/event.ts";
import { CAUSES, SYMPTOMS } from "../engine/log_patterns.ts";
import {
  classifyBenchEnd,
  classifyLog,
  classifyServerEnd,
  engineDeath,
  failureSignature,
  isTransient,
} from "./failure_class.ts";

const LOGS = new URL("../../tests/fixtures/logs/", import.meta.url);

function read(name: string): string[] {
  return Deno.readTextFileSync(new URL(name, LOGS)).trimEnd().split("\n");
}

const ROWS = read("lines.tsv").slice(1).map((line) => line.split("\t"))
  .map(([expected, program, line]) => ({ expected, program, line: line! }));
const FILES = [...Deno.readDirSync(LOGS)].map(({ name }) => name)
  .filter((name) => name.endsWith(".log")).sort();
const HEALTHY = FILES.filter((name) => name.startsWith("healthy--")).map(read);

for (const { expected, program, line } of ROWS) {
  Deno.test(`a line of ${program} is ${expected}: ${line.slice(0, 60)}`, () => {
    assertEquals(classifyLog([line]), expected);
  });
}

Deno.test("no row has flags: they are joined to one expression, which has none", () => {
  assertEquals([...CAUSES, ...SYMPTOMS].filter(({ pattern }) => pattern.flags !== ""), []);
});

Deno.test("every row of the table is met by a line", () => {
  const lines = [...ROWS.map(({ line }) => line), ...FILES.flatMap(read)];
  const rows = [...CAUSES, ...SYMPTOMS];
  assertEquals(rows.filter(({ pattern }) => !lines.some((line) => pattern.test(line))), []);
});

for (const name of FILES) {
  Deno.test(`the log ${name} has the class of its name`, () => {
    const expected = name.split("--")[0]!;
    assertEquals(classifyLog(read(name)), expected === "healthy" ? null : expected);
  });
}

Deno.test("what a healthy server printed before changes nothing", () => {
  fc.assert(fc.property(
    fc.constantFrom(...ROWS),
    fc.constantFrom(...HEALTHY),
    fc.nat(20),
    ({ expected, line }, healthy, at) => {
      const lines = [...healthy.slice(0, at), line, ...healthy.slice(at)];
      assertEquals(classifyLog(lines), expected);
    },
  ));
});

Deno.test("any text has a class or none, and no error", () => {
  fc.assert(fc.property(fc.array(fc.string()), (lines) => {
    const found = classifyLog(lines);
    assert(found === null || FAILURE_CLASSES.includes(found));
    engineDeath(lines);
    failureSignature(lines[0] ?? "", lines);
  }));
});

const exit = (code: number, signal: string | null = null) => ({ code, signal });

Deno.test("a server that the kernel killed for memory left no word: the count of kills tells", () => {
  const killed = { exit: exit(137, "SIGKILL"), lines: [] };
  assertEquals(classifyServerEnd({ ...killed, oomKills: 1 }), "host-out-of-memory");
  assertEquals(classifyServerEnd({ ...killed, oomKills: 0 }), "crash");
  // The kernel killed something else meanwhile.
  assertEquals(classifyServerEnd({ exit: exit(1), lines: [], oomKills: 3 }), "crash");
  const worker = ["RuntimeError: Engine core proc EngineCore_DP0 died unexpectedly"];
  assertEquals(
    classifyServerEnd({ exit: exit(1), lines: worker, oomKills: 1 }),
    "host-out-of-memory",
  );
});

Deno.test("a server that ended without a known line: usage and what a shell cannot execute are arguments", () => {
  const end = (code: number, ...lines: string[]) =>
    classifyServerEnd({ exit: exit(code), lines, oomKills: 0 });
  assertEquals(end(2, "usage: my-server [--x X]"), "bad-argument");
  assertEquals(end(2, "no luck"), "crash");
  assertEquals(end(127), "bad-argument");
  assertEquals(end(1, "something else"), "crash");
  assertEquals(end(0), "crash");
});

Deno.test("a benchmark fails for reasons of its own; the server's lines in its log do not count", () => {
  const end = (code: number, lines: string[], requestsFailed = false) =>
    classifyBenchEnd({ exit: exit(code), lines, result: requestsFailed ? new Map() : null });
  assertEquals(end(0, [], true), "failed-requests");
  assertEquals(end(0, ["Error 0: Bad Request", "Error 1: Bad Request"], true), "refused-requests");
  assertEquals(end(0, ["Error 0: Bad Request", "Error 1: Timeout"], true), "failed-requests");
  assertEquals(end(2, ["vllm: error: unrecognized arguments: --x"]), "bad-argument");
  assertEquals(
    end(1, ["OSError: x is not a local folder and is not a valid model identifier"]),
    "model-not-found",
  );
  assertEquals(end(1, ["OSError: [Errno 28] No space left on device"]), "infrastructure");
  assertEquals(end(1, ["torch.OutOfMemoryError: CUDA out of memory."]), "bench-error");
  assertEquals(end(1, []), "bench-error");
});

Deno.test("the engine of a server that answers on is dead when its log says so, and not before", () => {
  for (const healthy of HEALTHY) assertEquals(engineDeath(healthy), null);
  const deaths = ROWS.map(({ line }) => line).filter((line) =>
    /fatal error|EngineDeadError|Background loop|hit an exception|sigquit|proc \S+ died|handler failed/
      .test(line)
  );
  assert(deaths.length >= 5);
  for (const line of deaths) assertEquals(engineDeath([...HEALTHY[0]!, line]), line);
});

Deno.test("only what may be over by now is tried again", () => {
  assertEquals(FAILURE_CLASSES.filter(isTransient), [
    "port-in-use",
    "hang",
    "crash",
    "bench-error",
    "failed-requests",
    "contaminated",
    "infrastructure",
  ]);
});

Deno.test("two failures are alike if only numbers, times and paths with numbers differ", () => {
  const signature = (pid: number, line: string) =>
    failureSignature(`ended with exit code 1 (pid ${pid})`, ["INFO 11-24 10:00:00 x", line]);
  const oom = (free: string) =>
    `torch.OutOfMemoryError: CUDA out of memory. Of which ${free} MiB is free.`;
  assertEquals(signature(1, oom("421.12")), signature(22, oom("7")));
  assertNotEquals(signature(1, oom("1")), signature(1, "vllm: error: unrecognized arguments: --x"));
});
