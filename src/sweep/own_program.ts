/** Our own executable in the commands of a sweep: known by the file that it is, whatever its name. */
import { which } from "../exec/process/which.ts";

/** The words that start this servesweep, whichever way it was started: executable, portable file or source. */
export function selfCommand(): string[] {
  const portable = Deno.env.get("SERVESWEEP_SELF");
  if (portable) return [portable];
  if (Deno.build.standalone) return [Deno.execPath()];
  const main = new URL("../../main.ts", import.meta.url).pathname;
  const importMap = new URL("../../scripts/npm.importmap.json", import.meta.url).pathname;
  const flags = Deno.env.get("SERVESWEEP_STD") === "npm" ? [`--import-map=${importMap}`] : [];
  return [Deno.execPath(), "run", "-A", ...flags, main];
}

/** Those words of commands that name it: the file itself, or a link to it. */
export function ownWords(...commands: readonly (readonly string[])[]): string[] {
  // What it can run: all other words are no programs of ours.
  const candidates = commands.flatMap((words) =>
    words.filter((_, index) => ["sim", "bench"].includes(words[index + 1] ?? ""))
  );
  return [...new Set(candidates)].filter(isOwn);
}

/** Combinations share programs: each is looked up once. */
const KNOWN = new Map<string, boolean>();

function isOwn(word: string): boolean {
  let is = KNOWN.get(word);
  if (is === undefined) {
    const self = fileOf(selfCommand().at(-1)!);
    const path = word.includes("/") ? word : which(word, Deno.env.get("PATH") ?? "");
    const file = path === null ? null : fileOf(path);
    is = self !== null && file !== null && file.dev === self.dev && file.ino === self.ino;
    KNOWN.set(word, is);
  }
  return is;
}

/** Null if there is no such file. */
function fileOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}
