import { assertEquals } from "@std/assert";
import type { Identity } from "./identity.ts";
import { identityDiff } from "./identity_diff.ts";

const identity: Identity = {
  serve: ["vllm", "serve", "m", "--max-num-seqs", "32"],
  bench: ["vllm", "bench", "serve", "--seed=1"],
  afterBench: null,
  serveEnv: { A: "1" },
  benchEnv: {},
  warmup: null,
  serveVersion: null,
  benchVersion: null,
};

Deno.test("equal identities have no difference", () => {
  assertEquals(identityDiff(identity, structuredClone(identity)), []);
});

Deno.test("a changed, an added and a removed flag are named with their values", () => {
  const now = {
    ...identity,
    serve: ["vllm", "serve", "m", "--max-num-seqs", "64", "--enforce-eager"],
    bench: ["vllm", "bench", "serve"],
  };
  assertEquals(identityDiff(identity, now), [
    "serve command: --max-num-seqs 32 -> 64",
    "serve command: --enforce-eager added",
    "bench command: --seed 1 removed",
  ]);
});

Deno.test("a changed model, variable and order are named", () => {
  assertEquals(
    identityDiff(identity, {
      ...identity,
      serve: ["vllm", "serve", "n", "--max-num-seqs", "32"],
      serveEnv: { A: "2", B: "3" },
    }),
    [
      "serve command: vllm serve m -> vllm serve n",
      "environment of the server: A=1 -> 2",
      "environment of the server: B=(unset) -> 3",
    ],
  );
  const bench = ["x", "--a", "1", "--b", "2"];
  assertEquals(
    identityDiff({ ...identity, bench }, { ...identity, bench: ["x", "--b", "2", "--a", "1"] }),
    ["bench command: another order"],
  );
});

Deno.test("a variable may have the name of something that every object has", () => {
  assertEquals(
    identityDiff(identity, { ...identity, benchEnv: { constructor: "x" } } as unknown as Identity),
    ["environment of the benchmark: constructor=(unset) -> x"],
  );
});

Deno.test("a changed version is named", () => {
  assertEquals(identityDiff(identity, { ...identity, serveVersion: "2" }), [
    "version of the server: (unknown) -> 2",
  ]);
});
