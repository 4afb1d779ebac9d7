/** Finds a key that stands twice in one object of a text: the second value silently replaces the first. */
import { type Position, positionAt } from "../json/syntax_error.ts";
import { Scanner } from "../json/scanner.ts";

/** A key and its two places. */
export interface RepeatedKey {
  readonly key: string;
  /** Keys and indices that lead to its object; left out for the outermost. */
  readonly inside?: readonly (string | number)[];
  readonly first: Position;
  readonly second: Position;
}

/** An object or an array that is not closed yet. */
interface Open {
  /** Offsets of the keys; null for an array. */
  readonly keys: Map<string, number> | null;
  /** The key or index that is being read. */
  step: string | number;
  isKey: boolean;
}

/**
 * The first repeated key of any object, or null.
 *
 * @param text Text that `parseJson` takes.
 */
export function repeatedKey(text: string): RepeatedKey | null {
  const scanner = new Scanner(text);
  const open: Open[] = [];
  for (scanner.skipBlanks(); scanner.peek() !== ""; scanner.skipBlanks()) {
    const start = scanner.offset;
    const char = scanner.peek();
    const inner = open.at(-1);
    if (char === '"') {
      const key = scanner.string();
      // A string in an object is a key before the colon and a value after it.
      if (inner?.keys == null || !inner.isKey) continue;
      inner.step = key;
      const first = inner.keys.get(key);
      if (first !== undefined) {
        const inside = open.slice(0, -1).map(({ step }) => step);
        return {
          key,
          ...inside.length > 0 ? { inside } : {},
          first: positionAt(text, first),
          second: positionAt(text, start),
        };
      }
      inner.keys.set(key, start);
    } else if (scanner.word() === "") {
      scanner.offset++;
      if (char === "{") open.push({ keys: new Map(), step: "", isKey: true });
      else if (char === "[") open.push({ keys: null, step: 0, isKey: false });
      else if (char === "}" || char === "]") open.pop();
      else if (inner !== undefined && char === ",") {
        if (typeof inner.step === "number") inner.step++;
        inner.isKey = true;
      } else if (inner !== undefined) inner.isKey = false;
    }
  }
  return null;
}
