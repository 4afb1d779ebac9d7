/** The program as its executables have it, in one bundle: every start from the source costs a fifth more. */
import { walkSync } from "@std/fs/walk";
import { bundle, withPrologue, writeProgram } from "../../scripts/portable/bundle.ts";
import { ROOT, stdFlags } from "../../scripts/std.ts";

/** Bundles of sources that are no more, kept for so long: another run of the tests may use them. */
const KEPT_MS = 24 * 60 * 60 * 1000;

const BUNDLES = `${ROOT}/dist/.tests`;

/**
 * A script that starts the program of the source as it is now. Bundled once for each state of the source, however many test files
 * ask for it at the same time.
 */
export async function bundledProgram(): Promise<string> {
  const flags = await stdFlags();
  const directory = `${BUNDLES}/${await sourceHash(flags)}`;
  const script = `${directory}/servesweep`;
  if (isThere(script)) return script;
  await Deno.mkdir(directory, { recursive: true });
  using lock = await Deno.open(`${directory}/lock`, { create: true, write: true });
  await lock.lock(true);
  if (isThere(script)) return script;
  const program = await bundle(`${ROOT}/main.ts`, flags);
  await writeProgram(withPrologue(program, "servesweep"), directory);
  await Deno.writeTextFile(`${script}.part`, startScript(directory), { mode: 0o755 });
  await Deno.rename(`${script}.part`, script);
  removeOld();
  return script;
}

/** As the portable executable starts the program, without its unpacking. */
function startScript(directory: string): string {
  return `#!/bin/sh
if [ -n "\${DENO_DIR+set}" ]; then export SERVESWEEP_DENO_DIR="$DENO_DIR"; fi
export SERVESWEEP_SELF="${directory}/servesweep"
exec "${Deno.execPath()}" run --no-config --no-lock --no-remote --no-npm --no-prompt -A "${directory}/main.js" "$@"
`;
}

/** SHA-256 over everything that a bundle is made from, the first 16 digits. */
async function sourceHash(flags: readonly string[]): Promise<string> {
  const files = ["src", "scripts/npm", "scripts/portable"].flatMap((name) =>
    [...walkSync(`${ROOT}/${name}`, { includeDirs: false })].map(({ path }) => path)
  ).filter((path) => !path.endsWith("_test.ts"));
  const others = ["main.ts", "deno.json", "scripts/npm.importmap.json", "scripts/npm.lock.json"];
  const parts: string[] = [Deno.execPath(), Deno.version.deno, ...flags];
  for (const path of [...files.sort(), ...others.map((name) => `${ROOT}/${name}`)]) {
    parts.push(path, await Deno.readTextFile(path));
  }
  const bytes = new TextEncoder().encode(parts.join("\0"));
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return new Uint8Array(digest).toHex().slice(0, 16);
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function removeOld(): void {
  for (const { name } of Deno.readDirSync(BUNDLES)) {
    const path = `${BUNDLES}/${name}`;
    const { mtime } = Deno.statSync(path);
    if (Date.now() - mtime!.getTime() > KEPT_MS) Deno.removeSync(path, { recursive: true });
  }
}
