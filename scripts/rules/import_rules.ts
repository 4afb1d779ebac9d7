/** Who may import whom. */
import { effectLine, isPure } from "./purity.ts";
import type { Import, SourceFile } from "./source_tree.ts";
import type { Violation } from "./violation.ts";

/** Folders that never import one another: the executor is handed what it needs. */
const APART = ["src/exec", "src/store", "src/report"];

/** Files that stand apart import nothing of one another, statically or dynamically. */
export function checkApart(files: readonly SourceFile[]): Violation[] {
  return files.flatMap(({ path, imports }) => {
    const own = folderApart(path);
    if (own === null) return [];
    return imports.flatMap(({ target, line }) => {
      const other = target === null ? null : folderApart(target);
      if (other === null || other === own) return [];
      return [{ file: path, line, rule: `${own} must not import ${other} ("${target}")` }];
    });
  });
}

/** A pure place imports nothing that reaches the world, through however many files. */
export function checkPureImports(files: readonly SourceFile[]): Violation[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reasons = new Map<string, string | null>();

  /** Why a file is impure, null if it is not. */
  function impurity(path: string): string | null {
    const known = reasons.get(path);
    if (known !== undefined) return known;
    reasons.set(path, null);
    const file = byPath.get(path);
    if (file === undefined) return null;
    const reason = effectLine(file.text) === null
      ? file.imports.map(reasonOf).find((reason) => reason !== null) ?? null
      : `"${path}" uses Deno`;
    reasons.set(path, reason);
    return reason;
  }

  function reasonOf({ specifier, target }: Import): string | null {
    if (/^(node:|@std\/fs\b)/.test(specifier)) return `"${specifier}" does I/O`;
    return target === null ? null : impurity(target);
  }

  return files.filter(({ path }) => isPure(path)).flatMap(({ path, imports }) =>
    imports.flatMap((found) => {
      // A pure file that itself breaks the rule is reported where it does so.
      if (found.target !== null && isPure(found.target)) return [];
      const reason = reasonOf(found);
      if (reason === null) return [];
      return [{
        file: path,
        line: found.line,
        rule: `a pure file must not import "${found.specifier}": ${reason}`,
      }];
    })
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

function folderApart(path: string): string | null {
  return APART.find((folder) => path.startsWith(`${folder}/`)) ?? null;
}
