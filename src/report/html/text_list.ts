/** Texts that are nearly the same, such as commands and paths: each is kept as its difference to the one before. */
import type { PageTexts } from "./page_data.ts";

/** Texts of the page, each kept once: what begins or ends as the one before is not repeated. */
export class TextList {
  readonly entries: [head: number, tail: number, middle: string][] = [];
  readonly #known = new Map<string, number>();
  #previous = "";

  /** The index of a text, which is added if it is new; -1 for none. */
  add(text: string | null): number {
    if (text === null) return -1;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const head = commonStart(text, this.#previous);
    const tail = commonEnd(text.slice(head), this.#previous.slice(head));
    this.#previous = text;
    this.#known.set(text, this.entries.length);
    return this.entries.push([head, tail, text.slice(head, text.length - tail)]) - 1;
  }
}

/** The texts of a list, for the page's script. */
export function decodeTexts(entries: PageTexts): string[] {
  let previous = "";
  return entries.map(([head, tail, middle]) => {
    previous = previous.slice(0, head) + middle + previous.slice(previous.length - tail);
    return previous;
  });
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

function commonEnd(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.at(-1 - length) === b.at(-1 - length)) {
    length++;
  }
  return length;
}
