/** Names of combinations that fit into a narrow column. */
import type { Row } from "../analysis/rows.ts";
import { pyStr } from "../json/python.ts";
import { NAME_KEY } from "../spec/sweep.ts";
import type { JsonObject } from "../json/value.ts";
import { nameOf } from "./columns.ts";

/** Stands for what is left out of a name. */
const CUT = "…";

/**
 * Names of at most `width` characters, all different: as they are if they fit; else by what differs between the rows; else with
 * their middles cut, and numbered where that makes them equal.
 */
export function shortNames(rows: readonly Row[], width: number): string[] {
  const names = rows.map(nameOf);
  if (names.every((name) => lengthOf(name) <= width)) return names;
  const labels = rows.map((row) => labelOf(row) || nameOf(row));
  const chosen = new Set(labels).size === rows.length ? labels : names;
  const cut = chosen.map((name) => cutMiddle(name, width));
  if (new Set(cut).size === rows.length) return cut;
  return chosen.map((name, index) => {
    const number = `${index + 1} `;
    return number + cutMiddle(name, Math.max(1, width - number.length));
  });
}

/** Number of characters as a terminal counts them, for text that is not of double width. */
export function lengthOf(text: string): number {
  return [...text].length;
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

/** The beginning and the end, which is where names differ more often: two fifths and three fifths of the room. */
function cutMiddle(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const head = Math.floor((width - 1) * 0.4);
  return characters.slice(0, head).join("") + CUT +
    characters.slice(characters.length - (width - 1 - head)).join("");
}
