// @ts-check
// The panel about one combination: parameters, every number, commands, files.
import { data, fileHref, fullLabel, paramPairs, textAt } from "./data.js";
import { byId, element } from "./dom.js";
import { intervalText, numberText, spreadText } from "./format.js";

/** @import { PageCombination } from "../html/page_data.ts" */

const panel = /** @type {HTMLDialogElement} */ (byId("details"));

/** What had the focus before the panel came. @type {Element | null} */
let opener = null;

/** Makes links to combinations open the panel. */
export function initDetails() {
  document.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[data-c]");
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDetails(Number(link.dataset.c));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open) closeDetails();
  });
}

/**
 * Shows a combination.
 *
 * @param {number} index
 */
export function openDetails(index) {
  const combination = data.combinations[index];
  if (combination === undefined) return;
  if (!panel.open) opener = document.activeElement;
  const close = element("button", { type: "button", onclick: closeDetails }, "Close");
  const title = element("h2", { id: "details-title", tabindex: "-1" }, fullLabel(combination));
  panel.replaceChildren(
    element("header", {}, title, close),
    ...section("Parameters", paramList(combination)),
    ...combination.failures.map((text) => element("p", { "class": "failed" }, text)),
    ...section("Runs", runTable(combination)),
    ...section("Files", files(combination)),
    ...commands(combination),
  );
  if (!panel.open) panel.show();
  panel.scrollTop = 0;
  title.focus();
  for (const row of document.querySelectorAll("tr[aria-current]")) {
    row.removeAttribute("aria-current");
  }
  document.querySelector(`#rows tr[data-c="${index}"]`)?.setAttribute("aria-current", "true");
}

function closeDetails() {
  panel.close();
  if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus();
}

/**
 * @param {string} title
 * @param {HTMLElement | null} content
 */
function section(title, content) {
  return content === null ? [] : [element("h3", {}, title), content];
}

/** @param {PageCombination} combination */
function paramList(combination) {
  const params = paramPairs(combination);
  if (params.length === 0) return null;
  return element(
    "dl",
    { "class": "pairs" },
    ...params.flatMap(([name, value]) => [
      element("dt", {}, name),
      element("dd", {}, value),
    ]),
  );
}

/** @param {PageCombination} combination */
function runTable({ sweep, runs, stats }) {
  if (runs.length === 0) return null;
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, "metric"),
    element("th", { scope: "col", "class": "n" }, "mean"),
    element("th", { scope: "col", "class": "n" }, "spread"),
    element("th", { scope: "col", "class": "n" }, "95 % interval"),
    ...runs.map(({ run, file }) =>
      element(
        "th",
        { scope: "col", "class": "n" },
        element("a", { href: fileHref(sweep, textAt(data.files, file) ?? "") }, `run ${run}`),
      )
    ),
  );
  const lines = data.metrics.flatMap((metric, index) => {
    const found = stats[index];
    if (!found) return [];
    const [mean] = found;
    const { decimals, label, title } = metric;
    const name = element("th", { scope: "row", title }, label);
    const numbers = [
      numberText(mean, decimals),
      spreadText(found),
      intervalText(found, decimals),
      ...runs.map(({ values }) => numberText(values[index], decimals)),
    ];
    return [
      element("tr", {}, name, ...numbers.map((text) => element("td", { "class": "n" }, text))),
    ];
  });
  return element(
    "div",
    { "class": "scroll", tabindex: "0", role: "region", "aria-label": "Numbers of the runs" },
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...lines)),
  );
}

/** @param {PageCombination} combination */
function files({ sweep, directory, runs, start }) {
  const server = data.starts[start];
  const links = [
    link(sweep, runs.length === 0 ? null : directory === "" ? "" : `${directory}/`, "directory"),
    ...runs.flatMap(({ run, file, log }) => [
      link(sweep, textAt(data.files, file), `run ${run}`),
      link(sweep, textAt(data.logs, log), `log of run ${run}`),
    ]),
    link(sweep, textAt(data.logs, server?.log ?? -1), "log of the server"),
  ].filter((item) => item !== null);
  return element("ul", { "class": "links" }, ...links.map((item) => element("li", {}, item)));
}

/**
 * @param {number} sweep
 * @param {string | null} path
 * @param {string} text
 */
function link(sweep, path, text) {
  if (path === null) return null;
  return element("a", { href: fileHref(sweep, path) || "./" }, text);
}

/** @param {PageCombination} combination */
function commands({ runs, start }) {
  const server = textAt(data.commands, data.starts[start]?.command ?? -1);
  const list = runs.map(({ run, command }) => ({
    title: `Command of run ${run}`,
    text: textAt(data.commands, command),
  }));
  return [{ title: "Command of the server", text: server }, ...list].flatMap(({ title, text }) =>
    text === null ? [] : section(title, element("pre", { tabindex: "0" }, text))
  );
}
