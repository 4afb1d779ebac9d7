import { assert, assertEquals } from "@std/assert";
import { parseJson } from "./parse.ts";
import { pandasCsv } from "./pandas_csv.ts";
import type { JsonObject } from "./value.ts";

/** What pandas wrote, made by tests/fixtures/pandas/generate.py. */
const cases: { note: string; records: string; csv: string }[] = JSON.parse(
  Deno.readTextFileSync(new URL("../../tests/fixtures/pandas/csv.json", import.meta.url)),
);

Deno.test("Records become the text that pandas wrote of them", () => {
  assert(cases.length > 300);
  for (const { note, records, csv } of cases) {
    assertEquals(pandasCsv(parseJson(records).value as JsonObject[]), csv, `${note}: ${records}`);
  }
});

Deno.test("An integer that no double holds leaves its column as it is", () => {
  // pandas itself raises OverflowError here, so there is no fixture of it.
  const big = `1${"0".repeat(400)}`;
  const records = parseJson(`[{"a": ${big}}, {"a": 1}, {}]`).value as JsonObject[];
  assertEquals(pandasCsv(records), `,a\n0,${big}\n1,1\n2,\n`);
});
