/** What `servesweep doctor` prints. */
import type { Check } from "../result/check.ts";
import { counted } from "../lib/count.ts";

const WORDS: Readonly<Record<Check["state"], string>> = { ok: "ok", warn: "warn", fail: "FAIL" };

/** A line for each finding, and one with how many there are of each kind. */
export function doctorText(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, state, text, remedy }) => {
    const advice = remedy === null ? "" : `. ${remedy}`;
    return `${WORDS[state].padEnd(4)}  ${name.padEnd(width)}  ${text}${advice}\n`;
  });
  const count = (wanted: Check["state"]) => checks.filter(({ state }) => state === wanted).length;
  return `${lines.join("")}${count("ok")} ok, ${counted(count("warn"), "warning")}, ${
    counted(count("fail"), "failure")
  }\n`;
}

/** The findings as one JSON document: a list of objects with `name`, `state`, `text` and `remedy`. */
export function doctorJson(checks: readonly Check[]): string {
  return JSON.stringify(checks, null, 2) + "\n";
}
