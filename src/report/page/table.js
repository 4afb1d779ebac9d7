// @ts-check
// The table of combinations: sorting, filtering, and which numbers it shows.
import { data, labelOf, metricTitle } from "./data.js";
import { byId, element, selectById } from "./dom.js";
import { numberText, uncertaintyText } from "./format.js";
import { onSelection, visible } from "./selection.js";

/** Columns of metrics, as indices into the metrics. */
let columns = [...data.columns];

const body = /** @type {HTMLTableSectionElement} */ (byId("rows"));

/** The rows by combination. @type {HTMLTableRowElement[]} */
const rows = [...body.rows].toSorted((a, b) => Number(a.dataset.c) - Number(b.dataset.c));

/** What the table is sorted by. @type {{ key: string, direction: 1 | -1 } | null} */
let order = null;

/** More rows are behind a button; the style sheet has the same number. */
const MOST_ROWS = 200;

/** Makes the table answer. */
export function initTable() {
  byId("more").addEventListener("click", () => {
    delete body.dataset.most;
    showRows();
  });
  byId("combinations").querySelector("thead")?.addEventListener("click", (event) => {
    const head = /** @type {HTMLElement} */ (event.target).closest("th");
    if (head?.dataset.sort !== undefined) sortBy(head.dataset.sort);
  });
  selectById("show").addEventListener("change", fillMetrics);
  const menu = byId("columns");
  for (const [index, metric] of data.metrics.entries()) {
    const box = element("input", {
      type: "checkbox",
      checked: columns.includes(index),
      onchange: () => {
        columns = box.checked
          ? [...columns, index].toSorted((a, b) => a - b)
          : columns.filter((column) => column !== index);
        makeColumns();
      },
    });
    menu.append(element("label", {}, box, ` ${metricTitle(metric)}`));
  }
  onSelection(showRows);
  showRows();
}

function showRows() {
  for (const [index, row] of rows.entries()) row.hidden = !visible.has(index);
  const more = /** @type {HTMLButtonElement} */ (byId("more"));
  more.disabled = body.dataset.most === undefined || visible.size <= MOST_ROWS;
  more.textContent = `Show all ${visible.size} rows`;
  const all = data.combinations.length;
  byId("count").textContent = visible.size === all
    ? `${all} combination${all === 1 ? "" : "s"}`
    : `${visible.size} of ${all} combinations`;
}

/** Puts new columns of metrics in the place of the old ones. */
function makeColumns() {
  const headRow = /** @type {HTMLTableRowElement} */ (byId("head"));
  for (const cell of headRow.querySelectorAll("th.m")) cell.remove();
  for (const index of columns) {
    const metric = data.metrics[index];
    if (metric === undefined) continue;
    headRow.append(element(
      "th",
      { "class": "m", scope: "col", "data-sort": `m${index}` },
      element("button", { type: "button", title: metric.title }, metric.label),
    ));
  }
  for (const row of rows) {
    for (const cell of row.querySelectorAll("td.m")) cell.remove();
    row.append(...columns.map(() => element("td", { "class": "m" })));
  }
  fillMetrics();
  markOrder();
}

function fillMetrics() {
  const show = selectById("show").value;
  for (const [at, row] of rows.entries()) {
    const cells = row.querySelectorAll("td.m");
    for (const [column, index] of columns.entries()) {
      const stats = data.combinations[at]?.stats[index];
      const metric = data.metrics[index];
      const cell = cells[column];
      if (cell === undefined || metric === undefined) continue;
      if (!stats) {
        cell.textContent = "–";
        continue;
      }
      const behind = uncertaintyText(stats, metric, show);
      cell.replaceChildren(
        numberText(stats[0], metric.decimals),
        ...(behind === "" ? [] : [" ", element("small", {}, behind)]),
      );
    }
  }
}

/** @param {string} key */
function sortBy(key) {
  const metric = key.startsWith("m") ? data.metrics[Number(key.slice(1))] : undefined;
  const first = metric?.better === "higher" ? -1 : 1;
  if (order?.key !== key) order = { key, direction: first };
  else order = order.direction === first ? { key, direction: first === 1 ? -1 : 1 } : null;
  const indices = [...rows.keys()];
  if (order !== null) {
    const { direction } = order;
    const values = indices.map((index) => sortValue(index, key));
    indices.sort((a, b) => compare(values[a] ?? null, values[b] ?? null, direction) || a - b);
  }
  body.append(...indices.map((index) => /** @type {Node} */ (rows[index])));
  markOrder();
}

function markOrder() {
  for (const head of byId("head").querySelectorAll("th")) {
    if (order === null || head.dataset.sort !== order.key) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", order.direction === 1 ? "ascending" : "descending");
  }
}

/**
 * @param {number} index
 * @param {string} key `m3` for a metric, `p0` for a parameter, else a name.
 * @returns {number | string | null}
 */
function sortValue(index, key) {
  const combination = data.combinations[index];
  if (combination === undefined) return null;
  const at = Number(key.slice(1));
  if (key.startsWith("m")) return combination.stats[at]?.[0] ?? null;
  if (key.startsWith("p")) return combination.levels[at] ?? null;
  if (key === "runs") return combination.runs.length;
  if (key === "sweep") return combination.sweep;
  return labelOf(combination);
}

/**
 * What has no value comes last in both directions.
 *
 * @param {number | string | null} a
 * @param {number | string | null} b
 * @param {1 | -1} direction
 */
function compare(a, b, direction) {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const sign = typeof a === "string" || typeof b === "string"
    ? String(a).localeCompare(String(b), "en", { numeric: true })
    : a - b;
  return sign * direction;
}
