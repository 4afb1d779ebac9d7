import { assertEquals } from "@std/assert";
import { parseSize, sizeText } from "./size.ts";

Deno.test("a size is shown in the largest unit that it fills, never more than there is", () => {
  assertEquals(
    [0, 1, 1023, 1024, 1536, 2 ** 20 - 1, 2 ** 20, 1.5 * 2 ** 30, 2e9, 2 ** 60].map(sizeText),
    [
      "0 B",
      "1 B",
      "1023 B",
      "1 KiB",
      "1.5 KiB",
      "1023.99 KiB",
      "1 MiB",
      "1.5 GiB",
      "1.86 GiB",
      "1024 PiB",
    ],
  );
});

Deno.test("a size is read in bytes, decimal and binary units", () => {
  const cases: [string, number | null][] = [
    ["1024", 1024],
    [" 1.5 KiB ", 1536],
    ["1K", 1024],
    ["1kB", 1000],
    [".5G", 2 ** 29],
    ["2GB", 2e9],
    ["1m", null],
    ["1 Gb", null],
    ["-1", null],
    ["", null],
  ];
  for (const [text, bytes] of cases) assertEquals(parseSize(text), bytes, text);
});
