/** Finding programs before anything is started: a missing one would show as exit code 127 of a shell. */
import { resolve } from "@std/path/resolve";

/** Path of the program that a command names, or null if there is none that can be executed. */
export function which(program: string, searchPath: string): string | null {
  if (program.includes("/")) return isExecutable(program) ? resolve(program) : null;
  for (const directory of searchPath.split(":")) {
    const path = `${directory === "" ? "." : directory}/${program}`;
    if (isExecutable(path)) return resolve(path);
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && (mode === null || (mode & 0o111) !== 0);
  } catch {
    return false;
  }
}
