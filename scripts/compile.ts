/**
 * Builds the executable: `deno task compile [--target TARGET]... [--portable] [--output PATH]`.
 * Writes dist/servesweep, or dist/servesweep-TARGET for each target, and SHA256SUMS beside it.
 */
import { parseArgs } from "@std/cli/parse-args";
import { dirname } from "@std/path/dirname";
import { resolve } from "@std/path/resolve";
import { VERSION } from "../src/lib/version.ts";
import { writeChecksums } from "./checksums.ts";
import { buildPortable } from "./portable/build.ts";
import { print } from "./print.ts";
import { ROOT, stdFlags } from "./std.ts";

const USAGE = `Usage: deno task compile [--target TARGET]... [--portable] [--output PATH]

  --target TARGET  Target of deno compile, for example aarch64-unknown-linux-gnu; may be repeated
  --portable       A self-extracting file for this kind of machine; needs no base binary of deno compile
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
  if (portable && targets.length > 0) {
    throw new TypeError("--portable holds the runtime of this machine: it cannot have a --target");
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

/** Explains a failed `deno compile`. */
export function compileFailure(stderr: string): string {
  if (!/denort|base binary/i.test(stderr)) return stderr.trimEnd();
  return `${stderr.trimEnd()}

deno compile puts the program behind a base binary, denort, which it could not get. Either
  - name a copy of it: DENORT_BIN=/path/to/denort deno task compile
  - or make a self-extracting file, which needs none: deno task compile --portable`;
}

async function compile(options: CompileOptions): Promise<string[]> {
  const outputs: string[] = [];
  for (const target of options.targets.length === 0 ? [null] : options.targets) {
    const output = options.targets.length > 1 ? `${options.output}-${target}` : options.output;
    // deno compile refuses to replace a file that it did not make, such as a portable executable.
    const part = `${output}.${Deno.pid}.tmp`;
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["compile", "--quiet", "-A", "--output", part],
        ...(target === null ? [] : ["--target", target]),
        ...await stdFlags(),
        MAIN,
      ],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
    }).output();
    if (!success) throw new Error(compileFailure(new TextDecoder().decode(stderr)));
    await Deno.rename(part, output);
    outputs.push(output);
  }
  return outputs;
}

async function main(): Promise<number> {
  if (Deno.args.some((arg) => arg === "-h" || arg === "--help")) {
    print(USAGE.trimEnd());
    return 0;
  }
  try {
    const options = readCompileOptions(Deno.args, Deno.env.get("INIT_CWD") ?? Deno.cwd());
    await Deno.mkdir(dirname(options.output), { recursive: true });
    if (options.portable) {
      await buildPortable({
        name: "servesweep",
        version: VERSION,
        main: MAIN,
        late: `${ROOT}/src/late.ts`,
        lean: ["serve", "demo"],
        output: options.output,
        cacheDir: `${ROOT}/dist/.runtime`,
        bundleFlags: await stdFlags(),
      });
    }
    const outputs = options.portable ? [options.output] : await compile(options);
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
