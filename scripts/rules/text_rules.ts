/** Rules about the text of a file. */
import type { SourceFile } from "./source_tree.ts";
import type { Violation } from "./violation.ts";

const MAX_LINES = 300;
const REASON = /^\/\/ Over 300 lines because: \S/m;

/** A file over 300 lines says why. */
export function checkLength(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, "").split("\n").length;
    if (lines <= MAX_LINES || REASON.test(text)) return [];
    const rule = `${lines} lines: split it, or say "// Over 300 lines because: ..."`;
    return [{ file: path, line: MAX_LINES + 1, rule }];
  });
}
