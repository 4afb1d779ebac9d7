/** Versions of installed programs, found without starting them: importing vLLM takes longer than a dry run may. */
import type { VersionOf } from "../plan/plan.ts";
import { ENGINES, isBuiltIn } from "../engine/engines.ts";
import { ownWords } from "./own_program.ts";
import { VERSION } from "../lib/version.ts";

/** Looks each program up once. */
export function installedVersions(): VersionOf {
  const known = new Map<string, string | null>();
  return (argv) => {
    if (isBuiltIn(argv, ownWords(argv))) return VERSION;
    const found = packageOf(argv);
    if (found === null) return null;
    const key = `${found.program} ${found.name}`;
    if (!known.has(key)) known.set(key, pythonPackageVersion(found.program, found.name));
    return known.get(key)!;
  };
}

/** The program that runs a package: its own script, or the Python before `-m`. */
function packageOf(argv: readonly string[]): { program: string; name: string } | null {
  for (const [index, token] of argv.entries()) {
    for (const { commands, pythonPackage: name } of ENGINES) {
      if (name === null) continue;
      if (commands.includes(token.replace(/^.*\//, ""))) return { program: token, name };
      const isModule = token === name || token.startsWith(`${name}.`);
      if (isModule && argv[index - 1] === "-m" && index >= 2) {
        return { program: argv[index - 2]!, name };
      }
    }
  }
  return null;
}

/** Version by the directory `NAME-VERSION.dist-info` beside the package; null if it cannot be found. */
function pythonPackageVersion(program: string, name: string): string | null {
  const path = pathOf(program);
  if (path === null) return null;
  for (const prefix of new Set([prefixOf(path), prefixOf(interpreterOf(path) ?? path)])) {
    for (const library of [`${prefix}/lib`, `${prefix}/lib64`]) {
      for (const python of names(library).filter((entry) => entry.startsWith("python3"))) {
        for (const packages of ["site-packages", "dist-packages"]) {
          const version = distInfoVersion(`${library}/${python}/${packages}`, name);
          if (version !== null) return version;
        }
      }
    }
  }
  return null;
}

function distInfoVersion(directory: string, name: string): string | null {
  const entry = names(directory).find((entry) =>
    entry.startsWith(`${name}-`) && entry.endsWith(".dist-info")
  );
  return entry?.slice(name.length + 1, -".dist-info".length) ?? null;
}

function pathOf(program: string): string | null {
  const candidates = program.includes("/")
    ? [program]
    : (Deno.env.get("PATH") ?? "").split(":").map((directory) => `${directory}/${program}`);
  return candidates.find((path) => isFile(path)) ?? null;
}

/** `/venv` of `/venv/bin/vllm`. */
function prefixOf(path: string): string {
  return path.replace(/\/[^/]*\/[^/]*$/, "");
}

/** The interpreter in the first line of a script; null for a binary. */
function interpreterOf(path: string): string | null {
  try {
    using file = Deno.openSync(path);
    const bytes = new Uint8Array(256);
    const head = new TextDecoder().decode(bytes.subarray(0, file.readSync(bytes) ?? 0));
    return /^#!(\/\S+python\S*)/.exec(head)?.[1] ?? null;
  } catch {
    return null;
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function names(directory: string): string[] {
  try {
    return [...Deno.readDirSync(directory)].map(({ name }) => name);
  } catch {
    return [];
  }
}
