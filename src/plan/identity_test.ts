import { assertEquals, assertNotEquals } from "@std/assert";
import { planOf, type SweepTexts } from "./_sweep.ts";
import { type Identity, identityOf, runKeys } from "./identity.ts";

function identity(input: SweepTexts): Identity {
  const [start] = planOf(input).starts;
  return identityOf(start!, start!.combinations[0]!);
}

const key = (input: SweepTexts) => runKeys(identity(input))(0);

Deno.test("an identity has the commands and the sorted variables of both sides", () => {
  assertEquals(
    identity({
      serveParams: `[{"a": 1, "_env": {"Z": "1", "B": "2"}}]`,
      benchParams: `[{"b": 2}]`,
      afterBenchCmd: "sync",
      warmupNumPrompts: 4,
    }),
    {
      serve: ["vllm", "serve", "m", "--a", "1"],
      bench: ["vllm", "bench", "serve", "--b", "2"],
      afterBench: ["sync"],
      serveEnv: { B: "2", VLLM_SERVER_DEV_MODE: "1", Z: "1" },
      benchEnv: {},
      warmup: ["vllm", "bench", "serve", "--b", "2", "--num-prompts", "4"],
      serveVersion: null,
      benchVersion: null,
    },
  );
  assertEquals(
    Object.keys(identity({ env: ["Z=1", "A=2", "M=3"] }).benchEnv),
    ["A", "M", "Z"],
  );
});

Deno.test("a key is the SHA-256 of the identity as JSON with the run number last", async () => {
  const of = identity({ serveParams: `[{"a": "ü"}]` });
  const keyOf = runKeys(of);
  // Versions that are not known are left out.
  const { serveVersion: _serve, benchVersion: _bench, ...commands } = of;
  for (const run of [0, 1, 12]) {
    const text = new TextEncoder().encode(JSON.stringify({ ...commands, run }));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    assertEquals(keyOf(run), hex);
  }
});

Deno.test("names, number of runs and the order of variables do not change a key", () => {
  const serveParams = `[{"a": 1, "_env": {"X": "1", "Y": "2"}}]`;
  const same = [
    { serveParams, numRuns: 9 },
    { serveParams: `[{"_benchmark_name": "n", "a": 1, "_env": {"Y": "2", "X": "1"}}]` },
    { serveCmd: "vllm serve 'm' --a=5", serveParams },
  ];
  for (const input of same) assertEquals(key(input), key({ serveParams }));
});

Deno.test("whatever changes the numbers changes the key", () => {
  const base: SweepTexts = { serveParams: `[{"a": 1}]`, benchParams: `[{"b": 1}]` };
  const changes: SweepTexts[] = [
    { serveParams: `[{"a": 2}]` },
    { serveParams: `[{"a": 1.0}]` },
    { benchParams: `[{"b": 2}]` },
    { afterBenchCmd: "sync" },
    { env: ["A=1"] },
    { warmupNumPrompts: 1 },
    { benchParams: `[{"b": 1, "_env": {"A": "1"}}]` },
  ];
  const keys = [base, ...changes.map((change) => ({ ...base, ...change }))].map(key);
  assertEquals(new Set(keys).size, keys.length);
});

Deno.test("words that only join to the same text are different commands", () => {
  assertNotEquals(key({ serveCmd: "vllm serve 'a b'" }), key({ serveCmd: "vllm serve a b" }));
});

Deno.test("secrets and the port that was left open are not in the key, versions are", () => {
  const key = (serveCmd: string, env: string[] = []) => runKeys(identity({ serveCmd, env }))(0);
  assertEquals(
    key("vllm serve m --api-key abcdef", ["HF_TOKEN=a"]),
    key("vllm serve m --api-key ghijkl", ["HF_TOKEN=b"]),
  );
  const of = identity({});
  assertNotEquals(runKeys({ ...of, serveVersion: "0.11.0" })(0), runKeys(of)(0));
  assertNotEquals(runKeys({ ...of, benchVersion: "0.11.0" })(0), runKeys(of)(0));
});
