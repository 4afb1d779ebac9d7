import { assertEquals, assertMatch, assertNotEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { planOf, type SweepTexts } from "./_sweep.ts";
import type { Plan } from "./plan.ts";
import { planSize } from "./remaining.ts";

const vectors = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/fixtures/vectors.json", import.meta.url)),
);

function directories({ starts }: Plan): string[] {
  return starts.flatMap(({ combinations }) => combinations.map(({ directory }) => directory));
}

for (const { note, serveParams, benchParams, linkVars, numRuns, combinations } of vectors.sweeps) {
  Deno.test(`plan as vLLM: ${note}`, () => {
    const plan = planOf({ serveParams, benchParams, linkVars, numRuns });
    assertEquals(directories(plan), combinations);
    assertEquals(planSize(plan).runs, combinations.length * numRuns);
  });
}

Deno.test("the server starts once for each serve set, and runs count from 0", () => {
  const plan = planOf({
    serveParams: `[{"a": 1}, {"a": 2}]`,
    benchParams: `[{"b": 1.0}, {"b": 2}, {"b": 3}]`,
    numRuns: 3,
  });
  assertEquals(planSize(plan), { starts: 2, combinations: 6, runs: 18 });
  assertEquals(plan.starts.map(({ argv }) => argv.join(" ")), [
    "vllm serve m --a 1",
    "vllm serve m --a 2",
  ]);
  const first = plan.starts[0]!.combinations[0]!;
  assertEquals(first.workload.argv.join(" "), "vllm bench serve --b 1.0");
  assertEquals(first.runs, [0, 1, 2]);
});

Deno.test("without parameters the combination is the experiment directory itself", () => {
  const plan = planOf();
  assertEquals(directories(plan), [""]);
  assertEquals(plan.starts[0]!.name, "");
});

Deno.test("a serve set whose links match nothing starts no server", () => {
  const plan = planOf({
    serveParams: `[{"a": 1}, {"a": 2}, {"x": 3}]`,
    benchParams: `[{"b": 2.0}, {"b": 3}, {"y": 2}]`,
    linkVars: "a=b",
  });
  assertEquals(directories(plan), ["SERVE--a=2-BENCH--b=2.0"]);
});

Deno.test("every link must hold", () => {
  const plan = planOf({
    serveParams: `[{"a": 1, "c": "x"}]`,
    benchParams: `[{"b": 1, "d": "y"}, {"b": 1, "d": "x"}, {"b": 2, "d": "x"}]`,
    linkVars: "a=b,c=d",
  });
  assertEquals(directories(plan), ["SERVE--a=1-c=x-BENCH--b=1-d=x"]);
});

Deno.test("links that leave nothing are an error", () => {
  assertThrows(
    () => planOf({ serveParams: `[{"a": 1}]`, benchParams: `[{"b": 2}]`, linkVars: "a=b" }),
    UsageError,
    "Nothing to run: no serve set and bench set have equal values of --link-vars a=b",
  );
});

Deno.test("a warm-up is the same command with another number of prompts", () => {
  const warmup = (input: SweepTexts) =>
    planOf(input).starts[0]!.combinations[0]!.workload.warmupArgv;
  const benchCmd = "vllm bench serve --num-prompts=500 --seed 1";
  assertEquals(warmup({ benchCmd }), null);
  assertEquals(
    warmup({ benchCmd, benchParams: `[{"num_prompts": 900, "x": 1}]`, warmupNumPrompts: 5 })!.join(
      " ",
    ),
    "vllm bench serve --num-prompts 5 --seed 1 --x 1",
  );
});

Deno.test("a variable of a set goes before the one of the command line, each on its own side", () => {
  const { starts } = planOf({
    env: ["A=1", "B=2"],
    serveParams: `[{"_env": {"A": 1.0}}]`,
    benchParams: `[{"_env": {"C": "x"}}]`,
  });
  assertEquals(starts[0]!.env, { VLLM_SERVER_DEV_MODE: "1", A: "1.0", B: "2" });
  assertEquals(starts[0]!.combinations[0]!.workload.env, { A: "1", B: "2", C: "x" });
  assertEquals(starts[0]!.argv, ["vllm", "serve", "m"]);
  assertEquals(planOf({ env: ["VLLM_SERVER_DEV_MODE=0"] }).starts[0]!.env, {
    VLLM_SERVER_DEV_MODE: "0",
  });
});

Deno.test("the address comes from the command with its set applied; a health URL replaces it", () => {
  const start = planOf({
    serveCmd: "vllm serve m --host 127.0.0.1 --port 1",
    serveParams: `[{"port": 9}]`,
  }).starts[0]!;
  assertEquals(start.urls, ["http://127.0.0.1:9"]);
  assertEquals(start.healthUrls, ["http://127.0.0.1:9/health"]);
  const healthUrl = "http://gateway/ready";
  assertEquals(planOf({ healthUrl }).starts[0]!.healthUrls, [healthUrl]);
});

Deno.test("what happens after a run follows from the server, unless the command line says it", () => {
  const afterRun = (input: SweepTexts) => planOf(input).starts[0]!.afterRun;
  const path = (path: string, optional = false) => ({ path, optional });
  assertEquals(afterRun({}), {
    kind: "reset",
    paths: [
      path("/reset_prefix_cache"),
      path("/reset_mm_cache", true),
      path("/reset_encoder_cache", true),
    ],
  });
  assertEquals(afterRun({ serveCmd: "python -m sglang.launch_server" }), {
    kind: "reset",
    paths: [path("/flush_cache")],
  });
  assertEquals(afterRun({ serveCmd: "infinity_emb v2" }), { kind: "nothing" });
  assertEquals(afterRun({ resetCaches: false, serveCmd: "my-server" }), { kind: "nothing" });
  assertEquals(afterRun({ afterBenchCmd: "rm 'a b'", serveCmd: "my-server" }), {
    kind: "command",
    argv: ["rm", "a b"],
  });
});

Deno.test("caches that nobody knows how to empty are an error before the first start", () => {
  for (const serveCmd of ["my-server --x", "infinity_emb v2 --vector-disk-cache"]) {
    const error = assertThrows(() => planOf({ serveCmd }), UsageError);
    assertMatch(error.message, /^Cannot reset the caches of "(my-server|infinity_emb)" between/);
    assertMatch(error.message, /--after-bench-cmd, or pass --no-cache-reset/);
  }
});

Deno.test("a name that reads like another pair of names hides no result", () => {
  const names = directories(planOf({
    serveParams: `[{"_benchmark_name": "a"}, {"_benchmark_name": "a-BENCH--b"}]`,
    benchParams: `[{"_benchmark_name": "b"}, {}]`,
  }));
  assertEquals(names.length, 4);
  assertEquals(new Set(names).size, 4);
  const hashed = /^SERVE--a-BENCH--b-[0-9a-f]{8}$/;
  assertEquals(names.filter((name) => hashed.test(name)).length, 2);
});

Deno.test("servers with the same name have a log each", () => {
  const [a, b] = planOf({ serveParams: `[{"m": "x/y"}, {"m": "x_y"}]` }).starts;
  assertMatch(a!.name, /^SERVE--m=x_y-[0-9a-f]{8}$/);
  assertMatch(b!.name, /^SERVE--m=x_y-[0-9a-f]{8}$/);
  assertNotEquals(a!.name, b!.name);
});

Deno.test("a host that makes no URL is an error before anything starts", () => {
  for (const serveCmd of ["vllm serve m --host 'a b'", "vllm serve m --host []"]) {
    assertThrows(() => planOf({ serveCmd }), UsageError, "Cannot tell the address of the server");
  }
});
