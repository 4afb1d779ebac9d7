import { assertEquals } from "@std/assert";
import { planOf } from "./_sweep.ts";
import { planSize, remaining } from "./remaining.ts";

const plan = planOf({
  serveParams: `[{"a": 1}, {"a": 2}]`,
  benchParams: `[{"b": 1}, {"b": 2}]`,
  numRuns: 3,
});

Deno.test("nothing finished leaves the plan as it is", () => {
  assertEquals(remaining(plan, () => false), plan);
});

Deno.test("everything finished leaves nothing to start", () => {
  assertEquals(remaining(plan, () => true), { ...plan, starts: [] });
  assertEquals(planSize(remaining(plan, () => true)), { starts: 0, combinations: 0, runs: 0 });
});

Deno.test("a finished run goes, a finished combination goes, a finished server does not start", () => {
  const rest = remaining(
    plan,
    (_start, { directory }, run) =>
      directory.startsWith("SERVE--a=1-") || directory.endsWith("b=1") || run === 1,
  );
  assertEquals(planSize(rest), { starts: 1, combinations: 1, runs: 2 });
  assertEquals(rest.starts[0]!.combinations[0]!.directory, "SERVE--a=2-BENCH--b=2");
  assertEquals(rest.starts[0]!.combinations[0]!.runs, [0, 2]);
});

Deno.test("every run is asked about once, with its own server", () => {
  const asked: string[] = [];
  remaining(plan, (start, { directory }, run) => {
    asked.push(`${start.name} ${directory} ${run}`);
    return true;
  });
  assertEquals(asked.length, planSize(plan).runs);
  assertEquals(new Set(asked).size, asked.length);
  assertEquals(asked[0], "SERVE--a=1 SERVE--a=1-BENCH--b=1 0");
});
