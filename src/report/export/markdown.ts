/** The result table as Markdown, for a pull request or an issue. */
import { answersOf } from "../../analysis/answers.ts";
import type { Experiment } from "../../analysis/experiment.ts";
import type { Row } from "../../analysis/rows.ts";
import { type Column, nameOf } from "../columns.ts";
import { answerLines, type Phrase } from "../answers.ts";
import { columnsOfRows, usualColumns } from "../find_column.ts";
import { bestRows, namedColumns, selectedRows, type TableChoice } from "../select.ts";
import { counted } from "../../lib/count.ts";
import { columnsOf, padded, paddedLeft } from "../../lib/width.ts";

/**
 * A heading, the table with the best value of each column in bold, the answers and the failures as lists.
 *
 * @throws {UsageError} If a column that was named is none.
 */
export function markdownExport(
  { name }: Experiment,
  rows: readonly Row[],
  choice: TableChoice,
): string {
  const known = columnsOfRows(rows);
  const shown = selectedRows(rows, choice, known);
  const competing = rows.filter(({ runs }) => runs > 0);
  const columns = namedColumns(choice, known) ?? usualColumns(competing);
  const failed = rows.filter(({ failures }) => failures.length > 0);
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  const counts = [
    counted(rows.length, "combination"),
    counted(runs, "run"),
    ...(shown.length < competing.length ? [`the first ${shown.length} shown`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
  ];
  const parts = [`### ${code(name)}\n`, `${counts.join(", ")}. Means over the runs.\n`];
  if (shown.length > 0) parts.push(table(columns, shown, competing));
  // One combination alone is no question.
  if (competing.length > 1) {
    parts.push(
      answerLines(answersOf(rows)).map(({ title, phrases }) =>
        `- **${title}**: ${phrases.map(phraseText).join("")}\n`
      ).join(""),
    );
  }
  if (failed.length > 0) {
    const lines = failed.map(({ failures, ...row }) => {
      const { failure: { class: kind, reason } } = failures[0]!;
      return `- ${code(row.directory || "(no parameters)")}: ${kind}: ${code(reason)}\n`;
    });
    parts.push(`Failed:\n\n${lines.join("")}`);
  }
  return parts.join("\n");
}

function phraseText(phrase: Phrase): string {
  if (typeof phrase === "string") return plain(phrase);
  if ("row" in phrase) return code(nameOf(phrase.row));
  if ("strong" in phrase) return `**${plain(phrase.strong)}**`;
  return "more" in phrase ? "" : plain(phrase.text);
}

/** Aligned for those who read the text itself. */
function table(columns: readonly Column[], shown: readonly Row[], competing: readonly Row[]) {
  const cells = columns.map((column) => {
    const best = bestRows(column, competing);
    return [
      inCell(plain(column.heading)),
      ...shown.map((row) => {
        const text = column.text(row);
        const isNumber = column.align === "right" && /^[-\d.%/]+$/.test(text);
        const shownText = inCell(isNumber ? text : code(text));
        return best.has(row) ? `**${shownText}**` : shownText;
      }),
    ];
  });
  const widths = cells.map((column) => Math.max(3, ...column.map(columnsOf)));
  const line = (row: readonly string[]) => `| ${row.join(" | ")} |\n`;
  const lines = Array.from(
    { length: shown.length + 1 },
    (_, row) =>
      line(cells.map((column, index) => {
        const cell = column[row]!;
        const width = widths[index]!;
        return columns[index]!.align === "left" ? padded(cell, width) : paddedLeft(cell, width);
      })),
  );
  const rule = line(
    widths.map((width, index) =>
      columns[index]!.align === "left" ? "-".repeat(width) : `${"-".repeat(width - 1)}:`
    ),
  );
  return [lines[0]!, rule, ...lines.slice(1)].join("");
}

/** A code span: nothing in it is markup, a mention or a link. Its fence is longer than any run of backticks inside. */
function code(text: string): string {
  const line = oneLine(text);
  if (line.trim() === "") return "";
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = /^`|`$|^ .* $/.test(line) ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}

/** Ordinary text with markup made harmless. */
function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]<>#~&]/g, (char) => `\\${char}`);
}

/** A table's cell ends at each bar, inside a code span too, unless there is a backslash before it. */
function inCell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function oneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\0-\x1f\x7f]+/g, " ");
}
