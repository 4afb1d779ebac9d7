/** Where a text stops being JSON, and why. */

/** A place in a text as editors count it: both from 1, the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text is not JSON. The message is a fragment: `line 3, column 9: expected "," or "]", found "x"`. */
export class JsonSyntaxError extends SyntaxError {
  override name = "JsonSyntaxError";
  readonly line: number;
  readonly column: number;

  /** @param reason What is wrong, in words, without the place. */
  constructor(position: Position, readonly reason: string) {
    super(`line ${position.line}, column ${position.column}: ${reason}`);
    this.line = position.line;
    this.column = position.column;
  }
}

/** The position of an offset. LF, CR and CRLF end a line; a byte order mark takes no column. */
export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let start = text.startsWith("\ufeff") ? 1 : 0;
  for (let i = start; i < offset; i++) {
    const code = text.charCodeAt(i);
    const endsLine = code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10);
    if (endsLine) {
      line++;
      start = i + 1;
    }
  }
  return { line, column: offset - start + 1 };
}
