/** JSON texts as people and programs write them, with everything that is hard about them. */
import fc from "fast-check";
import { anyText } from "../harness/any_text.ts";

const LITERALS = [
  "1",
  "1.0",
  "0",
  "-0",
  "-0.0",
  "1e5",
  "1E400",
  "1e-400",
  "0.1",
  "12345678901234567890",
  `1${"0".repeat(320)}`,
  "NaN",
  "Infinity",
  "-Infinity",
  "true",
  "false",
  "null",
  "[]",
  "{}",
  '""',
  '"1"',
  '"a/b"',
  '".."',
  '"."',
  '"../../../etc/passwd"',
  '"/tmp"',
  `"'quoted'"`,
  '"\\"\\""',
  '"--flag"',
  '"$(id) `id` ~ *"',
  '"a\\u0000b"',
  '"\\u001b[2J"',
  '"\\ud800"',
  '"\ud83d"',
  '"\\ud83d\\ude00"',
  '"\u{1f600}"',
  '"undefined"',
  `"${"long ".repeat(60)}"`,
  `"${"\u{1f600}".repeat(70)}"`,
  `${"[".repeat(40)}${"]".repeat(40)}`,
  `${"[".repeat(499)}${"]".repeat(499)}`,
  `${'{"a":'.repeat(20)}1${"}".repeat(20)}`,
];

/** Between two tokens of JSONC. */
const BLANKS = ["", "", "", " ", "\n", "\r\n", "\t", "/* c */", "// c\n", "/**/"];

/** A value without anything inside, as text. */
const scalars = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...LITERALS) },
  fc.integer().map(String),
  fc.double().map(String),
  anyText({ maxLength: 6 }).map((text) => JSON.stringify(text)),
);

/** Joins items with commas, now and then one too many, with blanks and comments around. */
function joined(open: string, items: readonly string[], close: string, salt: number): string {
  const blank = (n: number) => BLANKS[(salt + n * 7) % BLANKS.length]!;
  const inner = items.map((item, n) => blank(n) + item).join(`${blank(1)},`);
  return open + inner + (salt % 4 === 0 && items.length > 0 ? "," : "") + blank(2) + close;
}

/** Text of a list. */
export function listTexts(items: fc.Arbitrary<string>, maxLength: number): fc.Arbitrary<string> {
  return fc.tuple(fc.array(items, { maxLength }), fc.nat(99))
    .map(([list, salt]) => joined("[", list, "]", salt));
}

/** Text of an object; a key may stand in it twice. */
export function objectTexts(
  keys: fc.Arbitrary<string>,
  values: fc.Arbitrary<string>,
  maxLength: number,
): fc.Arbitrary<string> {
  const members = fc.tuple(keys, values).map(([key, value]) => `${JSON.stringify(key)}:${value}`);
  return fc.tuple(fc.array(members, { maxLength }), fc.nat(99))
    .map(([list, salt]) => joined("{", list, "}", salt));
}

const anyKeys = fc.oneof(fc.constantFrom("a", "b", "10", "__proto__", ""), fc.string());

/** Text of any value, now and then a few levels deep. */
export const valueTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: scalars },
  listTexts(scalars, 3),
  objectTexts(anyKeys, scalars, 3),
  listTexts(objectTexts(anyKeys, listTexts(scalars, 2), 2), 2),
);
