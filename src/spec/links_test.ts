import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { checkLinks, parseLinks } from "./links.ts";
import { readParameterSets } from "./parameters.ts";

const sets = (text: string) =>
  readParameterSets({ what: "params", origin: "p.json", content: { text } });

Deno.test("links are pairs with commas between, blanks around them do not matter", () => {
  assertEquals(parseLinks("a=b,c=d"), parseLinks(" a = b , c=d "));
  assertEquals(parseLinks(" a=b, c=d"), [{ serve: "a", bench: "b" }, { serve: "c", bench: "d" }]);
});

Deno.test("no text is no link", () => {
  assertEquals([parseLinks(""), parseLinks("  ")], [[], []]);
});

Deno.test("what is no pair is named", () => {
  for (
    const [text, item] of [
      ["a", "a"],
      ["a=", "a="],
      ["=b", "=b"],
      ["a=b=c", "a=b=c"],
      ["a=b,", ""],
      ["a=b, c ,d=e", "c"],
    ] as const
  ) {
    assertThrows(
      () => parseLinks(text),
      UsageError,
      `--link-vars has "${item}", expected SERVE_VARIABLE=BENCH_VARIABLE`,
    );
  }
});

Deno.test("a variable need not be in every set, but in one", () => {
  const serve = sets(`[{"a": 1}, {"x": 2}]`);
  const bench = sets(`[{"y": 1}, {"b": 2}]`);
  checkLinks(parseLinks("a=b,x=y"), serve, bench);
  assertThrows(
    () => checkLinks(parseLinks("a=b,b=a"), serve, bench),
    UsageError,
    `--link-vars b=a: no serve parameter set has "b"; they have a, x`,
  );
  assertThrows(
    () => checkLinks(parseLinks("a=a"), serve, bench),
    UsageError,
    `--link-vars a=a: no bench parameter set has "a"; they have y, b`,
  );
  assertThrows(
    () => checkLinks(parseLinks("a=b"), serve, sets("[{}]")),
    UsageError,
    `no bench parameter set has "b"; there are none`,
  );
});
