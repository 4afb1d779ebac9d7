/**
 * Checks the rules of the architecture: `deno task lint`, and part of `deno task ok`.
 * Prints `file:line: rule` for each breach and ends with exit code 1 if there is one.
 */
import { checkChangelog, checkImportMaps, checkVersion } from "./rules/config_rules.ts";
import { checkAllowed, checkCycles, checkParts, checkUse } from "./rules/import_rules.ts";
import { readSourceTree } from "./rules/source_tree.ts";
import { checkLength } from "./rules/text_rules.ts";
import { type Violation, violationText } from "./rules/violation.ts";
import { print } from "./print.ts";
import { ROOT, stdFlags } from "./std.ts";

const FILE_RULES = [checkAllowed, checkCycles, checkLength];

/**
 * Every breach in a checkout, in the order of files and lines.
 *
 * @param root Absolute path without a trailing slash.
 * @param denoFlags Flags that select the std packages.
 */
export async function checkRules(
  root: string,
  denoFlags: readonly string[] = [],
): Promise<Violation[]> {
  const files = await readSourceTree(root, denoFlags);
  return [
    ...FILE_RULES.flatMap((check) => check(files)),
    ...checkImportMaps(root),
    ...checkVersion(root),
    ...checkChangelog(root),
  ].sort((a, b) => a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line);
}

if (import.meta.main) {
  const flags = await stdFlags();
  const violations = [
    ...checkParts(ROOT),
    ...checkUse(await readSourceTree(ROOT, flags)),
    ...await checkRules(ROOT, flags),
  ];
  for (const violation of violations) print(violationText(violation));
  if (violations.length > 0) Deno.exitCode = 1;
}
