/**
 * The parameters of combinations that no manifest tells of, as in a directory that vLLM wrote. What there is:
 *
 * - the name `SERVE--k=v-k2=v2-BENCH--k3=v3`, values as Python prints them, or a set's `_benchmark_name` in their place;
 * - the run object: the result, `run_number`, then each parameter that is no key of the result already. A parameter that is one
 *   (`max_concurrency`, `num_prompts`, `request_rate`) keeps that key's place.
 *
 * A name of pairs says which keys belong to which set; their values are taken from the run object, exact and with their type.
 * The keys behind `run_number` that no pair claims belong to the set that has a name instead of pairs. If both have one, a key
 * is the serve set's if it is the same in all combinations of each serve name and differs within a bench name, and the reverse;
 * one that says nothing goes by its place, as serve keys come first, and last by whether the load generator knows it. Settings
 * that the result repeats belong to a named bench set if they differ between bench names and not within one.
 */
import { pyRepr, pyStr } from "../json/python.ts";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { NAME_KEY } from "../spec/sweep.ts";

/** A combination as a directory shows it. */
export interface NamedCombination {
  readonly directory: string;
  /** Any of its run objects; null if it has none. */
  readonly result: JsonObject | null;
}

/** The two sets. */
export interface DerivedParams {
  readonly serveParams: JsonObject;
  readonly benchParams: JsonObject;
}

/** Settings of the load that the result repeats. */
const REPEATED = ["num_prompts", "request_rate", "burstiness", "max_concurrency"];

/** Parameters that only a load generator has. */
const OF_BENCH =
  /^(random|sonnet|sharegpt|hf|prefix_repetition|custom|spec_bench|dataset|blazedit|ramp_up)_|^(num_prompts|request_rate|burstiness|max_concurrency|goodput|ignore_eos|input_len|output_len|num_warmups|seed|temperature|top_p|top_k)$/;

/** One side of a name: null if the name has no such side. */
interface Side {
  readonly text: string | null;
  /** Parameters that the name spells out; null if it is a set's own name. */
  readonly pairs: JsonObject | null;
}

/** The sides of `SERVE--x-BENCH--y`; both null for the directory itself or a name of another form. */
export function sidesOf(directory: string): { serve: string | null; bench: string | null } {
  const match = /^(?:SERVE--(.*?))?(?:(?:^|-)BENCH--(.*))?$/s.exec(directory);
  return { serve: match?.[1] ?? null, bench: match?.[2] ?? null };
}

/** Sets of all combinations of one directory, by their directory; they are compared with one another. */
export function directoryParams(
  combinations: readonly NamedCombination[],
): Map<string, DerivedParams> {
  const read = combinations.map(({ directory, result }) => {
    const { serve, bench } = sidesOf(directory);
    const params = result ?? new Map<string, Json>();
    return { directory, params, serve: sideOf(serve, params), bench: sideOf(bench, params) };
  });
  const belongs = bothNamed(read.filter(({ serve, bench }) => isNamed(serve) && isNamed(bench)));
  return new Map(read.map(({ directory, params, serve, bench }) => {
    const serveParams = paramsOf(serve);
    const benchParams = paramsOf(bench);
    for (const key of behindRunNumber(params)) {
      if (serve.pairs?.has(key) || bench.pairs?.has(key)) continue;
      const toServe = isNamed(serve) && isNamed(bench)
        ? belongs(key) === "serve"
        : isNamed(serve) || bench.text === null;
      (toServe ? serveParams : benchParams).set(key, params.get(key)!);
    }
    if (isNamed(bench)) {
      for (const key of REPEATED) {
        if (params.has(key) && belongs(key) === "bench") benchParams.set(key, params.get(key)!);
      }
    }
    return [directory, { serveParams, benchParams }];
  }));
}

function isNamed({ text, pairs }: Side): boolean {
  return text !== null && pairs === null;
}

function paramsOf({ text, pairs }: Side): JsonObject {
  if (text === null) return new Map();
  return pairs === null ? new Map([[NAME_KEY, text]]) : new Map(pairs);
}

/** Keys that were added to the result. */
function behindRunNumber(result: JsonObject): string[] {
  const keys = [...result.keys()];
  const at = keys.indexOf("run_number");
  return at < 0 ? [] : keys.slice(at + 1).filter((key) => key !== NAME_KEY);
}

const PAIR = /^([A-Za-z_][\w.]*)=(.*?)(?=-[A-Za-z_][\w.]*=|$)/s;

function sideOf(text: string | null, result: JsonObject): Side {
  if (text === null || !PAIR.test(text)) return { text, pairs: null };
  const pairs: JsonObject = new Map();
  let rest = text;
  while (rest !== "") {
    const [key, value, length] = exactPair(rest, result) ?? readPair(rest) ?? ["", null, 0];
    // Something that no set's name has.
    if (length === 0) return { text, pairs: null };
    pairs.set(key, value);
    rest = rest.slice(length).replace(/^-/, "");
  }
  return { text, pairs };
}

/** The pair at the beginning with its value from the run object, which says how far it goes: a value may hold `-` and `=`. */
function exactPair(text: string, result: JsonObject): [string, Json, number] | null {
  const key = text.slice(0, text.indexOf("="));
  const value = result.get(key);
  if (value === undefined) return null;
  const pair = `${key}=${sanitized(pyStr(value))}`;
  return text === pair || text.startsWith(`${pair}-`) ? [key, value, pair.length] : null;
}

/** The pair at the beginning by its text alone: the bench set may have overwritten the serve set's value. */
function readPair(text: string): [string, Json, number] | null {
  const match = PAIR.exec(text);
  return match === null ? null : [match[1]!, pythonValue(match[2]!), match[0].length];
}

/** What Python printed: `True`, `None`, a number, else text. */
function pythonValue(text: string): Json {
  if (text === "True" || text === "False") return text === "True";
  if (text === "None") return null;
  return /^-?(0|[1-9]\d*)(\.\d+)?(e[-+]\d+)?$/.test(text) ? new JsonNumber(text) : text;
}

function sanitized(text: string): string {
  return text.replaceAll("/", "_").replaceAll("..", "__");
}

/** What combinations with two names have in common and what not. */
function bothNamed(
  combinations: readonly { params: JsonObject; serve: Side; bench: Side }[],
): (key: string) => "serve" | "bench" | null {
  const order = new Set(combinations.flatMap(({ params }) => behindRunNumber(params)));
  const known = new Map<string, "serve" | "bench" | null>();
  const differsWithin = (key: string, side: "serve" | "bench") => {
    const seen = new Map<string, string>();
    return combinations.some(({ params, [side]: { text } }) => {
      const value = params.get(key);
      const shown = value === undefined ? "" : pyRepr(value);
      const first = seen.get(text!) ?? shown;
      seen.set(text!, first);
      return first !== shown;
    });
  };
  for (const key of [...order, ...REPEATED]) {
    const inServe = differsWithin(key, "serve");
    const inBench = differsWithin(key, "bench");
    known.set(key, inServe === inBench ? null : inBench ? "serve" : "bench");
  }
  const keys = [...order];
  const firstBench = keys.findIndex((key) => known.get(key) === "bench");
  const lastServe = keys.findLastIndex((key) => known.get(key) === "serve");
  for (const [index, key] of keys.entries()) {
    if (known.get(key) !== null) continue;
    const place = index < lastServe
      ? "serve"
      : firstBench >= 0 && index > firstBench
      ? "bench"
      : null;
    known.set(key, place ?? (OF_BENCH.test(key) ? "bench" : "serve"));
  }
  return (key) => known.get(key) ?? null;
}
