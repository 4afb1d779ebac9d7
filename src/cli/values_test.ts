import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import type { Option, OptionKind } from "./option.ts";
import { integerValue, numberValue, parseDurationMs, parseSizeBytes } from "./values.ts";

function option(kind: OptionKind, range: Pick<Option, "min" | "max"> = {}): Option {
  return { name: "x", kind, group: "g", help: "h", ...range };
}

Deno.test("a whole number is what Python's int() takes", () => {
  const read = (text: string) => integerValue(option("integer"), text);
  assertEquals(["0", "-7", "+7", " 7 ", "1_000", "007"].map(read), [0, -7, 7, 7, 1000, 7]);
  for (const text of ["", " ", "1.0", "1e3", "0x1", "1__0", "_1", "1_", "--1", "1 2", "inf"]) {
    assertThrows(() => read(text), UsageError, `--x is "${text}", expected a whole number`);
  }
});

Deno.test("a whole number that a double cannot hold is an error", () => {
  assertEquals(integerValue(option("integer"), "9007199254740991"), Number.MAX_SAFE_INTEGER);
  assertThrows(() => integerValue(option("integer"), "9007199254740992"), UsageError, "at most");
});

Deno.test("a number is decimal or infinite", () => {
  const read = (text: string) => numberValue(option("number"), text);
  assertEquals(
    ["1", "1.", ".5", "-2.5e-1", " 3 ", "inf", "+Infinity"].map(read),
    [1, 1, 0.5, -0.25, 3, Infinity, Infinity],
  );
  for (const text of ["", ".", "0x10", "nan", "-inf", "1e999", "1,5", "infinit"]) {
    assertThrows(() => read(text), UsageError, `--x is "${text}", expected a number`);
  }
});

Deno.test("a duration is seconds, or parts with units that add up", () => {
  const read = (text: string) => parseDurationMs(option("duration"), text);
  for (
    const [text, ms] of [
      ["90", 90_000],
      ["0.5", 500],
      [".5", 500],
      ["250ms", 250],
      ["30s", 30_000],
      ["10m", 600_000],
      ["10min", 600_000],
      ["1.5h", 5_400_000],
      ["2d", 172_800_000],
      ["1h30m", 5_400_000],
      ["1m30s250ms", 90_250],
      [" 5 s ", 5_000],
    ] as const
  ) {
    assertEquals(read(text), ms, text);
  }
  for (
    const text of ["", " ", "s", "-1", "1w", "1m 30 s", "1h30", "30 1h", "1.2.3", "1e3", "inf"]
  ) {
    assertThrows(
      () => read(text),
      UsageError,
      `--x is "${text}", expected seconds or a duration as 90, 30s, 10m or 1.5h`,
    );
  }
});

Deno.test("a size is bytes, or a number with a decimal or binary unit", () => {
  const read = (text: string) => parseSizeBytes(option("size"), text);
  for (
    const [text, bytes] of [
      ["0", 0],
      ["1024", 1024],
      ["7B", 7],
      ["1kB", 1_000],
      ["1KB", 1_000],
      ["1KiB", 1_024],
      ["500MB", 500_000_000],
      ["2GiB", 2_147_483_648],
      ["2G", 2_147_483_648],
      ["1.5 GiB", 1_610_612_736],
      [".5K", 512],
      [" 1TB ", 1e12],
      ["1PiB", 2 ** 50],
      ["0.3kB", 300],
      ["0.0001kB", 0],
      ["9007199254740991", Number.MAX_SAFE_INTEGER],
    ] as const
  ) {
    assertEquals(read(text), bytes, text);
  }
  for (
    const text of ["", " ", "GiB", "-1", "2gb", "10m", "2Gib", "1Gi", "1e3", "1,5GiB", "1GiB5MB"]
      .concat("inf", "1.2.3", "0x10", "2 G iB", "1constructor")
  ) {
    assertThrows(
      () => read(text),
      UsageError,
      `--x is "${text}", expected bytes or a size as 1024, 500MB or 2GiB`,
    );
  }
  assertThrows(() => read("8PiB"), UsageError, "--x is 8PiB, expected a size of at most 7.99 PiB");
});

Deno.test("the ends of a range belong to it; a message names the end that was passed", () => {
  const both = option("integer", { min: 1, max: 3 });
  assertEquals(["1", "3"].map((text) => integerValue(both, text)), [1, 3]);
  const message = (call: () => unknown) => assertThrows(call, UsageError).message;
  assertEquals(
    message(() => integerValue(both, "0")),
    "--x is 0, expected a whole number, at least 1",
  );
  assertEquals(
    message(() => integerValue(both, "4")),
    "--x is 4, expected a whole number, at most 3",
  );
  assertEquals(
    message(() => integerValue(both, "a")),
    '--x is "a", expected a whole number from 1 to 3',
  );
  assertEquals(
    message(() => numberValue(option("number", { max: 1 }), "inf")),
    "--x is inf, expected a number, at most 1",
  );
  assertEquals(
    message(() => parseDurationMs(option("duration", { min: 1_500 }), "1s")),
    "--x is 1s, expected a duration, at least 1.5 s",
  );
  assertEquals(
    message(() => parseDurationMs(option("duration", { min: 1, max: 1_000 }), "2s")),
    "--x is 2s, expected a duration, at most 1 s",
  );
  assertEquals(
    message(() => parseSizeBytes(option("size", { min: 65_536 }), "1K")),
    "--x is 1K, expected a size, at least 64 KiB",
  );
});

Deno.test("a duration that no timer takes is refused: the time would be over at once", () => {
  assertEquals(parseDurationMs(option("duration"), "24d"), 2_073_600_000);
  for (const text of ["24d1ms", "25d", "9".repeat(400)]) {
    assertThrows(
      () => parseDurationMs(option("duration"), text),
      UsageError,
      `--x is ${text}, expected a duration, at most 2073600 s`,
    );
  }
});
