import { assertEquals } from "@std/assert";
import { planOf } from "./_sweep.ts";
import { nextWork, StartHistory } from "./history.ts";
import type { ServerStart } from "./plan.ts";
import { mostRuns, policyOf } from "./policy.ts";
import { FIXED } from "./policy_data.ts";

const policy = policyOf(FIXED);
const [planned] = planOf({ benchParams: `[{"b": 1}, {"b": 2}]` }).starts as [ServerStart];
const start = {
  ...planned,
  combinations: planned.combinations.map((combination, index) => ({
    ...combination,
    runs: index === 0 ? [0, 2, 5] : [1],
  })),
};
const none = () => null;

Deno.test("every planned run comes once, in order, whatever became of the one before", () => {
  const history = new StartHistory();
  for (const outcome of ["failed", "valid", "failed", "valid", "valid"] as const) {
    const work = nextWork(start, policy, history, none);
    if (work === null) break;
    history.add({ ...work, outcome, result: null });
  }
  assertEquals(history.runs.map(({ combination, run }) => [combination.directory, run]), [
    ["BENCH--b=1", 0],
    ["BENCH--b=1", 2],
    ["BENCH--b=1", 5],
    ["BENCH--b=2", 1],
  ]);
  assertEquals(nextWork(start, policy, history, none), null);
});

Deno.test("of a combination that is closed nothing more comes, of the others all", () => {
  const history = new StartHistory();
  history.close("BENCH--b=1");
  assertEquals(nextWork(start, policy, history, none)?.combination.directory, "BENCH--b=2");
});

Deno.test("what is decided already is passed over wherever it stands", () => {
  const history = new StartHistory();
  const [combination] = start.combinations;
  history.add({ combination: combination!, run: 2, outcome: "valid", result: null });
  assertEquals(nextWork(start, policy, history, none)?.run, 0);
});

Deno.test("there are as many runs as are planned", () => {
  assertEquals(policy.bound(start), 4);
  assertEquals(start.combinations.map((one) => mostRuns(policy, one)), [3, 1]);
});
