/** Finds a key that stands twice in the outermost object of a text: the second value silently replaces the first. */
import { type Position, positionAt } from "../json/syntax_error.ts";
import { Scanner } from "../json/scanner.ts";

/** A key and its two places. */
export interface RepeatedKey {
  readonly key: string;
  readonly first: Position;
  readonly second: Position;
}

/**
 * The first repeated key of the outermost object, or null.
 *
 * @param text Text that `parseJson` takes.
 */
export function repeatedKey(text: string): RepeatedKey | null {
  const scanner = new Scanner(text);
  const offsets = new Map<string, number>();
  scanner.skipBlanks();
  if (!scanner.accept("{")) return null;
  let depth = 1;
  // A string directly in the outermost object is a key before the colon and a value after it.
  let isKey = true;
  for (scanner.skipBlanks(); depth > 0; scanner.skipBlanks()) {
    const start = scanner.offset;
    const char = scanner.peek();
    if (char === '"') {
      const string = scanner.string();
      if (depth > 1 || !isKey) continue;
      const first = offsets.get(string);
      if (first !== undefined) {
        return {
          key: string,
          first: positionAt(text, first),
          second: positionAt(text, start),
        };
      }
      offsets.set(string, start);
    } else if (scanner.word() === "") {
      scanner.offset++;
      if (char === "{" || char === "[") depth++;
      else if (char === "}" || char === "]") depth--;
      else if (depth === 1) isKey = char === ",";
    }
  }
  return null;
}
