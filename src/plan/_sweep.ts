/** A sweep from texts, for tests. */
import { resolveSweep, type SweepInput } from "../spec/resolve_sweep.ts";
import { makePlan, type Plan } from "./plan.ts";

/** What a test says about its sweep; parameters as JSON text. */
export interface SweepTexts extends Partial<Omit<SweepInput, "serveParams" | "benchParams">> {
  readonly serveParams?: string;
  readonly benchParams?: string;
}

/** The plan of a sweep of `vllm serve m` with one run per combination, unless a test says otherwise. */
export function planOf({ serveParams, benchParams, ...rest }: SweepTexts = {}): Plan {
  return makePlan(resolveSweep({
    serveCmd: "vllm serve m",
    benchCmd: "vllm bench serve",
    afterBenchCmd: null,
    env: [],
    serveParams: source(serveParams, "serve.json"),
    benchParams: source(benchParams, "bench.json"),
    linkVars: "",
    numRuns: 1,
    warmupNumPrompts: 0,
    resetCaches: true,
    healthUrl: null,
    ...rest,
  }));
}

function source(text: string | undefined, origin: string): SweepInput["serveParams"] {
  return text === undefined ? null : { kind: "text", text, origin };
}
