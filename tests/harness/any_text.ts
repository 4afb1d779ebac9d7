/** Generated texts of any characters. */
import fc from "fast-check";

/** Any code point but half of a surrogate pair. */
const CHARACTER = fc.oneof(
  fc.integer({ min: 0, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
).map((code) => String.fromCodePoint(code));

/** Names that objects have of themselves. */
const NAMES = [
  "__proto__",
  "constructor",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "length",
  "key",
];

/**
 * Like `fc.string({ unit: "binary" })`, of which the first in a process takes more than a second: it looks for each character of
 * such names in all of Unicode.
 */
export function anyText(options: { readonly maxLength?: number } = {}): fc.Arbitrary<string> {
  const { maxLength = Infinity } = options;
  const names = NAMES.filter((name) => name.length <= maxLength);
  const text = fc.string({ ...options, unit: CHARACTER });
  return names.length === 0
    ? text
    : fc.oneof({ arbitrary: text, weight: 15 }, fc.constantFrom(...names));
}
