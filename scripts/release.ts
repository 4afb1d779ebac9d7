/**
 * Makes all files of a release: `deno task release`. They are in dist/release: for each target an executable and a portable
 * one, completions of the shells, the list of what is inside, notices, and SHA256SUMS of all of them.
 */
import { VERSION } from "../src/lib/version.ts";
import { writeChecksums } from "./checksums.ts";
import { compile, NoBaseBinary, portable } from "./compile.ts";
import { bundle, type Program, writeProgram } from "./portable/bundle.ts";
import { DENO_VERSION, TARGETS } from "./portable/runtime.ts";
import { print } from "./print.ts";
import { packagesOf, readLicenses, sbom } from "./sbom.ts";
import { NPM_LOCK, npmFlags, ROOT } from "./std.ts";

/** What a release is made of. */
export interface ReleaseOptions {
  readonly program: Program;
  /** Directory to make; one that is there is replaced. */
  readonly directory: string;
  readonly targets: readonly string[];
  /** Path of the base binary of the executables. @default {the one that DENORT_BIN names, else what Deno downloads} */
  readonly base?: string;
  /** 1 (fast) to 9 (small). @default {9} */
  readonly gzipLevel?: number;
}

/**
 * Makes the files.
 *
 * @returns What was left out, as text.
 * @throws {Error} If a file cannot be made for another reason than a base binary that cannot be had.
 */
export async function release(options: ReleaseOptions): Promise<string[]> {
  const { program, directory, targets, gzipLevel = 9 } = options;
  const part = `${directory}.${Deno.pid}.tmp`;
  await Deno.mkdir(part, { recursive: true });
  const leftOut: string[] = [];
  try {
    for (const target of targets) {
      const name = `servesweep-${VERSION}-${target}`;
      await portable(program, target, `${part}/${name}-portable`, gzipLevel);
      try {
        await compile(program, target, `${part}/${name}`, options.base);
      } catch (error) {
        if (!(error instanceof NoBaseBinary)) throw error;
        leftOut.push(`${name}: ${error.message.split("\n")[0]}`);
      }
    }
    await writeCompletions(program, part);
    await Deno.writeTextFile(`${part}/servesweep-${VERSION}.cdx.json`, await bill(program));
    for (const name of ["LICENSE", "THIRD_PARTY.md"]) {
      await Deno.copyFile(`${ROOT}/${name}`, `${part}/${name}`);
    }
    const names = await Array.fromAsync(Deno.readDir(part), ({ name }) => `${part}/${name}`);
    await writeChecksums(names);
    await Deno.remove(directory, { recursive: true }).catch(ignoreMissing);
    await Deno.rename(part, directory);
  } catch (error) {
    await Deno.remove(part, { recursive: true });
    throw error;
  }
  return leftOut;
}

/** What the program prints for each shell. */
async function writeCompletions(program: Program, directory: string): Promise<void> {
  const files = await Deno.makeTempDir({ prefix: "servesweep-release-" });
  try {
    await writeProgram(program, files);
    for (const shell of ["bash", "zsh", "fish"]) {
      const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-config", `${files}/${program.main}`, "completions", shell],
        stdin: "null",
      }).output();
      if (!success) throw new Error(new TextDecoder().decode(stderr));
      await Deno.writeFile(`${directory}/servesweep.${shell}`, stdout);
    }
  } finally {
    await Deno.remove(files, { recursive: true });
  }
}

/** The list of what is inside, as text. */
async function bill(program: Program): Promise<string> {
  const locks = [NPM_LOCK, new URL("portable/runtime.lock.json", import.meta.url).pathname];
  const runtimes = ["@deno/linux-x64-glibc", "@deno/linux-arm64-glibc"];
  const document = sbom({
    name: "servesweep",
    version: VERSION,
    packages: packagesOf(program),
    runtimes: runtimes.map((name) => ({ name, version: DENO_VERSION })),
    locks: await Promise.all(locks.map(async (file) => JSON.parse(await Deno.readTextFile(file)))),
    licenses: readLicenses(await Deno.readTextFile(`${ROOT}/THIRD_PARTY.md`)),
  });
  return `${JSON.stringify(document, null, 2)}\n`;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

async function main(): Promise<void> {
  // What is released is what is locked: the packages from npm.
  const program = await bundle(`${ROOT}/main.ts`, [...npmFlags(), "--frozen"]);
  const directory = `${ROOT}/dist/release`;
  const leftOut = await release({ program, directory, targets: TARGETS });
  print((await Deno.readTextFile(`${directory}/SHA256SUMS`)).trimEnd());
  print(`Release: ${directory}`);
  for (const text of leftOut) print(`Left out: ${text}`);
}

if (import.meta.main) await main();
