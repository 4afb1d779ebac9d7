/** Rules about deno.json and what must agree with it. */
import { lineOf, type Violation } from "./violation.ts";

const IMPORT_MAP = "scripts/npm.importmap.json";
const VERSION_FILE = "src/lib/version.ts";
const CHANGELOG = "CHANGELOG.md";

/** Both sources of the std packages offer the same names. */
export function checkImportMaps(root: string): Violation[] {
  const [jsr, npm] = ["deno.json", IMPORT_MAP].map((file) => {
    const text = Deno.readTextFileSync(`${root}/${file}`);
    return { file, text, names: Object.keys(JSON.parse(text).imports ?? {}) };
  });
  return [[jsr!, npm!], [npm!, jsr!]].flatMap(([has, lacks]) =>
    has!.names.filter((name) => !lacks!.names.includes(name)).map((name) => ({
      file: has!.file,
      line: lineOf(has!.text, has!.text.indexOf(JSON.stringify(name))),
      rule: `"${name}" is missing in ${lacks!.file}`,
    }))
  );
}

/** The version that the program prints is that of deno.json. */
export function checkVersion(root: string): Violation[] {
  const { version } = JSON.parse(Deno.readTextFileSync(`${root}/deno.json`));
  const text = Deno.readTextFileSync(`${root}/${VERSION_FILE}`);
  const match = /\bVERSION\s*=\s*"([^"]*)"/.exec(text);
  if (match?.[1] === version) return [];
  return [{
    file: VERSION_FILE,
    line: lineOf(text, match?.index ?? 0),
    rule: `VERSION is "${match?.[1] ?? ""}", deno.json has "${version}"`,
  }];
}

/** The changelog begins with what is not released yet or with the version of deno.json, which has one section at most. */
export function checkChangelog(root: string): Violation[] {
  const { version } = JSON.parse(Deno.readTextFileSync(`${root}/deno.json`));
  const text = Deno.readTextFileSync(`${root}/${CHANGELOG}`);
  const headings = [...text.matchAll(/^## (.*)$/gm)].map((match) => ({
    title: match[1]!.trim(),
    line: lineOf(text, match.index),
  }));
  const isOf = (title: string, name: string) =>
    title === `[${name}]` || (title.startsWith(`[${name}] - `) && /\d{4}-\d\d-\d\d$/.test(title));
  const breaches: Violation[] = [];
  const [first] = headings;
  if (first === undefined || !["Unreleased", version].some((name) => isOf(first.title, name))) {
    const rule = `the first section must be "[Unreleased]" or "[${version}] - YYYY-MM-DD"`;
    breaches.push({ file: CHANGELOG, line: first?.line ?? 1, rule });
  }
  headings.forEach(({ title, line }, index) => {
    if (headings.findIndex((other) => other.title === title) === index) return;
    breaches.push({ file: CHANGELOG, line, rule: `a second section "${title}"` });
  });
  return breaches;
}
