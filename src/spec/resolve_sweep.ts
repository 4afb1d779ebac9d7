/** From the texts of the command line and the parameter files to a checked sweep. */
import { firstWord } from "../secrets/mod.ts";
import { UsageError } from "../lib/errors.ts";
import type { BenchKindName } from "../engine/benchmark/kind.ts";
import type { Json } from "../json/value.ts";
import { commandWords } from "./command_words.ts";
import { checkLinks, parseLinks } from "./links.ts";
import { type ParametersSource, readParameterSets } from "./parameters.ts";
import type { ParameterSet, Sweep } from "./sweep.ts";

/** Parameter sets with their text read. */
export type ParamsInput =
  | { readonly kind: "text"; readonly text: string; readonly origin: string }
  | { readonly kind: "json"; readonly value: Json; readonly origin: string };

/** What the command line says, files already read. */
export interface SweepInput {
  readonly serveCmd: string;
  readonly benchCmd: string;
  /** Null or left out where the command tells. */
  readonly benchKind?: BenchKindName | null;
  readonly afterBenchCmd: string | null;
  readonly env: readonly string[];
  readonly serveParams: ParamsInput | null;
  readonly benchParams: ParamsInput | null;
  readonly linkVars: string;
  readonly numRuns: number;
  readonly warmupNumPrompts: number;
  readonly resetCaches: boolean;
  readonly healthUrl: string | null;
}

/** @throws {UsageError} If anything is wrong; the message names the option or the place in the file. */
export function resolveSweep(input: SweepInput): Sweep {
  const serveSets = parameterSets(input.serveParams, "serve params");
  const benchSets = parameterSets(input.benchParams, "bench params");
  const links = parseLinks(input.linkVars);
  checkLinks(links, serveSets, benchSets);
  return {
    serveCommand: commandWords(input.serveCmd, "--serve-cmd"),
    benchCommand: commandWords(input.benchCmd, "--bench-cmd"),
    ...input.benchKind ? { benchKind: input.benchKind } : {},
    // As in vLLM: an empty command is none.
    afterBenchCommand: input.afterBenchCmd?.trim()
      ? commandWords(input.afterBenchCmd, "--after-bench-cmd")
      : null,
    serveSets,
    benchSets,
    links,
    numRuns: input.numRuns,
    warmupNumPrompts: input.warmupNumPrompts,
    env: variables(input.env),
    resetCaches: input.resetCaches,
    healthUrl: input.healthUrl,
  };
}

function parameterSets(input: ParamsInput | null, what: string): ParameterSet[] {
  if (input === null) return [{ params: new Map(), origin: `no ${what}` }];
  const content: ParametersSource["content"] = input.kind === "text"
    ? { text: input.text }
    : { value: input.value };
  return readParameterSets({ what, origin: input.origin, content });
}

function variables(items: readonly string[]): Map<string, string> {
  const env = new Map<string, string>();
  for (const item of items) {
    const equals = item.indexOf("=");
    const name = item.slice(0, equals);
    if (equals < 1 || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new UsageError(`--env is "${firstWord(item)}", expected KEY=VALUE`);
    }
    env.set(name, item.slice(equals + 1));
  }
  return env;
}
