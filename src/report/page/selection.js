// @ts-check
// Which combinations are shown. The filter of the table is that of the charts too.
import { data, labelOf, paramPairs } from "./data.js";
import { byId, element, fillSelect } from "./dom.js";

/** @import { PageCombination } from "../html/page_data.ts" */

/** Parameters with more values than this are filtered by the text field alone. */
const MOST_LEVELS = 40;

/** Combinations that the filter lets through, as indices in the order of the data. */
/** @type {Set<number>} */
export const visible = new Set(data.combinations.keys());

/** @type {(() => void)[]} */
const listeners = [];

/** @type {Map<number, number>} */
const picked = new Map();
let pickedSweep = -1;
let words = "";

/**
 * Calls back when the filter changes.
 *
 * @param {() => void} listener
 */
export function onSelection(listener) {
  listeners.push(listener);
}

/**
 * The combinations that are shown, with their indices.
 *
 * @returns {[number, PageCombination][]}
 */
export function shown() {
  return [...data.combinations.entries()].filter(([index]) => visible.has(index));
}

/**
 * Filters by values of parameters, besides what is filtered already.
 *
 * @param {readonly (readonly [param: number, level: number])[]} values
 */
export function pickLevels(values) {
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
    const choices = data.sweeps.map(({ name }, index) => /** @type {const} */ ([index, name]));
    fields.append(field("filter-sweep", "directory", choices, (value) => pickedSweep = value));
  }
  for (const [index, { name, levels }] of data.params.entries()) {
    if (levels.length > MOST_LEVELS) continue;
    const choices = levels.map((level, at) => /** @type {const} */ ([at, level]));
    fields.append(field(`filter-${index}`, name, choices, (value) => {
      if (value < 0) picked.delete(index);
      else picked.set(index, value);
    }));
  }
  const text = /** @type {HTMLInputElement} */ (byId("filter-text"));
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

/**
 * @param {string} id
 * @param {string} name
 * @param {readonly (readonly [number, string])[]} choices
 * @param {(value: number) => void} take
 */
function field(id, name, choices, take) {
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

/** @param {PageCombination} combination */
function searchText(combination) {
  const pairs = paramPairs(combination).map(([name, value]) => `${name}=${value}`);
  return [labelOf(combination), ...pairs, ...combination.failures].join(" ").toLowerCase();
}
