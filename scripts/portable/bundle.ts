/** The program as JavaScript: what every start reads, and beside it a file for each part that only some commands load. */
import { basename } from "@std/path/basename";

/** A bundled program. */
export interface Program {
  /** Name of the file that is run. */
  readonly main: string;
  /** Text by file name; the files import one another from one directory. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Bundles a module and all it imports. Each `import()` is a file of its own, shared parts are too.
 *
 * @param flags Flags of `deno bundle`, those that select the std packages.
 * @throws {Error} If `deno bundle` fails.
 */
export async function bundle(module: string, flags: readonly string[] = []): Promise<Program> {
  const directory = await Deno.makeTempDir({ prefix: "bundle-" });
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", "--code-splitting", ...flags, "--outdir", directory, module],
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
    }).output();
    if (!success) {
      throw new Error(`Cannot bundle "${basename(module)}": ${new TextDecoder().decode(stderr)}`);
    }
    const names = await Array.fromAsync(Deno.readDir(directory), ({ name }) => name);
    const files = new Map<string, string>();
    for (const name of names.sort()) {
      files.set(name, ascii(deferred(await Deno.readTextFile(`${directory}/${name}`), names)));
    }
    return { main: basename(module).replace(/\.ts$/, ".js"), files };
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/**
 * The program for a script that starts it. Its first lines say that it is in use now, and put back what the script changed for the
 * runtime only.
 *
 * @param name Of the program; in capitals it is the prefix of its environment variables.
 */
export function withPrologue(program: Program, name: string): Program {
  const files = new Map(program.files);
  files.set(program.main, prologue(name) + files.get(program.main));
  return { ...program, files };
}

function prologue(name: string): string {
  const saved = `${environmentPrefix(name)}_DENO_DIR`;
  return `{
  try {
    Deno.utimeSync(import.meta.dirname, new Date(), new Date());
  } catch {
    // Not ours, or read-only.
  }
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

/** Writes the files into a directory. */
export async function writeProgram(program: Program, directory: string): Promise<void> {
  for (const [name, text] of program.files) await Deno.writeTextFile(`${directory}/${name}`, text);
}

/** Deno reads the file of an `import("name")` before the program starts; it does not see through a call. */
function deferred(text: string, names: readonly string[]): string {
  return text.replace(
    /\bimport\("\.\/([^"]+)"\)/g,
    (whole, name) => names.includes(name) ? `import(String("./${name}"))` : whole,
  );
}

/**
 * One character beyond ASCII makes V8 read the whole file at two bytes a character, which doubles the time of every start.
 * The bundler has escaped those in strings; what is left stands in comments of libraries.
 */
function ascii(program: string): string {
  return program.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
