import { assertEquals } from "@std/assert";
import { planOf } from "./_sweep.ts";
import { identityOf, runKeys } from "./identity.ts";
import { interleaved } from "./interleave.ts";
import type { Plan } from "./plan.ts";
import { planSize, remaining } from "./remaining.ts";

const SWEEP = { serveParams: `[{"a": 1}, {"a": 2}]`, benchParams: `[{"b": 1}, {"b": 2}]` };

function shape(plan: Plan) {
  return plan.starts.map(({ name, round, combinations }) =>
    `${name} ${round}: ${combinations.map(({ runs }) => runs.join(",")).join(" ")}`
  );
}

Deno.test("each round starts every server once and does every so-manieth run", () => {
  assertEquals(shape(interleaved(planOf({ ...SWEEP, numRuns: 3 }), 2)), [
    "SERVE--a=1 0: 0,2 0,2",
    "SERVE--a=2 0: 0,2 0,2",
    "SERVE--a=1 1: 1 1",
    "SERVE--a=2 1: 1 1",
  ]);
});

Deno.test("rounds without runs are left out, one round changes nothing, and a run is in the same round after a resume", () => {
  const plan = planOf({ ...SWEEP, numRuns: 2 });
  assertEquals(interleaved(plan, 5).starts.length, 4);
  // As fast as five rounds: those without runs are not even looked at.
  assertEquals(interleaved(plan, Number.MAX_SAFE_INTEGER).starts.length, 4);
  assertEquals(interleaved(plan, 1), plan);
  const rest = remaining(interleaved(plan, 2), (_start, _combination, run) => run === 0);
  assertEquals(shape(rest), ["SERVE--a=1 1: 1 1", "SERVE--a=2 1: 1 1"]);
});

Deno.test("the keys of runs and the number of combinations stay", () => {
  const plan = planOf({ ...SWEEP, numRuns: 2 });
  const spread = interleaved(plan, 2);
  assertEquals(planSize(spread), { starts: 4, combinations: 4, runs: 8 });
  const key = ({ starts }: Plan, start: number) =>
    runKeys(identityOf(starts[start]!, starts[start]!.combinations[0]!))(1);
  assertEquals(key(spread, 2), key(plan, 0));
});

Deno.test("each start has an id of its own: its serve set and which of its starts it is", () => {
  const ids = ({ starts }: Plan) => starts.map(({ id }) => id);
  const same = { serveParams: `[{"_benchmark_name": "a/b"}, {"_benchmark_name": "a_b"}]` };
  assertEquals(ids(interleaved(planOf({ ...SWEEP, numRuns: 2 }), 2)), [
    "SERVE--a=1#1",
    "SERVE--a=2#1",
    "SERVE--a=1#2",
    "SERVE--a=2#2",
  ]);
  assertEquals(ids(interleaved(planOf({ numRuns: 2 }), 2)), ["SERVE#1", "SERVE#2"]);
  const alike = interleaved(planOf({ ...same, numRuns: 2 }), 2);
  assertEquals(new Set(ids(alike)).size, 4);
  assertEquals(ids(alike), alike.starts.map(({ name, round }) => `${name}#${round + 1}`));
});
