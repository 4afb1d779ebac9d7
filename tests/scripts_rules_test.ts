import { assertEquals } from "@std/assert";
import { checkRules } from "../scripts/check_imports.ts";
import { blank } from "../scripts/rules/code_text.ts";
import { violationText } from "../scripts/rules/violation.ts";
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

Deno.test("a tree that keeps the rules has no breach", async () => {
  assertEquals(
    await breaches({
      "main.ts": `import "./src/app/run_command.ts";\nDeno.exitCode = 0;\n`,
      "src/app/run_command.ts":
        `import "./exec/a.ts";\nimport "./store/a.ts";\nconsole.log(await import("./report/a.ts"));`,
      "src/exec/a.ts": `import "./b.ts";\nDeno.cwd();`,
      "src/exec/b.ts": `import type { A } from "../record.ts";\nexport type B = A;`,
      "src/store/a.ts": `Deno.cwd();`,
      "src/report/a.ts": `// Deno.cwd is not for us\nexport const text = "Deno.cwd" + \`Deno.\`;`,
      "src/report/a_test.ts": `import "../exec/a.ts";\nDeno.test("x", () => console.log());`,
      "src/plan/record.ts": `export type A = 1;`,
    }),
    [],
  );
});

Deno.test("exec, store and report import nothing of one another, dynamically neither, nor types", async () => {
  assertEquals(
    await breaches({
      "main.ts": `import "./src/exec/a.ts";`,
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

Deno.test("pure files use no Deno, through however many imports", async () => {
  assertEquals(
    await breaches({
      "src/args.ts": `export {};\nDeno.cwd();`,
      "src/commands/serve.ts": "const a = `${Deno.cwd()}`;\nexport { a };",
      "src/spec/a.ts": `import "../middle.ts";`,
      "src/spec/b.ts": `import "node:fs";`,
      "src/plan/a.ts": `import "../harmless.ts";`,
      "src/middle.ts": `import "./world.ts";`,
      "src/world.ts": `Deno.cwd();`,
      "src/harmless.ts": "",
    }),
    [
      `src/args.ts:2: a pure file must not use Deno`,
      `src/commands/serve.ts:1: a pure file must not use Deno`,
      `src/spec/a.ts:1: a pure file must not import "../middle.ts": "src/world.ts" uses Deno`,
      `src/spec/b.ts:1: a pure file must not import "node:fs": "node:fs" does I/O`,
    ],
  );
});

Deno.test("an import cycle is shown with its files, once", async () => {
  assertEquals(
    await breaches({
      "main.ts": `import "./src/a.ts";`,
      "src/a.ts": `import "./b.ts";`,
      "src/b.ts": `export {};\nimport "./c.ts";`,
      "src/c.ts": `export {};\nawait import("./a.ts");`,
    }),
    [`src/c.ts:2: import cycle: src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts`],
  );
});

Deno.test("only the owners of the terminal write to it or end the process", async () => {
  assertEquals(
    await breaches({
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
      "src/a.ts": long,
      "src/b.ts": `// Over 300 lines because: one table\n${long}`,
      "src/c.ts": "export {};\n".repeat(300),
      "src/d_test.ts": long,
    }),
    [`src/a.ts:301: 301 lines: split it, or say "// Over 300 lines because: ..."`],
  );
});

Deno.test("nothing is left for later, in comments neither", async () => {
  const word = "TO" + "DO";
  assertEquals(
    await breaches({
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

Deno.test("blanking keeps code, positions and the code inside templates", () => {
  const cases: [string, string][] = [
    [`a // b`, `a     `],
    [`a /* b\n c */ d`, `a     \n      d`],
    [`f("a'b", 'c"d') + e`, `f("   ", '   ') + e`],
    [`"\\"" + b`, `"  " + b`],
    ["`a ${b + `c ${d} e`} f` + g", "`  ${b + `  ${d}  `}  ` + g"],
    ["`${{ a: { b } }}` + '//'", "`${{ a: { b } }}` + '  '"],
    [`x = /["'\\/]/.test(y) // z`, `x = /      /.test(y)     `],
    [`a / b / c // d`, `a / b / c     `],
    [`return /"/g;`, `return / /g;`],
  ];
  for (const [source, expected] of cases) assertEquals(blank(source), expected);
});
