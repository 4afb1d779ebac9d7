/** Which files are pure, and what makes a file impure. */
import { blank, lineOf } from "./code_text.ts";
import type { SourceFile } from "./source_tree.ts";
import type { Violation } from "./violation.ts";

const PURE_FOLDERS = [
  "json",
  "cli",
  "commands",
  "completions",
  "spec",
  "plan",
  "result",
  "analysis",
  "report",
  "init",
  "journal",
  "machine",
  "forecast",
  "engine",
  "lib",
];
const PURE_FILES = ["args", "help"];
const PURE = new RegExp(`^src/((${PURE_FOLDERS.join("|")})/.*|(${PURE_FILES.join("|")})\\.ts$)`);

/** Files that own the terminal and the exit code. */
const TERMINAL_OWNERS = /^(main\.ts|src\/(app|terminal)\/.*)$/;

/** Whether the file must be pure: no clock, disk, environment or network. */
export function isPure(path: string): boolean {
  return PURE.test(path) && path !== "src/lib/files.ts";
}

/** First line whose code mentions `Deno.`, null if there is none. */
export function effectLine(text: string): number | null {
  const code = blank(text);
  const index = code.search(/\bDeno\s*[.[]/);
  return index < 0 ? null : lineOf(code, index);
}

/** Pure files never mention `Deno.`. */
export function checkPurity(files: readonly SourceFile[]): Violation[] {
  return files.filter(({ path }) => isPure(path)).flatMap(({ path, text }) => {
    const line = effectLine(text);
    return line === null ? [] : [{ file: path, line, rule: "a pure file must not use Deno" }];
  });
}

/** Only a few files write to the terminal or end the process; all others get an `io` handed in. */
export function checkTerminal(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path, text }) => {
    if (path.startsWith("scripts/") || TERMINAL_OWNERS.test(path)) return [];
    const code = blank(text);
    const uses = /\bconsole\s*\.|\bDeno\s*\.\s*(stdout|stderr|exit|exitCode)\b/g;
    return [...code.matchAll(uses)].map((match) => ({
      file: path,
      line: lineOf(code, match.index),
      rule: `"${match[0].replace(/\s/g, "")}" belongs to main.ts, src/app and src/terminal`,
    }));
  });
}
