/** The table of combinations: sorting, filtering, and which numbers it shows. */
import { numberText } from "../numbers.ts";
import { data, labelOf, metricTitle } from "./data.ts";
import { byId, element, selectById } from "./dom.ts";
import { uncertaintyText } from "./format.ts";
import { onSelection, visible } from "./selection.ts";

/** Columns of metrics, as indices into the metrics. */
let columns = [...data.columns];

const body = byId("rows") as HTMLTableSectionElement;

/** The rows by combination. */
const rows: HTMLTableRowElement[] = [...body.rows].toSorted((a, b) =>
  Number(a.dataset.c) - Number(b.dataset.c)
);

/** What the table is sorted by. */
let order: { key: string; direction: 1 | -1 } | null = null;

/** More rows are behind a button; the style sheet has the same number. */
const MOST_ROWS = 200;

/** Makes the table answer. */
export function initTable() {
  byId("more").addEventListener("click", () => {
    delete body.dataset.most;
    showRows();
  });
  byId("combinations").querySelector("thead")?.addEventListener("click", (event) => {
    const head = (event.target as HTMLElement).closest("th");
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
  const more = byId("more") as HTMLButtonElement;
  more.disabled = body.dataset.most === undefined || visible.size <= MOST_ROWS;
  more.textContent = `Show all ${visible.size} rows`;
  const all = data.combinations.length;
  byId("count").textContent = visible.size === all
    ? `${all} combination${all === 1 ? "" : "s"}`
    : `${visible.size} of ${all} combinations`;
}

/** Puts new columns of metrics in the place of the old ones. */
function makeColumns() {
  const headRow = byId("head") as HTMLTableRowElement;
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

function sortBy(key: string) {
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
  body.append(...indices.map((index) => rows[index]!));
  markOrder();
}

function markOrder() {
  for (const head of byId("head").querySelectorAll("th")) {
    if (order === null || head.dataset.sort !== order.key) head.removeAttribute("aria-sort");
    else head.setAttribute("aria-sort", order.direction === 1 ? "ascending" : "descending");
  }
}

/**
 * @param key `m3` for a metric, `p0` for a parameter, else a name.
 */
function sortValue(index: number, key: string): number | string | null {
  const combination = data.combinations[index];
  if (combination === undefined) return null;
  const at = Number(key.slice(1));
  if (key.startsWith("m")) return combination.stats[at]?.[0] ?? null;
  if (key.startsWith("p")) return combination.levels[at] ?? null;
  if (key === "runs") return combination.runs.length;
  if (key === "sweep") return combination.sweep;
  return labelOf(combination);
}

/** What has no value comes last in both directions. */
function compare(a: number | string | null, b: number | string | null, direction: 1 | -1) {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const sign = typeof a === "string" || typeof b === "string"
    ? String(a).localeCompare(String(b), "en", { numeric: true })
    : a - b;
  return sign * direction;
}
