import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { config } from "./_fixture.ts";
import { H100 } from "./hardware.ts";
import { planMemory } from "./memory.ts";
import { profileFor } from "./profile.ts";
import { scalePhases, STARTUP_SPEED_UP, startupPhases, totalSeconds } from "./startup.ts";

function phases(changes: Parameters<typeof config>[0], loadWeights = true) {
  const resolved = config(changes);
  return startupPhases(resolved, planMemory(resolved, H100), loadWeights);
}

Deno.test("an 8B model starts in about 40 s, sped up in about 0.3 s", () => {
  const real = phases({});
  assertAlmostEquals(totalSeconds(real), 42, 3);
  assertAlmostEquals(totalSeconds(scalePhases(real, 1 / STARTUP_SPEED_UP)), 0.3, 0.03);
});

Deno.test("a larger model loads longer, fewer sequences capture fewer graphs", () => {
  assert(phases({ profile: profileFor("32B") }).weights > 3 * phases({}).weights);
  assert(phases({ maxNumSeqs: 8 }).graphs < phases({}).graphs / 5);
});

Deno.test("eager mode neither compiles nor captures, dummy weights are not loaded", () => {
  const { compile, graphs, weights } = phases({ eager: true }, false);
  assertEquals([compile, graphs, weights], [0, 0, 0]);
});
