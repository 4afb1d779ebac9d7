/** Parameters that vary among combinations, and which values they have. */
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { valueText } from "../json/value_text.ts";
import { NAME_KEY } from "../spec/sweep.ts";
import { type Row, varyingKeys } from "./rows.ts";

/** Parameters that are a load: with them a curve is drawn, the first one that varies. */
const LOADS = ["max_concurrency", "request_rate", "concurrency", "num_prompts"];

/** A parameter that varies. */
export interface Factor {
  readonly name: string;
  readonly side: "serve" | "bench";
  /** Its values as text, in order. */
  readonly levels: readonly string[];
  readonly isNumeric: boolean;
}

/** The parameters that vary, and how combinations stand to them. */
export interface Factors {
  /** Serve sets' first. */
  readonly factors: readonly Factor[];
  /** For each combination the indices of its levels; -1 where it lacks the parameter. */
  readonly levels: readonly (readonly number[])[];
  /** Index of the load; -1 if there is none. */
  readonly load: number;
  /** Bench parameters that are neither the load nor follow from it: each of their values has curves of its own. */
  readonly curveFactors: readonly number[];
  /** What all combinations have with the same value, as text. */
  readonly constants: readonly (readonly [name: string, value: string])[];
}

/** Finds them. What differs between two directories varies too: rows of several may be given. */
export function factorsOf(rows: readonly Row[]): Factors {
  const combinations = rows.map(({ combination }) => combination);
  const sides = [
    ["serve", combinations.map(({ serveParams }) => serveParams)],
    ["bench", combinations.map(({ benchParams }) => benchParams)],
  ] as const;
  const columns = sides.flatMap(([side, sets]) =>
    varyingKeys(sets).map((name) => columnOf(name, side, sets))
  );
  const factors = columns.map(({ factor }) => factor);
  const load = loadOf(factors);
  const constants = sides.flatMap(([side, [first]]) => {
    const varying = factors.filter((factor) => factor.side === side).map(({ name }) => name);
    return [...first ?? []].filter(([name]) => name !== NAME_KEY && !varying.includes(name))
      .map(([name, value]) => [name, valueText(value)] as const);
  });
  return {
    factors,
    levels: rows.map((_, index) => columns.map((column) => column.levels[index]!)),
    load,
    curveFactors: curveFactors(columns, load),
    constants,
  };
}

interface Column {
  readonly factor: Factor;
  readonly levels: readonly number[];
}

function columnOf(name: string, side: Factor["side"], sets: readonly JsonObject[]): Column {
  const values = new Map<string, Json>();
  const texts = sets.map((set) => {
    const value = set.get(name);
    if (value === undefined) return null;
    const text = valueText(value);
    values.set(text, value);
    return text;
  });
  const isNumeric = [...values.values()].every((value) => !Number.isNaN(orderOf(value)));
  const ordered = [...values].sort(([a, left], [b, right]) =>
    isNumeric && orderOf(left) !== orderOf(right)
      ? orderOf(left) < orderOf(right) ? -1 : 1
      : a.localeCompare(b, "en", { numeric: true })
  ).map(([text]) => text);
  const places = new Map(ordered.map((text, index) => [text, index]));
  return {
    factor: { name, side, levels: ordered, isNumeric },
    levels: texts.map((text) => text === null ? -1 : places.get(text)!),
  };
}

/** A number, `inf` as a rate has it; NaN for what is none. */
function orderOf(value: Json): number {
  if (value instanceof JsonNumber) return value.toNumber();
  return value === "inf" ? Infinity : NaN;
}

function loadOf(factors: readonly Factor[]): number {
  for (const name of LOADS) {
    const index = factors.findIndex((factor) => factor.name === name && factor.isNumeric);
    if (index >= 0) return index;
  }
  return factors.findIndex(({ side, isNumeric }) => side === "bench" && isNumeric);
}

/** Often more users come with more prompts: such a parameter says nothing that the load does not. */
function curveFactors(columns: readonly Column[], load: number): number[] {
  return [...columns.keys()].filter((index) => {
    if (load < 0 || index === load || columns[index]!.factor.side !== "bench") return false;
    const byLoad = new Map<number, number>();
    return columns[load]!.levels.some((level, at) => {
      const own = columns[index]!.levels[at]!;
      const first = byLoad.get(level) ?? own;
      byLoad.set(level, first);
      return first !== own;
    });
  });
}
