/** Which combinations are shown. The filter of the table is that of the charts too. */
import { data, labelOf, paramPairs } from "./data.ts";
import { byId, element, fillSelect } from "./dom.ts";
import type { PageCombination } from "../html/page_data.ts";

/** Parameters with more values than this are filtered by the text field alone. */
const MOST_LEVELS = 40;

/** Combinations that the filter lets through, as indices in the order of the data. */
export const visible = new Set<number>(data.combinations.keys());

const listeners: (() => void)[] = [];

const picked = new Map<number, number>();
let pickedSweep = -1;
let words = "";

/** Calls back when the filter changes. */
export function onSelection(listener: () => void) {
  listeners.push(listener);
}

/** The combinations that are shown, with their indices. */
export function shown(): [number, PageCombination][] {
  return [...data.combinations.entries()].filter(([index]) => visible.has(index));
}

/** Filters by values of parameters, besides what is filtered already. */
export function pickLevels(values: readonly (readonly [param: number, level: number])[]) {
  for (const [param, level] of values) {
    picked.set(param, level);
    const select = document.getElementById(`filter-${param}`);
    if (select instanceof HTMLSelectElement) select.value = String(level);
  }
  apply();
}

/** Makes the fields of the filter and listens to them. */
export function initFilter() {
  const fields = byId("filter-params");
  if (data.sweeps.length > 1) {
    const choices = data.sweeps.map(({ name }, index) => [index, name] as const);
    fields.append(field("filter-sweep", "directory", choices, (value) => pickedSweep = value));
  }
  for (const [index, { name, levels }] of data.params.entries()) {
    if (levels.length > MOST_LEVELS) continue;
    const choices = levels.map((level, at) => [at, level] as const);
    fields.append(field(`filter-${index}`, name, choices, (value) => {
      if (value < 0) picked.delete(index);
      else picked.set(index, value);
    }));
  }
  const text = byId("filter-text") as HTMLInputElement;
  text.addEventListener("input", () => {
    words = text.value;
    apply();
  });
  byId("filter-reset").addEventListener("click", () => {
    picked.clear();
    pickedSweep = -1;
    words = text.value = "";
    for (const select of fields.querySelectorAll("select")) select.value = "-1";
    apply();
  });
}

function field(
  id: string,
  name: string,
  choices: readonly (readonly [number, string])[],
  take: (value: number) => void,
) {
  const select = element("select", {
    id,
    onchange: () => {
      take(Number(select.value));
      apply();
    },
  });
  fillSelect(select, [[-1, "all"], ...choices], -1);
  return element("label", {}, element("span", {}, name), select);
}

function apply() {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  visible.clear();
  for (const [index, combination] of data.combinations.entries()) {
    if (pickedSweep >= 0 && combination.sweep !== pickedSweep) continue;
    if ([...picked].some(([param, level]) => combination.levels[param] !== level)) continue;
    const text = searchText(combination);
    if (wanted.every((word) => text.includes(word))) visible.add(index);
  }
  for (const listener of listeners) listener();
}

function searchText(combination: PageCombination) {
  const pairs = paramPairs(combination).map(([name, value]) => `${name}=${value}`);
  return [labelOf(combination), ...pairs, ...combination.failures].join(" ").toLowerCase();
}
