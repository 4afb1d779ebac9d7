import { assertEquals } from "@std/assert";
import { planOf } from "./_sweep.ts";
import { eachPlannedRun, type PastRun } from "./next_run.ts";

const combination = { ...planOf().starts[0]!.combinations[0]!, runs: [0, 2, 5] };

Deno.test("every planned run comes once, in order, whatever became of the one before", () => {
  const history: PastRun[] = [];
  const kinds = ["failed", "valid", "failed"] as const;
  for (const outcome of kinds) {
    const run = eachPlannedRun(combination, history);
    if (run === null) break;
    history.push({ run, outcome });
  }
  assertEquals(history.map(({ run }) => run), [0, 2, 5]);
  assertEquals(eachPlannedRun(combination, history), null);
});
