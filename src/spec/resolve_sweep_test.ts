import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { resolveSweep, type SweepInput } from "./resolve_sweep.ts";

const INPUT: SweepInput = {
  serveCmd: "vllm serve 'my model'",
  benchCmd: "vllm bench serve",
  afterBenchCmd: null,
  env: [],
  serveParams: null,
  benchParams: null,
  linkVars: "",
  numRuns: 3,
  warmupNumPrompts: 0,
  resetCaches: true,
  healthUrl: null,
};
const fails = (input: Partial<SweepInput>, message: string) =>
  assertThrows(() => resolveSweep({ ...INPUT, ...input }), UsageError, message);

Deno.test("without parameters there is one empty set on each side", () => {
  const sweep = resolveSweep(INPUT);
  assertEquals(sweep.serveCommand, ["vllm", "serve", "my model"]);
  assertEquals(sweep.serveSets.map(({ params }) => params.size), [0]);
  assertEquals(sweep.benchSets.map(({ params }) => params.size), [0]);
});

Deno.test("an empty command after the benchmark is none, as in vLLM", () => {
  assertEquals(resolveSweep({ ...INPUT, afterBenchCmd: " " }).afterBenchCommand, null);
  assertEquals(resolveSweep({ ...INPUT, afterBenchCmd: "x 'y z'" }).afterBenchCommand, [
    "x",
    "y z",
  ]);
});

Deno.test("of a variable given twice the last value counts, and a value may have equal signs", () => {
  assertEquals(
    resolveSweep({ ...INPUT, env: ["A=1", "B=x=y", "A="] }).env,
    new Map([["A", ""], ["B", "x=y"]]),
  );
});

Deno.test("what cannot be run is refused by the name of its option", () => {
  fails({ serveCmd: " " }, "--serve-cmd is empty, expected a command");
  fails({ benchCmd: "" }, "--bench-cmd is empty, expected a command");
  fails({ benchCmd: "a 'b" }, "Cannot split --bench-cmd into words: the ' at character 3");
  fails({ serveCmd: "a\\" }, "Cannot split --serve-cmd into words: it ends in a backslash");
  fails(
    { serveCmd: "HF_HOME='/a b' vllm serve" },
    "pass the variable with --env 'HF_HOME=/a b'",
  );
  for (const item of ["A", "=1", "1A=x", ""]) {
    fails({ env: [item] }, `--env is "${item}", expected KEY=VALUE`);
  }
});

Deno.test("a link variable that no set has is an error, with and without parameters", () => {
  const serveParams = { kind: "text", text: `[{"a": 1}]`, origin: "serve.json" } as const;
  fails({ serveParams, linkVars: "a=b" }, 'no bench parameter set has "b"; there are none');
  fails({ serveParams, linkVars: "x=b" }, 'no serve parameter set has "x"; they have a');
});

Deno.test("dotted parameters have a path in their message, but no line", () => {
  const serveParams = {
    kind: "json",
    value: new Map([["a", null]]),
    origin: "--serve-params",
  } as const;
  fails(
    { serveParams },
    "Cannot read --serve-params: a: expected a parameter set (an object), found null",
  );
});
