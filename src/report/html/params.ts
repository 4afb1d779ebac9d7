/** Parameters that vary among the combinations of the report. */
import { varyingKeys } from "../../analysis/rows.ts";
import { type Json, JsonNumber, type JsonObject } from "../../json/value.ts";
import { NAME_KEY } from "../../spec/sweep.ts";
import type { PageParam } from "./page_data.ts";
import type { SweepView } from "./sweep_view.ts";
import { valueText } from "./value_text.ts";

/** Parameters that are a load: with them a curve is drawn, the first one that varies. */
const LOADS = ["max_concurrency", "request_rate", "concurrency", "num_prompts"];

/** The parameters that vary, and how combinations stand to them. */
export interface Params {
  readonly params: readonly PageParam[];
  /** For each sweep and combination the indices of its levels; -1 where it lacks the parameter. */
  readonly levels: readonly (readonly (readonly number[])[])[];
  /** Index of the load; -1 if there is none. */
  readonly load: number;
  /** Bench parameters that are neither the load nor follow from it: each of their values has curves of its own. */
  readonly curveParams: readonly number[];
  /** What all combinations have with the same value, as text. */
  readonly constants: readonly (readonly [name: string, value: string])[];
}

/** Finds them over all directories: what differs between two directories varies too. */
export function collectParams(sweeps: readonly SweepView[]): Params {
  const combinations = sweeps.flatMap(({ rows }) => rows.map((row) => row.combination));
  const sides = [
    ["serve", combinations.map(({ serveParams }) => serveParams)],
    ["bench", combinations.map(({ benchParams }) => benchParams)],
  ] as const;
  const columns = sides.flatMap(([side, sets]) =>
    varyingKeys(sets).map((name) => columnOf(name, side, sets))
  );
  const params = columns.map(({ param }) => param);
  const load = loadOf(params);
  let at = 0;
  const levels = sweeps.map(({ rows }) =>
    rows.map(() => {
      const index = at++;
      return columns.map((column) => column.levels[index]!);
    })
  );
  const constants = sides.flatMap(([side, [first]]) => {
    const varying = params.filter((param) => param.side === side).map(({ name }) => name);
    return [...first ?? []].filter(([name]) => name !== NAME_KEY && !varying.includes(name))
      .map(([name, value]) => [name, valueText(value)] as const);
  });
  return { params, levels, load, curveParams: curveParams(columns, load), constants };
}

interface Column {
  readonly param: PageParam;
  readonly levels: readonly number[];
}

function columnOf(name: string, side: PageParam["side"], sets: readonly JsonObject[]): Column {
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
    param: { name, side, levels: ordered, isNumeric },
    levels: texts.map((text) => text === null ? -1 : places.get(text)!),
  };
}

/** A number, `inf` as a rate has it; NaN for what is none. */
function orderOf(value: Json): number {
  if (value instanceof JsonNumber) return value.toNumber();
  return value === "inf" ? Infinity : NaN;
}

function loadOf(params: readonly PageParam[]): number {
  for (const name of LOADS) {
    const index = params.findIndex((param) => param.name === name && param.isNumeric);
    if (index >= 0) return index;
  }
  return params.findIndex(({ side, isNumeric }) => side === "bench" && isNumeric);
}

/** Often more users come with more prompts: such a parameter says nothing that the load does not. */
function curveParams(columns: readonly Column[], load: number): number[] {
  return [...columns.keys()].filter((index) => {
    if (load < 0 || index === load || columns[index]!.param.side !== "bench") return false;
    const byLoad = new Map<number, number>();
    return columns[load]!.levels.some((level, at) => {
      const own = columns[index]!.levels[at]!;
      const first = byLoad.get(level) ?? own;
      byLoad.set(level, first);
      return first !== own;
    });
  });
}
