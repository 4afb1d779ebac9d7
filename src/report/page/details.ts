/** The panel about one combination: parameters, every number, commands, files. */
import { numberText, spreadText } from "../numbers.ts";
import { data, fullLabel, paramPairs, sweepFileHref, textAt } from "./data.ts";
import { byId, element } from "./dom.ts";
import { intervalText } from "./format.ts";
import type { PageCombination } from "../html/page_data.ts";

const panel = byId("details") as HTMLDialogElement;

/** What had the focus before the panel came. */
let opener: Element | null = null;

/** Makes links to combinations open the panel. */
export function initDetails() {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest("a[data-c]");
    if (!(link instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openDetails(Number(link.dataset.c));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open) closeDetails();
  });
}

/** Shows a combination. */
export function openDetails(index: number) {
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

function section(title: string, content: HTMLElement | null) {
  return content === null ? [] : [element("h3", {}, title), content];
}

function paramList(combination: PageCombination) {
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

function runTable({ sweep, runs, stats }: PageCombination) {
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
        element("a", { href: sweepFileHref(sweep, textAt(data.files, file) ?? "") }, `run ${run}`),
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

function files({ sweep, directory, runs, start }: PageCombination) {
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

function link(sweep: number, path: string | null, text: string) {
  if (path === null) return null;
  return element("a", { href: sweepFileHref(sweep, path) }, text);
}

function commands({ runs, start }: PageCombination) {
  const server = textAt(data.commands, data.starts[start]?.command ?? -1);
  const list = runs.map(({ run, command }) => ({
    title: `Command of run ${run}`,
    text: textAt(data.commands, command),
  }));
  return [{ title: "Command of the server", text: server }, ...list].flatMap(({ title, text }) =>
    text === null ? [] : section(title, element("pre", { tabindex: "0" }, text))
  );
}
