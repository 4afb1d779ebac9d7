import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { planOf, type SweepTexts } from "./_sweep.ts";
import { equalSetNotes } from "./equal_sets.ts";

const notes = (texts: SweepTexts) => equalSetNotes(planOf(texts));
const fails = (texts: SweepTexts, message: string) =>
  assertThrows(() => notes(texts), UsageError, message);

Deno.test("sets that come out as the same command are an error that names both", () => {
  const base = { serveCmd: "vllm serve m --max-num-seqs 256" };
  fails(
    { ...base, serveParams: `[{"max_num_seqs": 256}, {"seed": 1}, {}]` },
    `The serve sets "SERVE--max_num_seqs=256" and "(no parameters)" come out as the same command: remove one, or name both`,
  );
  // Another order, another spelling, a dotted key and its object, and a bench set that has the value already.
  fails({ serveParams: `[{"a_b": 1, "c": 2}, {"c": 2, "a-b": 1}]` }, "the same command");
  fails({ serveParams: `[{"seed": "1"}, {"seed": 1}]` }, "the same command");
  fails({ serveCmd: `vllm serve m --x=1`, serveParams: `[{"x": 1}, {}]` }, "the same command");
  fails({ serveParams: `[{"model": "m"}, {}]` }, "the same command");
  fails(
    { benchCmd: "vllm bench serve --seed 1", benchParams: `[{"seed": 1}, {}]` },
    `The bench sets "BENCH--seed=1" and "BENCH" come out as the same command`,
  );
  fails(
    { serveParams: `[{"_benchmark_name": "x", "seed": 1}, {"seed": 1.0e0}, {"seed": "1"}]` },
    "the same",
  );
});

Deno.test("two names are taken as meant, and told", () => {
  assertEquals(notes({ serveParams: `{"a": {"seed": 1}, "b": {"seed": 1}, "c": {"seed": 2}}` }), [
    `The serve sets "SERVE--a" and "SERVE--b" come out as the same command, which is measured twice`,
  ]);
  assertEquals(notes({ benchParams: `{"a": {}, "b": {}}` }).length, 1);
});

Deno.test("other variables, other loads by links and other orders behind -- are others", () => {
  assertEquals(notes({ serveParams: `[{"_env": {"A": 1}}, {"_env": {"A": 2}}]` }), []);
  assertEquals(
    notes({ serveParams: `[{"a": 1}, {"a": 2}]`, benchParams: `[{"b": 1}, {"b": 2}]` }),
    [],
  );
  assertEquals(
    notes({
      serveCmd: "./s.sh -- x",
      resetCaches: false,
      serveParams: `[{"a": 1, "b": 2}, {"b": 2, "a": 1}]`,
    }),
    [],
  );
});
