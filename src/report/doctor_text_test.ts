import { assertEquals } from "@std/assert";
import { fail, ok, warn } from "../result/check.ts";
import { doctorJson, doctorText } from "./doctor_text.ts";

const CHECKS = [
  ok("disk", "1 GiB free"),
  warn("proxy", "One is set", "Unset it"),
  fail("plan", "Cannot read a.json", null),
];

Deno.test("a finding is one line: state, name, what was found, what to do", () => {
  assertEquals(
    doctorText(CHECKS),
    `ok    disk   1 GiB free
warn  proxy  One is set. Unset it
FAIL  plan   Cannot read a.json
1 ok, 1 warning, 1 failure
`,
  );
});

Deno.test("the JSON has the same findings", () => {
  assertEquals(JSON.parse(doctorJson(CHECKS)), CHECKS);
});
