/** Who may import whom. */
import { isThere } from "../../src/lib/files.ts";
import { ALLOWED_IMPORTS, partOf } from "./allowed_imports.ts";
import type { SourceFile } from "./source_tree.ts";
import type { Violation } from "./violation.ts";

const TABLE = "scripts/rules/allowed_imports.ts";

/** A file imports only what the table allows its part, statically or dynamically. */
export function checkAllowed(files: readonly SourceFile[]): Violation[] {
  return files.filter(({ path }) => !path.startsWith("scripts/")).flatMap(({ path, imports }) => {
    const own = partOf(path);
    if (own === null) return [{ file: path, line: 1, rule: `belongs to no part of ${TABLE}` }];
    return imports.flatMap(({ target, line }) => {
      // scripts/npm stands for packages.
      if (target === null || target.startsWith("scripts/npm/")) return [];
      const other = partOf(target);
      if (other === own) return [];
      if (other !== null && ALLOWED_IMPORTS[own]!.includes(other)) return [];
      const rule = `${own} must not import ${other ?? "what is in no part"} ("${target}")`;
      return [{ file: path, line, rule }];
    });
  });
}

/** Every part of the table is there. @param root Absolute path without a trailing slash. */
export function checkParts(root: string): Violation[] {
  return Object.keys(ALLOWED_IMPORTS).filter((part) => !isThere(`${root}/${part}`))
    .map((part) => ({ file: TABLE, line: 1, rule: `there is no "${part}": take it out` }));
}

/** What the table allows is used: an import that is needed again is decided again. */
export function checkUse(files: readonly SourceFile[]): Violation[] {
  const used = new Set(
    files.flatMap(({ path, imports }) =>
      imports.map(({ target }) => `${partOf(path)} ${target === null ? null : partOf(target)}`)
    ),
  );
  return Object.entries(ALLOWED_IMPORTS).flatMap(([part, others]) =>
    others.filter((other) => !used.has(`${part} ${other}`)).map((other) => ({
      file: TABLE,
      line: 1,
      rule: `"${part}" does not import "${other}" any more: take it out`,
    }))
  );
}

/** No file imports itself through others; imports of types count. Each cycle is reported once. */
export function checkCycles(files: readonly SourceFile[]): Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const trail: string[] = [];
  const violations: Violation[] = [];

  function visit(file: SourceFile): void {
    if (done.has(file.path)) return;
    trail.push(file.path);
    for (const { target, line } of file.imports) {
      if (target === null) continue;
      const start = trail.indexOf(target);
      if (start >= 0) {
        const cycle = [...trail.slice(start), target].join(" -> ");
        violations.push({ file: file.path, line, rule: `import cycle: ${cycle}` });
        continue;
      }
      const next = byPath.get(target);
      if (next !== undefined) visit(next);
    }
    trail.pop();
    done.add(file.path);
  }

  files.forEach(visit);
  return violations;
}
