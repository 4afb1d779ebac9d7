/** Names of combinations that fit into a narrow column. */
import type { Row } from "../analysis/rows.ts";
import { pyStr } from "../json/python.ts";
import { columnsOf, cutMiddle, harmless } from "../lib/width.ts";
import { NAME_KEY } from "../spec/sweep.ts";
import type { JsonObject } from "../json/value.ts";
import { nameOf } from "./columns.ts";

/**
 * Names of at most `width` columns of a terminal, harmless to it and all different: as they are if they fit; else by what differs between the rows; else with
 * their middles cut, and numbered where that makes them equal.
 */
export function shortNames(rows: readonly Row[], width: number): string[] {
  const names = rows.map((row) => harmless(nameOf(row)));
  if (names.every((name) => columnsOf(name) <= width)) return names;
  const labels = rows.map((row, index) => harmless(labelOf(row)) || names[index]!);
  const chosen = new Set(labels).size === rows.length ? labels : names;
  const cut = chosen.map((name) => cutMiddle(name, width));
  if (new Set(cut).size === rows.length) return cut;
  return chosen.map((name, index) => {
    const number = `${index + 1} `;
    return number + cutMiddle(name, Math.max(1, width - number.length));
  });
}

/** `small max_concurrency=8`: names of the sets, or the parameters that vary. */
function labelOf({ serveParams, benchParams, combination }: Row): string {
  return [
    sideOf(combination.serveParams, serveParams),
    sideOf(combination.benchParams, benchParams),
  ].filter((side) => side !== "").join(" ");
}

function sideOf(all: JsonObject, varying: JsonObject): string {
  const name = all.get(NAME_KEY);
  if (typeof name === "string") return name;
  return [...varying].map(([key, value]) => `${key}=${pyStr(value)}`).join(" ");
}
