import { assert, assertEquals } from "@std/assert";
import { NPM_LOCK, ROOT } from "../scripts/std.ts";
import { run } from "./harness/deadline.ts";
import { Workspace } from "./harness/workspace.ts";

const IMPORT_MAP = `${ROOT}/scripts/npm.importmap.json`;

function imports(file: string): Record<string, string> {
  return JSON.parse(Deno.readTextFileSync(file)).imports;
}

function* sources(directory: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(directory)) {
    const path = `${directory}/${name}`;
    if (isDirectory && name !== "fixtures") yield* sources(path);
    else if (/\.[jt]s$/.test(name)) yield Deno.readTextFileSync(path);
  }
}

Deno.test("every package of the import maps is used, at an exact version", () => {
  const texts = ["src", "tests", "scripts"].flatMap((name) => [...sources(`${ROOT}/${name}`)]);
  for (const file of [`${ROOT}/deno.json`, IMPORT_MAP]) {
    const entries = Object.entries(imports(file));
    const unused = entries.filter(([name]) =>
      !texts.some((text) => text.includes(`"${name}"`) || text.includes(`'${name}'`))
    );
    assertEquals(unused.map(([name]) => name), []);
    const loose = entries.filter(([, to]) =>
      !/^(\.\/|(npm|jsr):@?[^@]+@\d+\.\d+\.\d+(\/|$))/.test(to)
    );
    assertEquals(loose, []);
  }
});

Deno.test("the lock has the hash of every package, and no host", () => {
  const text = Deno.readTextFileSync(NPM_LOCK);
  const { npm, specifiers } = JSON.parse(text);
  for (const [name, { integrity }] of Object.entries<{ integrity?: string }>(npm)) {
    assert(/^sha512-[\w+/]{86}==$/.test(integrity ?? ""), name);
  }
  assert(!text.includes("://"));
  const named = Object.values(imports(IMPORT_MAP)).flatMap((to) =>
    /^npm:@?[^@]+@[^/]+/.exec(to) ?? []
  );
  assertEquals([...new Set(named)].filter((specifier) => !(specifier in specifiers)), []);
});

Deno.test("a package that is not in the lock is refused", async () => {
  using workspace = new Workspace();
  const module = workspace.write("module.ts", `import "npm:jstat@1.9.6";\n`);
  const lock = workspace.write("lock.json", `{"version": "5"}`);
  const args = ["cache", "--no-config", `--lock=${lock}`, "--frozen", module];
  const { code, stderr } = await run(Deno.execPath(), args, { env: { NO_COLOR: "1" } });
  assertEquals([code !== 0, /lockfile is out of date/.test(stderr)], [true, true], stderr);
});
