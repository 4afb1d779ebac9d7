/**
 * Builds the executable: `deno task compile [--target TARGET]... [--portable] [--output PATH]`.
 * Writes dist/servesweep, or dist/servesweep-TARGET for each target, and SHA256SUMS beside it.
 */
import { parseArgs } from "@std/cli/parse-args";
import { dirname } from "@std/path/dirname";
import { resolve } from "@std/path/resolve";
import { VERSION } from "../src/lib/version.ts";
import { writeChecksums } from "./checksums.ts";
import { bundle, type Program, writeProgram } from "./portable/bundle.ts";
import { buildPortable } from "./portable/build.ts";
import { print } from "./print.ts";
import { runtimeFor, TARGETS } from "./portable/runtime.ts";
import { ROOT, stdFlags } from "./std.ts";

const USAGE = `Usage: deno task compile [--target TARGET]... [--portable] [--output PATH]

  --target TARGET  For another kind of machine, for example aarch64-unknown-linux-gnu; may be repeated
  --portable       A self-extracting file; needs no base binary of deno compile
  --output PATH    File to make (default: dist/servesweep, with several targets dist/servesweep-TARGET)
`;

const MAIN = `${ROOT}/main.ts`;

/** What the command line asks for. */
export interface CompileOptions {
  readonly targets: readonly string[];
  readonly portable: boolean;
  readonly output: string;
}

/**
 * Reads the command line.
 *
 * @throws {TypeError} If it is wrong.
 */
export function readCompileOptions(args: readonly string[], cwd: string): CompileOptions {
  const unknown: string[] = [];
  const parsed = parseArgs([...args], {
    string: ["target", "output"],
    boolean: ["portable"],
    collect: ["target"],
    unknown: (arg: string) => {
      unknown.push(arg);
      return false;
    },
  });
  if (unknown.length > 0) throw new TypeError(`Unknown argument "${unknown[0]}"`);
  const targets: string[] = parsed.target ?? [];
  const portable: boolean = parsed.portable;
  const output: string | undefined = parsed.output;
  if (output === "" || targets.includes("")) throw new TypeError("An option has no value");
  const foreign = portable ? targets.find((target) => !TARGETS.includes(target)) : undefined;
  if (foreign !== undefined) {
    throw new TypeError(
      `--portable cannot be made for --target "${foreign}", only for ${TARGETS.join(" and ")}`,
    );
  }
  if (targets.length > 1 && output !== undefined) {
    throw new TypeError("--output names one file, but there are several targets");
  }
  return {
    targets,
    portable,
    output: output === undefined ? `${ROOT}/dist/servesweep` : resolve(cwd, output),
  };
}

/** The base binary of `deno compile` cannot be had, or is for another kind of machine. */
export class NoBaseBinary extends Error {
  override name = "NoBaseBinary";
}

/** Explains a failed `deno compile`. */
export function compileFailure(stderr: string): string {
  if (!isBaseMissing(stderr)) return stderr.trimEnd();
  return `${stderr.trimEnd()}

deno compile puts the program behind a base binary, denort, which it could not get. Either
  - name a copy of it: DENORT_BIN=/path/to/denort deno task compile
  - or make a self-extracting file, which needs none: deno task compile --portable`;
}

function isBaseMissing(stderr: string): boolean {
  return /denort|base binary/i.test(stderr);
}

/** Kinds of machines by their number in the header of an executable (ELF, `e_machine`). */
const ELF_MACHINES: Readonly<Record<number, string>> = {
  62: "x86_64-unknown-linux-gnu",
  183: "aarch64-unknown-linux-gnu",
};

/** The target of an executable: DENORT_BIN names one base binary, whatever the target. */
async function targetOf(path: string): Promise<string> {
  using file = await Deno.open(path);
  const header = new Uint8Array(20);
  await file.read(header);
  const machine = new DataView(header.buffer).getUint16(18, true);
  return ELF_MACHINES[machine] ?? `machine ${machine}`;
}

/**
 * Makes the self-extracting file.
 *
 * @param target One of `TARGETS`; null: this machine.
 * @throws {Error} If the runtime of the target cannot be had.
 */
export async function portable(
  program: Program,
  target: string | null,
  output: string,
  gzipLevel = 6,
): Promise<void> {
  await buildPortable({
    name: "servesweep",
    version: VERSION,
    program,
    quick: "--dry-run",
    lean: ["serve", "demo"],
    runtime: await runtimeFor(target ?? Deno.build.target),
    output,
    cacheDir: `${ROOT}/dist/.runtime`,
    gzipLevel,
  });
}

/**
 * Puts the bundle behind the base binary of `deno compile`, and not the packages it is made of: those are over 80 MB.
 *
 * @param base Path of the base binary. @default {the one that DENORT_BIN names, else what Deno downloads}
 * @throws {Error} If `deno bundle` or `deno compile` fails.
 */
export async function compile(
  program: Program,
  target: string | null,
  output: string,
  base?: string,
): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "servesweep-compile-" });
  try {
    await writeProgram(program, directory);
    // deno compile refuses to replace a file that it did not make, such as a portable executable.
    const part = `${output}.${Deno.pid}.tmp`;
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["compile", "--quiet", "-A", "--no-config", "--no-lock", "--no-npm", "--no-check"],
        ...(target === null ? [] : ["--target", target]),
        ...["--include", directory, "--output", part],
        `${directory}/${program.main}`,
      ],
      cwd: directory,
      env: { NO_COLOR: "1", ...(base === undefined ? {} : { DENORT_BIN: base }) },
      stdin: "null",
      stdout: "null",
    }).output();
    if (!success) {
      const text = new TextDecoder().decode(stderr);
      throw new (isBaseMissing(text) ? NoBaseBinary : Error)(compileFailure(text));
    }
    const made = await targetOf(part);
    if (made !== (target ?? Deno.build.target)) {
      await Deno.remove(part);
      throw new NoBaseBinary(`The base binary of deno compile is for ${made}, not for ${target}`);
    }
    await Deno.rename(part, output);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

async function main(): Promise<number> {
  if (Deno.args.some((arg) => arg === "-h" || arg === "--help")) {
    print(USAGE.trimEnd());
    return 0;
  }
  try {
    const options = readCompileOptions(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd());
    await Deno.mkdir(dirname(options.output), { recursive: true });
    const program = await bundle(MAIN, await stdFlags());
    const outputs: string[] = [];
    for (const target of options.targets.length === 0 ? [null] : options.targets) {
      const output = options.targets.length > 1 ? `${options.output}-${target}` : options.output;
      if (options.portable) await portable(program, target, output);
      else await compile(program, target, output);
      outputs.push(output);
    }
    for (const output of outputs) {
      print(`${output}: ${((await Deno.stat(output)).size / 1e6).toFixed(1)} MB`);
    }
    print(await writeChecksums(outputs));
    return 0;
  } catch (error) {
    printError(`deno task compile: ${error instanceof Error ? error.message : error}`);
    return error instanceof TypeError ? 2 : 1;
  }
}

function printError(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

if (import.meta.main) Deno.exitCode = await main();
