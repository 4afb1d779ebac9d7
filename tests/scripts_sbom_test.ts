import { assertEquals, assertThrows } from "@std/assert";
import { dirname } from "@std/path/dirname";
import { packagesOf, readLicenses, sbom } from "../scripts/sbom.ts";
import { NPM_LOCK, ROOT } from "../scripts/std.ts";
import { bundledProgram } from "./harness/program.ts";

/** The packages of the program of the source. */
async function packages() {
  const directory = dirname(await bundledProgram());
  const files = new Map<string, string>();
  for await (const { name } of Deno.readDir(directory)) {
    if (name.endsWith(".js")) files.set(name, await Deno.readTextFile(`${directory}/${name}`));
  }
  return packagesOf({ files });
}

const licenses = readLicenses(Deno.readTextFileSync(`${ROOT}/THIRD_PARTY.md`));

Deno.test("THIRD_PARTY.md lists what the executable holds, no more and no less", async () => {
  const held = (await packages()).map(({ name }) => name.startsWith("@std/") ? "deno-std" : name);
  const runtimes = ["@deno/linux-x64-glibc", "@deno/linux-arm64-glibc"];
  assertEquals([...licenses.keys()].sort(), [...new Set([...held, ...runtimes])].sort());
});

Deno.test("the list of what is inside has version, hash and license of each package", () => {
  const npm = JSON.parse(Deno.readTextFileSync(NPM_LOCK)).npm;
  const { version } = JSON.parse(Deno.readTextFileSync(`${ROOT}/deno.json`));
  const key = Object.keys(npm).find((name) => name.startsWith("@noble/hashes@"))!;
  const held = { name: "@noble/hashes", version: key.split("@").at(-1)! };
  const options = { name: "servesweep", version, runtimes: [], locks: [{ npm }], licenses };
  // deno-lint-ignore no-explicit-any
  const { components, dependencies } = sbom({ ...options, packages: [held] }) as any;
  const purl = `pkg:npm/%40noble/hashes@${held.version}`;
  assertEquals(
    [components[0].purl, components[0].licenses, components[0].hashes[0].content.length],
    [purl, [{ license: { id: "MIT" } }], 128],
  );
  assertEquals(dependencies, [
    { ref: "servesweep", dependsOn: [purl] },
    { ref: purl, dependsOn: [] },
  ]);
  const unknown = { name: "unknown", version: "1.0.0" };
  assertThrows(() => sbom({ ...options, packages: [unknown] }), Error, `no license of "unknown"`);
  const old = { ...held, version: "0.0.1" };
  assertThrows(() => sbom({ ...options, packages: [old] }), Error, "is in no lock file");
});
