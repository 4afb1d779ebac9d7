import { assertEquals } from "@std/assert";
import { checkRules } from "../scripts/check_imports.ts";
import { ALLOWED_IMPORTS, partOf, PURE } from "../scripts/rules/allowed_imports.ts";
import { checkParts, checkUse } from "../scripts/rules/import_rules.ts";
import lintPlugin from "../scripts/rules/lint_plugin.ts";
import { readSourceTree } from "../scripts/rules/source_tree.ts";
import { lineOf, violationText } from "../scripts/rules/violation.ts";
import { ROOT, stdFlags } from "../scripts/std.ts";
import { Workspace } from "./harness/workspace.ts";

/** Breaches in a small checkout of the files given, which has a good main.ts, deno.json and version. */
async function breaches(files: Record<string, string>): Promise<string[]> {
  using workspace = new Workspace();
  const tree = {
    "main.ts": "",
    "deno.json": `{"version": "1.2.3", "imports": {}}`,
    "scripts/npm.importmap.json": `{"imports": {}}`,
    "src/lib/version.ts": `export const VERSION = "1.2.3";\n`,
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n",
    ...files,
  };
  for (const [name, text] of Object.entries(tree)) {
    await Deno.mkdir(workspace.at(name, ".."), { recursive: true });
    workspace.write(name, text);
  }
  return (await checkRules(await Deno.realPath(workspace.path))).map(violationText);
}

/** What `deno lint` says of files by our own rules. */
function lintBreaches(files: Record<string, string>): string[] {
  return Object.entries(files).flatMap(([path, text]) =>
    Deno.lint.runPlugin(lintPlugin, path, text)
      .toSorted((a, b) => a.range[0] - b.range[0])
      .map(({ range, message }) => `${path}:${lineOf(text, range[0])}: ${message}`)
  );
}

Deno.test("a tree that keeps the rules has no breach", async () => {
  const tree = {
    "main.ts": `import "./src/app/run_command.ts";\nDeno.exitCode = 0;\n`,
    "src/app/run_command.ts":
      `import "../exec/a.ts";\nimport "../store/a.ts";\nconsole.log(await import("../report/a.ts"));`,
    "src/exec/a.ts": `import "./b.ts";\nDeno.cwd();`,
    "src/exec/b.ts": `import type { A } from "../plan/record.ts";\nexport type B = A;`,
    "src/store/a.ts": `Deno.cwd();`,
    "src/report/a.ts": `// Deno.cwd is not for us\nexport const text = "Deno.cwd" + \`Deno.\`;`,
    "src/report/a_test.ts": `import "../exec/a.ts";\nDeno.test("x", () => console.log());`,
    "src/plan/record.ts": `export type A = 1;`,
  };
  assertEquals(await breaches(tree), []);
  assertEquals(lintBreaches(tree), []);
});

Deno.test("exec, store and report import nothing of one another, dynamically neither, nor types", async () => {
  assertEquals(
    await breaches({
      "main.ts": `import "./src/app/a.ts";`,
      "src/app/a.ts": `import "../exec/a.ts";`,
      "src/exec/a.ts": `export {};\nimport "../store/a.ts";\nawait import("../report/a.ts");`,
      "src/store/a.ts": `import type { A } from "../report/a.ts";\nexport type B = A;`,
      "src/report/a.ts": `export type A = 1;`,
    }),
    [
      `src/exec/a.ts:2: src/exec must not import src/store ("src/store/a.ts")`,
      `src/exec/a.ts:3: src/exec must not import src/report ("src/report/a.ts")`,
      `src/store/a.ts:1: src/store must not import src/report ("src/report/a.ts")`,
    ],
  );
});

Deno.test("files that main.ts does not reach are checked too", async () => {
  assertEquals(
    await breaches({ "src/exec/a.ts": `import "../store/a.ts";`, "src/store/a.ts": "" }),
    [`src/exec/a.ts:1: src/exec must not import src/store ("src/store/a.ts")`],
  );
});

Deno.test("pure files use no Deno, and import nothing that might", async () => {
  const tree = {
    "src/cli/args.ts": `export {};\nDeno.cwd();`,
    "src/commands/serve.ts": "const a = `${Deno.cwd()}`;\nexport { a };",
    "src/spec/a.ts": `import "../exec/world.ts";\nimport "../lib/files.ts";`,
    "src/spec/b.ts": `import "node:fs";\nexport * from "@std/fs/walk";`,
    "src/plan/a.ts": `import "../lib/harmless.ts";`,
    "src/exec/world.ts": `Deno.cwd();`,
    "src/lib/files.ts": `Deno.cwd();`,
    "src/lib/harmless.ts": "",
    "src/middle.ts": `import "../tests/a.ts";`,
    "src/app/a.ts": `import "../../tests/a.ts";`,
    "tests/a.ts": "",
  };
  assertEquals(lintBreaches(tree), [
    `src/cli/args.ts:2: a pure file must not use Deno`,
    `src/commands/serve.ts:1: a pure file must not use Deno`,
    `src/spec/b.ts:1: a pure file must not import "node:fs": "node:fs" does I/O`,
    `src/spec/b.ts:2: a pure file must not import "@std/fs/walk": "@std/fs/walk" does I/O`,
  ]);
  const { "src/spec/b.ts": _, ...here } = tree;
  assertEquals(await breaches(here), [
    `src/app/a.ts:1: src/app must not import what is in no part ("tests/a.ts")`,
    `src/middle.ts:1: belongs to no part of scripts/rules/allowed_imports.ts`,
    `src/spec/a.ts:1: src/spec must not import src/exec ("src/exec/world.ts")`,
    `src/spec/a.ts:2: src/spec must not import src/lib/files.ts ("src/lib/files.ts")`,
  ]);
});

Deno.test("pure files use no clock, chance or network, and names of members are no such thing", () => {
  const bad = {
    "Date.now()": "Date.now",
    "new Date()": "new Date()",
    "Date()": "Date()",
    "performance.now()": "performance",
    "Temporal.Now.instant()": "Temporal.Now.instant",
    "Math.random()": "Math.random",
    "crypto.randomUUID()": "crypto",
    'fetch("http://127.0.0.1")': "fetch",
    "[1].map(fetch)": "fetch",
    'new WebSocket("ws://127.0.0.1")': "WebSocket",
    "setTimeout(() => {})": "setTimeout",
    "globalThis.Deno": "globalThis",
    "{ Deno }": "Deno",
    "null as unknown as Deno.FsFile": "Deno",
  };
  for (const [code, use] of Object.entries(bad)) {
    const file = `export const a = ${code};`;
    assertEquals(lintBreaches({ "src/plan/a.ts": file }), [
      `src/plan/a.ts:1: a pure file must not use ${use}`,
    ]);
    assertEquals(lintBreaches({ "src/exec/a.ts": file, "src/plan/a_test.ts": file }), []);
  }
  const good = [
    "new Date(5)",
    'Date.parse("2026-11-25")',
    "Math.max(1, 2)",
    "Temporal.Now.timeZoneId()",
    "{ Deno: 1, fetch: 2 }",
    "b.fetch + b.Deno.crypto",
    "class { performance = 1; fetch() {} }",
    "null as unknown as { fetch(): void; readonly Deno: 1 }",
    '"Deno.cwd()" + /Deno.cwd/.source',
  ];
  for (const code of good) {
    assertEquals(lintBreaches({ "src/plan/a.ts": `export const a = ${code};` }), []);
  }
});

Deno.test("the table keeps effects apart, and what is pure among itself", () => {
  const apart = ["src/exec", "src/store", "src/report"];
  for (const part of apart) {
    assertEquals(ALLOWED_IMPORTS[part]!.filter((other) => apart.includes(other)), [], part);
  }
  for (const part of PURE) {
    assertEquals(ALLOWED_IMPORTS[part]!.filter((other) => !PURE.includes(other)), [], part);
  }
  for (const other of Object.values(ALLOWED_IMPORTS).flat()) assertEquals(partOf(other), other);
});

Deno.test("the layout in CONTRIBUTING.md has every part, and says which are pure", () => {
  const rows = Deno.readTextFileSync(`${ROOT}/CONTRIBUTING.md`).split("\n")
    .filter((line) => /^\| `(main|src)/.test(line))
    .flatMap((line) =>
      [...line.split("|")[1]!.matchAll(/`([^`]+?)\/?`/g)]
        .map((match) => [match[1]!, / yes +\|$/.test(line)] as const)
    );
  const parts = Object.keys(ALLOWED_IMPORTS).map((part) => [part, PURE.includes(part)] as const);
  assertEquals(new Map([...rows].sort()), new Map([...parts].sort()));
});

Deno.test("a part of the table that is no longer there is told", () => {
  assertEquals(checkParts(ROOT), []);
  using workspace = new Workspace();
  assertEquals(
    violationText(checkParts(workspace.path)[0]!),
    `scripts/rules/allowed_imports.ts:1: there is no "main.ts": take it out`,
  );
});

Deno.test("an import that the table allows and nothing needs any more is told", async () => {
  const files = await readSourceTree(ROOT, await stdFlags());
  assertEquals(checkUse(files), []);
  const without = files.filter(({ path }) => !path.startsWith("src/completions/"));
  assertEquals(
    violationText(checkUse(without)[0]!),
    `scripts/rules/allowed_imports.ts:1: "src/completions" does not import "src/cli" any more: take it out`,
  );
});

Deno.test("an import cycle is shown with its files, once", async () => {
  assertEquals(
    await breaches({
      "main.ts": `import "./src/app/a.ts";`,
      "src/app/a.ts": `import "./b.ts";`,
      "src/app/b.ts": `export {};\nimport "./c.ts";`,
      "src/app/c.ts": `export {};\nawait import("./a.ts");`,
    }),
    [`src/app/c.ts:2: import cycle: src/app/a.ts -> src/app/b.ts -> src/app/c.ts -> src/app/a.ts`],
  );
});

Deno.test("only the owners of the terminal write to it or end the process", () => {
  assertEquals(
    lintBreaches({
      "src/app/a.ts": `Deno.exitCode = 1;`,
      "src/exec/a.ts": `console.log(1);\nDeno.exit(1);\nconst io = { console: 1 };\nDeno.exitCode;`,
      "scripts/a.ts": `console.log(1);`,
    }),
    [
      `src/exec/a.ts:1: "console." belongs to main.ts, src/app and src/terminal`,
      `src/exec/a.ts:2: "Deno.exit" belongs to main.ts, src/app and src/terminal`,
      `src/exec/a.ts:4: "Deno.exitCode" belongs to main.ts, src/app and src/terminal`,
    ],
  );
});

Deno.test("a file over 300 lines needs a reason, a test does not", async () => {
  const long = "export {};\n".repeat(301);
  assertEquals(
    await breaches({
      "src/app/a.ts": long,
      "src/app/b.ts": `// Over 300 lines because: one table\n${long}`,
      "src/app/c.ts": "export {};\n".repeat(300),
      "src/app/d_test.ts": long,
    }),
    [`src/app/a.ts:301: 301 lines: split it, or say "// Over 300 lines because: ..."`],
  );
});

Deno.test("nothing is left for later, in comments neither", () => {
  const word = "TO" + "DO";
  assertEquals(
    lintBreaches({
      "src/a.ts": `export {};\n// ${word}: more\n`,
      "scripts/a.ts":
        `const rule = "${word}";\nconst pattern = /${word}/;\nexport { pattern, rule };`,
    }),
    [`src/a.ts:2: ${word}: do it now or file an issue`],
  );
});

Deno.test("both import maps list the same names, and the version is that of deno.json", async () => {
  assertEquals(
    await breaches({
      "deno.json": `{"version": "2.0.0",\n"imports": {\n"@x/a": "npm:a", "@x/b": "npm:b"}}`,
      "scripts/npm.importmap.json": `{"imports": {"@x/b": "npm:b",\n"@x/c": "npm:c"}}`,
      "src/lib/version.ts": `/** Version. */\nexport const VERSION = "1.2.3";`,
    }),
    [
      `deno.json:3: "@x/a" is missing in scripts/npm.importmap.json`,
      `scripts/npm.importmap.json:2: "@x/c" is missing in deno.json`,
      `src/lib/version.ts:2: VERSION is "1.2.3", deno.json has "2.0.0"`,
    ],
  );
});

Deno.test("the changelog begins with the next version or this one", async () => {
  const wrong = `the first section must be "[Unreleased]" or "[1.2.3] - YYYY-MM-DD"`;
  const cases: [string, string[]][] = [
    ["## [1.2.3] - 2026-11-24\n## [1.2.2] - 2026-11-01\n", []],
    ["## [Unreleased]\n## [1.2.3] - 2026-11-24\n", []],
    ["# Changelog\n", [`1: ${wrong}`]],
    ["# Changelog\n\n## [1.2.2] - 2026-11-01\n", [`3: ${wrong}`]],
    ["## [1.2.3]\n## [1.2.3]\n", [`2: a second section "[1.2.3]"`]],
    ["## [1.2.3] - soon\n", [`1: ${wrong}`]],
  ];
  for (const [text, expected] of cases) {
    assertEquals(
      await breaches({ "CHANGELOG.md": text }),
      expected.map((line) => `CHANGELOG.md:${line}`),
    );
  }
});
