import { assertEquals, assertThrows } from "@std/assert";
import { ServesweepError } from "../lib/errors.ts";
import type { EventBody } from "../journal/event.ts";
import { parseJson } from "../json/parse.ts";
import { JsonNumber, type JsonObject } from "../json/value.ts";
import { derivedCombination } from "../plan/derived.ts";
import { identityOf, runKeys } from "../plan/identity.ts";
import { type Combination, makePlan } from "../plan/plan.ts";
import { Masker } from "../secrets/mod.ts";
import { resolveSweep } from "../spec/resolve_sweep.ts";
import { Experiment } from "./experiment.ts";
import { findRuns, storedResult, storedRuns } from "./finished.ts";
import { readJournal } from "./journal.ts";

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

/** Of `{"completed": 1}`. */
const HASH = "b8793ad07ded58198f46ee750ec7f3c0b3e202cf9c09f36a578d11483532cc5b";

Deno.test("what has the name of a result and is no file does not count", () => {
  withDirectory((path) => {
    Deno.mkdirSync(`${path}/BENCH--b/run=0.json`, { recursive: true });
    Deno.symlinkSync("nowhere", `${path}/BENCH--b/run=1.json`);
    Deno.writeTextFileSync(`${path}/BENCH--b/run=2.json`, '{"completed": 1}');
    const unusable = { kind: "unusable", reason: "It is no regular file" };
    assertEquals(
      [...findRuns(path, plan, new Map()).values()],
      // deno-lint-ignore no-explicit-any
      [unusable, unusable, { kind: "file", sha256: HASH }] as any,
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

Deno.test("a result of a combination that no plan names is found by its key, parsed, and not trusted by its name", () => {
  withDirectory((path) => {
    const [start] = plan.starts;
    const load = (rate: string) =>
      derivedCombination(
        start!.combinations[0]!,
        new Map([["request_rate", new JsonNumber(rate)]]),
      );
    const body = (combination: Combination): EventBody => ({
      type: "run-finished",
      ...{ start: start!.id, server: start!.name, outcome: { kind: "valid" }, exit: null },
      name: { directory: combination.directory, run: 0 },
      key: runKeys(identityOf(start!, combination))(0),
      result: parseJson(`{"completed": 1, "failed": 0, "p99_ttft_ms": 2.50}`).value as JsonObject,
      ...{ rawResult: null, durationMs: 1 },
    });
    const masker = new Masker([]);
    using experiment = new Experiment(path, plan, () => false, masker);
    for (const rate of ["1", "2.0", "3"]) experiment.record(body(load(rate)));
    Deno.writeTextFileSync(`${path}/${load("3").directory}/run=0.json`, `{"completed": 1, `);
    const stored = storedRuns(readJournal(`${path}/journal.jsonl`)!.events);
    const resultOf = (combination: Combination, key: string) =>
      storedResult(path, combination, 0, stored, key)?.get("p99_ttft_ms");
    const keyOf = (rate: string) => runKeys(identityOf(start!, load(rate)))(0);
    assertEquals(resultOf(load("1"), keyOf("1")), new JsonNumber("2.5"));
    assertEquals(resultOf(load("2.0"), keyOf("2.0")), new JsonNumber("2.5"));
    assertEquals(resultOf(load("2.0"), "another command"), undefined);
    assertEquals(resultOf(load("3"), keyOf("3")), undefined);
    assertEquals(resultOf(load("4"), keyOf("4")), undefined);
    // All of them are rows of the table.
    experiment.results.writeSummary(true);
    assertEquals(Deno.readTextFileSync(`${path}/summary.csv`).trim().split("\n").length, 4);
  });
});
