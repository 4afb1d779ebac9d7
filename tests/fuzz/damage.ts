/** Texts that are nearly right: cut, stretched and stirred as crashes, editors and people do it. */
import fc from "fast-check";

/** What gets between: syntax of JSON and shells, characters that end or hide things, and what other programs write. */
const PIECES = [
  ..."{}[],:\"'\\/-+.=# \n\r\t\0\u001b\u2028\ufeff\ud800\udc00\u00e9",
  "//",
  "/*",
  "*/",
  "null",
  "true",
  "None",
  "NaN",
  "-Infinity",
  "1e999",
  "1.0",
  "-0",
  "12345678901234567890",
  '""',
  "\\u0000",
  "\\ud800",
  '"__proto__":',
  '"_env":',
  '"_benchmark_name":',
  "[".repeat(600),
  '{"a":'.repeat(600),
  "\u{1f600}".repeat(80),
  "x".repeat(3_000),
];

/** An edit: what, where (of 1000), how much, with what. */
const edits = fc.tuple(
  fc.nat(5),
  fc.nat(999),
  fc.nat(11),
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ maxLength: 4 })),
);

/** Texts with up to three edits; many stay as they were. */
export function damaged(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(texts, fc.array(edits, { maxLength: 3, size: "max" }))
    .map(([text, list]) => list.reduce(edit, text));
}

function edit(
  text: string,
  [what, where, length, piece]: readonly [number, number, number, string],
): string {
  const at = Math.floor((text.length + 1) * where / 1000);
  const [before, inner, after] = [
    text.slice(0, at),
    text.slice(at, at + length),
    text.slice(at + length),
  ];
  switch (what) {
    case 0:
      return before;
    case 1:
      return before + after;
    case 2:
      return before + inner + inner + after;
    case 3:
      return before + [...inner].reverse().join("") + after;
    case 4:
      return before + piece + after;
    default:
      return before + piece + inner + after;
  }
}
