import { assertEquals, assertThrows } from "@std/assert";
import { ServesweepError } from "../lib/errors.ts";
import { makePlan } from "../plan/plan.ts";
import { resolveSweep } from "../spec/resolve_sweep.ts";
import { findRuns } from "./finished.ts";

const plan = makePlan(resolveSweep({
  serveCmd: "vllm serve model",
  benchCmd: "vllm bench serve",
  afterBenchCmd: null,
  env: [],
  serveParams: null,
  benchParams: { kind: "text", text: '{"b": {}}', origin: "bench.json" },
  linkVars: "",
  numRuns: 3,
  warmupNumPrompts: 0,
  resetCaches: true,
  healthUrl: null,
}));

function withDirectory(action: (path: string) => void): void {
  const path = Deno.makeTempDirSync();
  try {
    action(path);
  } finally {
    Deno.removeSync(path, { recursive: true });
  }
}

Deno.test("what has the name of a result and is no file does not count", () => {
  withDirectory((path) => {
    Deno.mkdirSync(`${path}/BENCH--b/run=0.json`, { recursive: true });
    Deno.symlinkSync("nowhere", `${path}/BENCH--b/run=1.json`);
    Deno.writeTextFileSync(`${path}/BENCH--b/run=2.json`, '{"completed": 1}');
    const unusable = { kind: "unusable", reason: "It is no regular file" };
    assertEquals(
      [...findRuns(path, plan, new Map()).values()],
      // deno-lint-ignore no-explicit-any
      [unusable, unusable, { kind: "file" }] as any,
    );
  });
});

Deno.test("a file where the directory of a combination should be is named", () => {
  withDirectory((path) => {
    Deno.writeTextFileSync(`${path}/BENCH--b`, "");
    assertThrows(
      () => findRuns(path, plan, new Map()),
      ServesweepError,
      `Cannot read "${path}/BENCH--b": Not a directory`,
    );
  });
});
