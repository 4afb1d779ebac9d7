/** The program as two JavaScript files: what every start reads, and what few commands need. */
import { basename } from "@std/path/basename";

/** What to bundle. */
export interface BundleOptions {
  /** Name of the program; in capitals it is the prefix of its environment variables. */
  readonly name: string;
  /** Path of the main module. */
  readonly main: string;
  /**
   * Path of a module that only `import()` loads. It gets a file of its own: what is in the program's is read at every start.
   */
  readonly late: string;
  /** Flags of `deno bundle`, those that select the std packages. @default {[]} */
  readonly bundleFlags?: readonly string[];
}

/**
 * The program without its late part, which it imports from a file beside it. Deno would read the file of an `import("name")` before
 * the program starts; it does not see through a call.
 */
export async function bundleApp(options: BundleOptions, lateFile: string): Promise<string> {
  const { name, main, late } = options;
  const text = await bundle(options, main, ["--external", `*/${basename(late)}`]);
  const imports = new RegExp(`import\\("[^"]*/${RegExp.escape(basename(late))}"\\)`, "g");
  if (!imports.test(text)) {
    throw new Error(`"${basename(main)}" does not import "${basename(late)}"`);
  }
  return restoreEnvironment(name) + text.replaceAll(imports, `import(String("./${lateFile}"))`);
}

/**
 * A module as one JavaScript file, dynamic imports included.
 *
 * @throws {Error} If `deno bundle` fails.
 */
export async function bundle(
  { name, bundleFlags = [] }: BundleOptions,
  module: string,
  flags: readonly string[] = [],
): Promise<string> {
  const directory = await Deno.makeTempDir({ prefix: `${name}-bundle-` });
  try {
    const file = `${directory}/bundle.js`;
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", ...bundleFlags, ...flags, "--output", file, module],
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
    }).output();
    if (!success) {
      throw new Error(`Cannot bundle "${basename(module)}": ${new TextDecoder().decode(stderr)}`);
    }
    return ascii(await Deno.readTextFile(file));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/**
 * One character beyond ASCII makes V8 read the whole program at two bytes a character, which doubles the time of every start.
 * The bundler has escaped those in strings; what is left stands in comments of libraries.
 */
function ascii(program: string): string {
  return program.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** First lines of the program: what the script changed for the runtime only is put back. */
function restoreEnvironment(name: string): string {
  const saved = `${environmentPrefix(name)}_DENO_DIR`;
  return `{
  const saved = Deno.env.get("${saved}");
  if (saved === undefined) Deno.env.delete("DENO_DIR");
  else Deno.env.set("DENO_DIR", saved);
  Deno.env.delete("${saved}");
}
`;
}

/** `SERVESWEEP` for `servesweep`. */
export function environmentPrefix(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
