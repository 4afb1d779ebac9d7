/** JavaScript modules as one: a page opened from disk cannot import files. */

/** `import { a, b } from "./x.js";` */
const IMPORT = /^import\s*\{[^}]*\}\s*from\s*"\.\/([\w.]+)";\n/gm;
const EXPORT = /^export (?=function|const|let)/gm;

/**
 * Puts modules one after the other into functions of their own, so that names of one are none of another. Takes what our own
 * modules are made of: named imports of modules before, and exported functions and constants, which are never assigned again.
 *
 * @param modules Texts by file name, each after those that it imports.
 * @throws {TypeError} If a module imports one that is not before it.
 */
export function joinModules(modules: Readonly<Record<string, string>>): string {
  const before = new Set<string>();
  const parts = Object.entries(modules).map(([name, text]) => {
    const imports: string[] = [];
    const body = text.replace(IMPORT, (whole, from) => {
      if (!before.has(from)) {
        throw new TypeError(`"${name}" imports "${from}", which is not before it`);
      }
      const names = whole.slice(whole.indexOf("{"), whole.indexOf("}") + 1);
      imports.push(`const ${names} = modules[${JSON.stringify(from)}];\n`);
      return "";
    });
    const exported = [...body.matchAll(/^export (?:function|const|let) (\w+)/gm)]
      .map((match) => match[1]);
    before.add(name);
    return `modules[${JSON.stringify(name)}] = (() => {
${imports.join("")}${body.replace(EXPORT, "")}return { ${exported.join(", ")} };
})();
`;
  });
  return `const modules = {};\n${parts.join("")}`;
}
