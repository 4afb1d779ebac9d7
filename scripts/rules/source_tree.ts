/** The source files of a checkout and what they import. */
import { walkSync } from "@std/fs/walk";
import { isThere } from "../../src/lib/files.ts";

/** One import, export-from or dynamic import. */
export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Path relative to the root if it is a file in it, else null. */
  readonly target: string | null;
  /** Line, from 1. */
  readonly line: number;
}

/** One source file that is no test. */
export interface SourceFile {
  /** Path relative to the root. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

/** What `deno info --json` says of one import. */
interface InfoEdge {
  specifier?: string;
  error?: string;
  span?: { start: { line: number } };
}

interface InfoModule {
  specifier: string;
  dependencies?: { specifier: string; code?: InfoEdge; type?: InfoEdge }[];
}

/**
 * Reads main.ts and every file of src and scripts that is not for tests. Imports are known for main.ts and src only.
 *
 * @param root Absolute path without a trailing slash.
 * @param denoFlags Flags that select the std packages.
 * @throws {Error} If `deno info` fails.
 */
export async function readSourceTree(
  root: string,
  denoFlags: readonly string[],
): Promise<SourceFile[]> {
  const paths = sourcePaths(root);
  const imports = new Map<string, Import[]>();
  for (const path of paths.filter((path) => !path.startsWith("scripts/"))) {
    // main.ts comes first and reaches nearly everything: one process for most trees.
    if (imports.has(path)) continue;
    for (const { specifier, dependencies } of await moduleGraph(root, path, denoFlags)) {
      const file = relativePath(root, specifier);
      if (file !== null) {
        imports.set(
          file,
          (dependencies ?? []).map((edge) => readEdge(root, edge)),
        );
      }
    }
  }
  return paths.map((path) => ({
    path,
    text: Deno.readTextFileSync(`${root}/${path}`),
    imports: imports.get(path) ?? [],
  }));
}

/** Paths relative to the root, main.ts first. Tests, and the `_x.ts` that only tests use, are left out. */
function sourcePaths(root: string): string[] {
  const inFolders = ["src", "scripts"].filter((folder) => isThere(`${root}/${folder}`))
    .flatMap((folder) => [...walkSync(`${root}/${folder}`, { includeDirs: false, exts: [".ts"] })])
    .map(({ path }: { path: string }) => path.slice(root.length + 1))
    .filter((path) => !/(_test\.ts|\/_\w+\.ts)$/.test(path))
    .sort();
  return isThere(`${root}/main.ts`) ? ["main.ts", ...inFolders] : inFolders;
}

async function moduleGraph(
  root: string,
  path: string,
  denoFlags: readonly string[],
): Promise<InfoModule[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", ...denoFlags, path],
    cwd: root,
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`Cannot read the imports of "${path}": ${decoder.decode(stderr)}`);
  return JSON.parse(decoder.decode(stdout)).modules;
}

function readEdge(root: string, edge: NonNullable<InfoModule["dependencies"]>[number]): Import {
  const found = edge.code ?? edge.type;
  return {
    specifier: edge.specifier,
    target: relativePath(root, found?.specifier ?? ""),
    line: (found?.span?.start.line ?? 0) + 1,
  };
}

function relativePath(root: string, url: string): string | null {
  if (!url.startsWith("file://")) return null;
  const path = decodeURIComponent(new URL(url).pathname);
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : null;
}
