/** HTML whose parts cannot be confused with text: everything that is put into a template is escaped unless it is HTML itself. */
import { printable } from "../../lib/printable.ts";

/** HTML as it goes into the page. */
export class Html {
  /** @param text Is not escaped any more. */
  constructor(readonly text: string) {}
}

/** What may stand in a template. Null and false are nothing, lists are one item after the other. */
export type Part = Html | string | number | null | false | readonly Part[];

/**
 * A template: `` html`<td>${name}</td>` ``. White space around it is left out and a line break in it is one character, so that
 * it can be laid out as the formatter does; text that needs its spaces comes in as a part.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(String.raw({ raw: compact(strings) }, ...parts.map(partText)));
}

/** Templates that were compacted before. */
const COMPACT = new WeakMap<TemplateStringsArray, string[]>();

function compact(strings: TemplateStringsArray): string[] {
  let texts = COMPACT.get(strings);
  if (texts === undefined) {
    texts = strings.map((text) => text.replace(/\s*\n\s*/g, "\n"));
    texts[0] = texts[0]!.trimStart();
    texts[texts.length - 1] = texts.at(-1)!.trimEnd();
    COMPACT.set(strings, texts);
  }
  return texts;
}

/** Text for element content and quoted attributes. */
export function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (char) => ESCAPES[char]!);
}

/** JSON for a script element: no `<`, so that no text in it can end the element or begin a comment. */
export function scriptJson(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function partText(part: Part): string {
  if (part === null || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(partText).join("");
  return escapeText(String(part));
}
