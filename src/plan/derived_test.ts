import { assertEquals } from "@std/assert";
import { JsonNumber } from "../json/value.ts";
import { planOf, type SweepTexts } from "./_sweep.ts";
import { derivedCombination } from "./derived.ts";
import { plannedIn } from "./directory.ts";
import { identityOf, runKeys } from "./identity.ts";
import { combinationWithPort } from "./port/bind_port.ts";

const RATE = new Map([["request_rate", new JsonNumber("8.4")]]);

function first(texts: SweepTexts) {
  const start = planOf(texts).starts[0]!;
  return { start, base: start.combinations[0]! };
}

Deno.test("a load that is chosen later is the same run as one that was planned with it: argv, parameters, key", () => {
  const texts = { serveParams: `[{"a": 1}]`, warmupNumPrompts: 3, env: ["A=1"] };
  const { start, base } = first({ ...texts, benchParams: `[{"b": 1.0}]` });
  const derived = derivedCombination(base, RATE);
  const planned = first({ ...texts, benchParams: `[{"b": 1.0, "request_rate": 8.4}]` });
  assertEquals(derived.workload.argv, planned.base.workload.argv);
  assertEquals(derived.workload.params, planned.base.workload.params);
  assertEquals(derived.workload.env, planned.base.workload.env);
  const keyOf = runKeys(identityOf(start, derived));
  const { warmup: _, ...rest } = identityOf(start, derived);
  const { warmup: __, ...others } = identityOf(planned.start, planned.base);
  assertEquals(rest, others);
  assertEquals(keyOf(0).length, 64);
  // A load that the bench command names is replaced where it stands.
  const named = first({ benchCmd: "vllm bench serve --request-rate inf --seed 1" });
  assertEquals(
    derivedCombination(named.base, RATE).workload.argv.join(" "),
    "vllm bench serve --request-rate 8.4 --seed 1",
  );
});

Deno.test("its directory has the load behind that of the planned one, and is no other's", () => {
  const names = (benchParams?: string) => {
    const { base } = first(benchParams === undefined ? {} : { benchParams });
    return derivedCombination(base, RATE).directory;
  };
  assertEquals(names(), "WL--request_rate=8.4");
  assertEquals(names(`[{"_benchmark_name": "chat"}]`), "BENCH--chat-WL--request_rate=8.4");
  const long = names(`[{"_benchmark_name": "${"x".repeat(300)}"}]`);
  assertEquals(new TextEncoder().encode(long).length <= 255, true);
  const { base } = first({ benchParams: `[{"_benchmark_name": "${"x".repeat(300)}"}]` });
  const other = derivedCombination(base, new Map([["request_rate", new JsonNumber("8.5")]]));
  assertEquals(other.directory === long, false);
});

Deno.test("it is known by the planned one where it is not known itself", () => {
  const known = new Map([["BENCH--b", 1], ["", 2]]);
  assertEquals(plannedIn(known, "BENCH--b-WL--request_rate=8.4"), 1);
  assertEquals(plannedIn(known, "WL--request_rate=8.4"), 2);
  assertEquals(plannedIn(known, "BENCH--c-WL--x=1"), undefined);
});

Deno.test("it gets the port of its server as a planned one does", () => {
  const { start, base } = first({ serveCmd: "vllm serve m --port auto" });
  const { workload } = combinationWithPort(start, derivedCombination(base, RATE), 9);
  assertEquals(workload.argv.join(" "), "vllm bench serve --request-rate 8.4 --port 9");
  assertEquals(workload.env.SERVESWEEP_PORT, "9");
});
