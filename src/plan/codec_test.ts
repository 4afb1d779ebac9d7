import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../lib/errors.ts";
import { Masker, secretValues } from "../secrets/mod.ts";
import { planOf, type SweepTexts } from "./_sweep.ts";
import { encodePlan } from "./codec.ts";
import { decodePlan } from "./decode_plan.ts";
import { identityOf, runKeys } from "./identity.ts";
import { interleaved } from "./interleave.ts";
import { unmaskedPlan } from "./masked_plan.ts";
import type { Plan } from "./plan.ts";
import { withMovablePorts } from "./port/move_ports.ts";

const NONE = new Masker([]);

function written(plan: Plan, masker = NONE): string {
  return [...encodePlan(plan, masker)].join("");
}

const keysOf = ({ starts }: Plan) =>
  starts.flatMap((start) =>
    start.combinations.flatMap((combination) =>
      combination.runs.map(runKeys(identityOf(start, combination)))
    )
  );

/** Numbers in every spelling, texts with everything that JSON must escape. */
const value = fc.oneof(
  fc.constantFrom("1.0", "1e5", "1E-05", "-0", "12345678901234567890123", "Infinity", "-Infinity"),
  fc.constantFrom("true", "null", `{"b": 1.50, "1": [2.0, "x"], "0": {}}`, `["a/b", 1e+2]`),
  fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => !text.includes("\0"))
    .map((text) => JSON.stringify(text)),
);
const sets = fc.uniqueArray(
  fc.tuple(fc.constantFrom("a", "b_c", "10", "_env"), value),
  { minLength: 1, maxLength: 3, selector: ([key]) => key },
).map((members) =>
  `[{${
    members.map(([key, text]) =>
      `"${key}": ${key === "_env" ? `{"A": ${JSON.stringify(text)}}` : text}`
    ).join(", ")
  }}, {"other": 2}]`
);
const sweeps: fc.Arbitrary<SweepTexts> = fc.record({
  serveParams: sets,
  benchParams: sets,
  serveCmd: fc.constantFrom("vllm serve m", "vllm serve m --port auto", "./s --port 9 --p 1"),
  afterBenchCmd: fc.constantFrom(null, "sync 'two words'"),
  env: fc.constantFrom([], ["A=1", "B=é"]),
  warmupNumPrompts: fc.constantFrom(0, 3),
  numRuns: fc.integer({ min: 1, max: 4 }),
  resetCaches: fc.constant(false),
  benchCmd: fc.constant("vllm bench serve --port auto"),
});

Deno.test("a plan reads back as it was written: spelling of numbers, order of keys, keys of runs", () => {
  let tried = 0;
  fc.assert(
    fc.property(sweeps, fc.integer({ min: 1, max: 3 }), fc.boolean(), (texts, rounds, moves) => {
      let plan: Plan;
      try {
        const fixed = interleaved(planOf(texts), rounds);
        plan = moves ? withMovablePorts(fixed) : fixed;
      } catch (error) {
        if (error instanceof UsageError) return;
        throw error;
      }
      tried++;
      const text = written(plan);
      JSON.parse(text);
      const read = decodePlan(text, "plan.json");
      assertEquals(read, plan);
      assertEquals(written(read), text);
      assertEquals(keysOf(read), keysOf(plan));
      // Shared as before: what is looked up for a workload is looked up once.
      const workloads = (of: Plan) =>
        new Set(of.starts.flatMap((start) => start.combinations.map(({ workload }) => workload)));
      assertEquals(workloads(read).size, workloads(plan).size);
    }),
  );
  assert(tried > 50, `${tried} plans`);
});

const SECRETS: SweepTexts = {
  serveCmd: "vllm serve m",
  serveParams: `[{"_env": {"HF_TOKEN": "hf_abcdefghijkl"}, "a": 1}]`,
  env: ["WANDB_API_KEY=wandb-123456"],
};

Deno.test("secrets are not written; variables come back from the environment, under the same keys", () => {
  const plan = planOf(SECRETS);
  const masker = new Masker(secretValues(plan.starts[0]!.env));
  const text = written(plan, masker);
  assert(!/hf_abcdefghijkl|wandb-123456/.test(text), text);
  const read = decodePlan(text, "plan.json");
  const env: Record<string, string> = { HF_TOKEN: "hf_new", WANDB_API_KEY: "new" };
  const whole = unmaskedPlan(read, (name) => env[name], "plan.json");
  assertEquals(whole.starts[0]!.env, { VLLM_SERVER_DEV_MODE: "1", ...env });
  assertEquals(whole.starts[0]!.combinations[0]!.workload.env, { WANDB_API_KEY: "new" });
  assertEquals(keysOf(whole), keysOf(plan));
  assertEquals(keysOf(read), keysOf(plan));
  // Written again by the sweep that runs it, it is the same file.
  assertEquals(written(whole, masker), text);
  const error = assertThrows(() => unmaskedPlan(read, () => undefined, "plan.json"), UsageError);
  assertStringIncludes(error.message, "the variables HF_TOKEN, WANDB_API_KEY");
});

Deno.test("a secret of a flag cannot come back: the message names the flag", () => {
  const cases: [SweepTexts, string][] = [
    [{ serveCmd: "vllm serve m --api-key=sk-abcdefghijkl" }, "--api-key"],
    [{ benchCmd: "vllm bench serve --header Authorization=abcdefghijkl" }, "--header"],
    [{ afterBenchCmd: "curl -H 'Authorization: Bearer abcdefghijkl'" }, "-H"],
    [{ healthUrl: "http://user:abcdefghijkl@localhost:1/x" }, "--health-url"],
  ];
  for (const [texts, flag] of cases) {
    const text = written(planOf(texts));
    assert(!text.includes("abcdefghijkl"), text);
    const read = decodePlan(text, "p");
    const error = assertThrows(() => unmaskedPlan(read, () => "x", "p"), UsageError);
    assertStringIncludes(error.message, `a value of ${flag} `);
    // It stays so when it is written again.
    assertEquals(written(read), text);
  }
});

Deno.test("what is no plan is refused with its place", () => {
  const text = written(planOf({ serveParams: `[{"a": 1}, {"a": 2}]`, numRuns: 2 }));
  const changed = (from: string, to: string) => {
    assert(text.includes(from), from);
    return text.replace(from, to);
  };
  const cases: [text: string, message: string][] = [
    ["{", "line 1"],
    ["[]", "expected an object, found array"],
    [`{"a": 1}`, "expected a plan, as plan.json has it"],
    [changed(`"version":2`, `"version":1`), "has version 1, and this servesweep reads 2"],
    [changed(`"version":2`, `"version":3`), "has version 3"],
    [changed(`"directory":"SERVE--a=1"`, `"directory":"../x"`), `cells[0].directory: expected the`],
    [changed(`"name":"SERVE--a=1"`, `"name":"a/b"`), "starts[0].name: expected the name of"],
    [changed(`"runs":[0,1]`, `"runs":[0,-1]`), "cells[0].runs[1]: expected a whole number"],
    [changed(`"runs":[0,1]`, `"runs":[0,0]`), "cells[0].runs: another cell has run 0"],
    [changed(`"start":"SERVE--a=2#1"`, `"start":"x"`), "cells[1].start: no start has this id"],
    [changed(`"workload":"BENCH"`, `"workload":"x"`), "cells[0].workload: no workload has"],
    [changed(`"SERVE--a=2#1"`, `"SERVE--a=1#1"`), "starts[1].id: expected"],
    [changed(`"argv":["vllm","serve"`, `"argv":[1,"serve"`), "starts[0].argv[0]: expected a text"],
    [changed(`"server":"vllm"`, `"server":"constructor"`), `starts[0].server: expected one of`],
    [changed(`"kind":"fixed"`, `"kind":"x"`), `policy.kind: this servesweep knows no policy "x"`],
    [changed(`"host":"localhost",`, ""), "starts[0].host: it is missing"],
    [changed(`["http://127.0.0.1:auto",`, `["no url",`), "starts[0].urls[0]: expected a URL"],
  ];
  for (const [text, message] of cases) {
    const error = assertThrows(() => decodePlan(text, "x.json"), UsageError);
    assertStringIncludes(error.message, `Cannot read the plan "x.json": `);
    assertStringIncludes(error.message, message);
  }
});

Deno.test("a plan that somebody damaged is refused or read, never half of it", () => {
  const text = written(planOf({ serveParams: `[{"a": 1}, {"a": 2}]`, numRuns: 2 }));
  const junk = fc.constantFrom(
    "",
    "null",
    "-1",
    `"x"`,
    "[",
    "}",
    ",",
    "1e999",
    "{}",
    `"__proto__":1,`,
  );
  fc.assert(
    fc.property(
      fc.nat(text.length),
      fc.nat(12),
      junk,
      (from, length, junk) => {
        const damaged = text.slice(0, from) + junk + text.slice(from + length);
        try {
          const plan = decodePlan(damaged, "x");
          assertEquals(decodePlan(written(plan), "x"), plan);
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
          assertStringIncludes(error.message, `Cannot read the plan "x": `);
        }
      },
    ),
    { numRuns: 500 },
  );
});
