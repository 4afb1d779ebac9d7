import { assertEquals } from "@std/assert";
import type { Certainty, Estimate } from "../forecast/estimate.ts";
import { estimateText } from "./estimate_text.ts";

const HOUR = 3_600_000;
const of = (same: number, similar = 0, unknown = 0): Certainty => ({ same, similar, unknown });

function text(changes: Partial<Estimate>, runs = of(54), starts = of(6)): string {
  return estimateText({
    starts: [],
    ...{ startupMs: 1, runsMs: 1, resetMs: 1, stopMs: 1, totalMs: 1 },
    wallMs: 3.2 * HOUR,
    plusMinusMs: null,
    gpuMs: null,
    isPartial: false,
    certainty: { runs, starts },
    ...changes,
  });
}

Deno.test("an estimate of what was all measured before is one line", () => {
  assertEquals(
    text({ gpuMs: 3.2 * HOUR }),
    "Estimate: 3 h 12 min, 3.2 GPU hours; all 54 runs were measured before on this machine\n",
  );
  assertEquals(
    text({ wallMs: 90_000, plusMinusMs: 4_000 }, of(1), of(1)),
    "Estimate: 1 min 30 s +- 4.0 s; its run was measured before on this machine\n",
  );
});

Deno.test("it says how much of it is a guess, of runs and of server starts", () => {
  assertEquals(
    text({}, of(48, 6), of(4, 2)),
    "Estimate: 3 h 12 min; 48 of 54 runs were measured before on this machine, 6 are like others\n" +
      "  4 of 6 server starts were measured before on this machine, 2 are like others\n",
  );
  assertEquals(
    text({ isPartial: true }, of(1, 0, 2), of(0, 1, 1)),
    "Estimate: at least 3 h 12 min; 1 of 3 runs was measured before on this machine, 2 are not known\n" +
      "  1 of 2 server starts is like others, 1 is not known\n",
  );
});

Deno.test("short GPU times are in minutes or seconds", () => {
  const gpuMs = (ms: number) => /, ([^;]+);/.exec(text({ gpuMs: ms }))![1];
  assertEquals(gpuMs(HOUR / 2), "30 GPU minutes");
  assertEquals(gpuMs(40_000), "40 GPU seconds");
  assertEquals(gpuMs(1_000), "1 GPU second");
});

Deno.test("the time of server starts alone is no estimate of a sweep", () => {
  assertEquals(
    text({ wallMs: 1_100, isPartial: true }, of(0, 0, 8), of(4)),
    "Estimate: none, no run like these was measured on this machine yet; without them it takes 1.1 s\n",
  );
});

Deno.test("where nothing is known it says so, and where nothing is to do it says nothing", () => {
  assertEquals(
    text({ wallMs: null, isPartial: true }, of(0, 0, 54), of(0, 0, 6)),
    "Estimate: none, nothing like it was measured on this machine yet\n",
  );
  assertEquals(text({ wallMs: null }, of(0), of(0)), "");
});
