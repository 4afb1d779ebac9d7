import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { Budget, type BudgetLimits } from "./budget.ts";

const HOUR = 3_600_000;
const NONE: BudgetLimits = { untilAtMs: null, budgetMs: null, gpuBudgetMs: null };
/** Half past ten in the evening, on a machine that has been up for a second. */
const EVENING = new Date(2026, 10, 25, 22, 30).getTime();
const START = { nowMs: 1_000, wallMs: EVENING };
const SIX = new Date(2026, 10, 26, 6, 0).getTime();

function budget(limits: Partial<BudgetLimits>): Budget {
  return new Budget({ ...NONE, ...limits }, START);
}

Deno.test("without a limit everything is admitted", () => {
  const all = budget({});
  assertEquals(all.deadlineMs, null);
  assert(all.admits({ nowMs: 1e12, expectedMs: 1e12, gpus: 8 }));
  assertEquals([all.text, all.isUsedUp(1e12)], [null, false]);
});

Deno.test("the deadline is on the clock that never goes back, the earlier of both", () => {
  assertEquals(budget({ untilAtMs: SIX }).deadlineMs, 1_000 + 7.5 * HOUR);
  assertEquals(budget({ budgetMs: 4 * HOUR }).deadlineMs, 1_000 + 4 * HOUR);
  assertEquals(budget({ untilAtMs: SIX, budgetMs: 4 * HOUR }).deadlineMs, 1_000 + 4 * HOUR);
  assertEquals(budget({ untilAtMs: SIX, budgetMs: 9 * HOUR }).deadlineMs, 1_000 + 7.5 * HOUR);
});

Deno.test("what fits is admitted to the millisecond, what does not is left out with the cause", () => {
  const night = budget({ untilAtMs: SIX });
  const nowMs = 1_000 + 7 * HOUR;
  assert(night.admits({ nowMs, expectedMs: HOUR / 2, gpus: 1 }));
  assert(!night.admits({ nowMs, expectedMs: HOUR / 2 + 1, gpus: 1 }));
  assertEquals(night.leftOut, 1);
  assertEquals(
    night.text,
    "What is left to do does not fit in the 30 min until 06:00 (--until): the next takes about 30 min",
  );
  // Something shorter fits yet.
  assert(night.admits({ nowMs, expectedMs: 60_000, gpus: 1 }));
  assert(!night.isUsedUp(nowMs));
});

Deno.test("something of unknown length begins while there is time", () => {
  const night = budget({ untilAtMs: SIX });
  assert(night.admits({ nowMs: 1_000 + 7.5 * HOUR - 1, expectedMs: null, gpus: 1 }));
  assert(!night.admits({ nowMs: 1_000 + 7.5 * HOUR, expectedMs: null, gpus: 1 }));
  assertEquals(night.text, "It is 06:00 (--until)");
});

Deno.test("the text names the limit that was met", () => {
  const hours = budget({ budgetMs: 4 * HOUR, untilAtMs: SIX });
  assert(hours.isUsedUp(1_000 + 4 * HOUR));
  assertEquals(hours.text, "The budget of 4 h is used up (--budget)");
  const short = budget({ budgetMs: 90 * 60_000 });
  assert(!short.admits({ nowMs: 1_000, expectedMs: 3 * HOUR, gpus: 0 }));
  assertEquals(
    short.text,
    "What is left to do does not fit in the 90 min of the budget of 1.5 h (--budget): the next takes about 3.0 h",
  );
  const seconds = budget({ budgetMs: 2_500 });
  assert(seconds.isUsedUp(1e9));
  assertEquals(seconds.text, "The budget of 2.5 s is used up (--budget)");
  const far = budget({ untilAtMs: SIX + 24 * HOUR });
  assert(far.isUsedUp(1e9));
  assertEquals(far.text, "It is 2026-11-27 06:00 (--until)");
});

Deno.test("GPU time is spent by what runs, and kept for what runs beside", () => {
  const gpus = budget({ gpuBudgetMs: 20 * HOUR });
  const request = { nowMs: 1_000, expectedMs: HOUR, gpus: 8 };
  assert(gpus.admits(request));
  const first = gpus.reserve(8 * HOUR);
  assert(gpus.admits(request));
  const second = gpus.reserve(8 * HOUR);
  assert(!gpus.admits(request));
  assertEquals(
    gpus.text,
    "What is left to do does not fit in the 4 GPU hours that are left of 20 GPU hours (--gpu-budget): " +
      "the next takes about 8 GPU hours",
  );
  assert(gpus.admits({ ...request, gpus: 4 }));
  // It ended sooner than was expected: there is room again.
  first(4 * HOUR);
  assert(gpus.admits(request));
  second(16 * HOUR);
  assertEquals(gpus.gpuSpentMs, 20 * HOUR);
  assert(gpus.isUsedUp(1_000));
  assertEquals(gpus.text, "The budget of 20 GPU hours is used up (--gpu-budget)");
});

Deno.test("what uses no GPU costs no GPU time, and unknown lengths begin while some is left", () => {
  const gpus = budget({ gpuBudgetMs: HOUR });
  assert(gpus.admits({ nowMs: 1_000, expectedMs: 100 * HOUR, gpus: 0 }));
  assert(gpus.admits({ nowMs: 1_000, expectedMs: null, gpus: 8 }));
  gpus.reserve(HOUR);
  assert(!gpus.admits({ nowMs: 1_000, expectedMs: null, gpus: 8 }));
  assertStringIncludes(gpus.text!, "0 GPU seconds that are left");
});

Deno.test("nothing that is admitted ends after the deadline or over the GPU budget", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 1_000 }),
    fc.integer({ min: 1, max: 1_000 }),
    fc.array(fc.record({ expectedMs: fc.nat(300), gpus: fc.nat(8) })),
    (budgetMs, gpuBudgetMs, jobs) => {
      const limit = budget({ budgetMs, gpuBudgetMs });
      let nowMs = START.nowMs;
      let spentMs = 0;
      for (const { expectedMs, gpus } of jobs) {
        if (!limit.admits({ nowMs, expectedMs, gpus })) continue;
        nowMs += expectedMs;
        spentMs += expectedMs * gpus;
        limit.spend(expectedMs * gpus);
        assert(nowMs <= limit.deadlineMs! && spentMs <= gpuBudgetMs);
      }
    },
  ));
});
