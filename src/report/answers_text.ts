/** The answers for a terminal. */
import { answersOf } from "../analysis/answers.ts";
import type { Row } from "../analysis/rows.ts";
import { columnsOf, harmless, padded } from "../lib/width.ts";
import { answerLines, type Phrase } from "./answers.ts";
import { nameOf } from "./columns.ts";

const GAP = "  ";

/** With less room for its text an answer begins below its title. */
const MIN_TEXT_WIDTH = 40;

const INDENT = "    ";

/**
 * An answer a paragraph, its title in front.
 *
 * @param width Columns of the terminal; null where there is none: then an answer is a line.
 * @returns An empty text unless two combinations were measured: one alone is no question.
 */
export function answersText(rows: readonly Row[], width: number | null): string {
  if (rows.filter(({ runs }) => runs > 0).length < 2) return "";
  const lines = answerLines(answersOf(rows));
  const titleWidth = Math.max(...lines.map(({ title }) => columnsOf(title))) + GAP.length;
  return lines.map(({ title, phrases }) => {
    const text = phrases.map(phraseText).join("");
    if (width === null) return `${padded(title, titleWidth)}${text}\n`;
    const isNarrow = width - titleWidth < MIN_TEXT_WIDTH;
    const indent = isNarrow ? INDENT : " ".repeat(titleWidth);
    const wrapped = wrap(text, width - indent.length);
    return isNarrow
      ? [title, ...wrapped.map((line) => indent + line)].map((line) => `${line}\n`).join("")
      : wrapped.map((line, index) => `${index === 0 ? padded(title, titleWidth) : indent}${line}\n`)
        .join("");
  }).join("");
}

function phraseText(phrase: Phrase): string {
  if (typeof phrase === "string") return phrase;
  if ("row" in phrase) return harmless(nameOf(phrase.row));
  if ("strong" in phrase) return harmless(phrase.strong);
  return "more" in phrase ? "" : phrase.text;
}

/** Lines of whole words; a word that is longer than a line has one of its own. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && columnsOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
