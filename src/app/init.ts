/** `servesweep init`. */
import { basename } from "@std/path/basename";
import { dirname } from "@std/path/dirname";
import { resolve } from "@std/path/resolve";
import type { InitCommand } from "../commands/init.ts";
import { EXIT, ServesweepError, UsageError } from "../lib/errors.ts";
import { which } from "../exec/process/which.ts";
import { quoteWords, shellWords } from "../spec/shell_words.ts";
import { exampleFiles } from "../init/example.ts";
import type { World } from "./world.ts";
import { selfCommand } from "../sweep/own_program.ts";
import { writeNewFiles } from "../store/new_files.ts";

/** What cron has, and systemd. */
const SHORT_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** Writes the example and says how to go on. */
export function init(command: InitCommand, { io }: World): number {
  const { directory, serveCmd, benchCmd } = command;
  const searchPath = directoriesOf(["servesweep", firstWord(serveCmd), firstWord(benchCmd)]);
  if (isFile(directory)) {
    throw new UsageError(
      `Cannot write an example into "${directory}": it is a file. Name a directory`,
    );
  }
  const files = exampleFiles({ ...command, directory: resolve(directory), searchPath });
  const existing = files.filter(({ path }) => isThere(`${directory}/${path}`));
  if (existing.length > 0) {
    throw new UsageError(
      `Cannot write an example into "${directory}": it has ${
        existing.map(({ path }) => `"${path}"`).join(", ")
      }. Name another directory, or move them away`,
    );
  }
  try {
    writeNewFiles(directory, files);
  } catch (error) {
    throw new ServesweepError(
      `Cannot write an example into "${directory}": ${
        (error as Error).message
      }. Nothing of it is left`,
      EXIT.disk,
      { cause: error },
    );
  }
  const width = Math.max(...files.map(({ path }) => path.length));
  const list = files.map(({ path, purpose }) => `  ${path.padEnd(width)}  ${purpose}\n`).join("");
  const place = directory === "." ? "" : `cd ${quoteWords([directory])} && `;
  io.out(`Written to ${directory}:\n${list}\nWhat would run:\n  ${place}./sweep.sh --dry-run\n`);
  if (ownDirectory() === null) {
    io.err("servesweep is not on PATH: put it there before sweep.sh is started\n");
  }
  return EXIT.ok;
}

/** Where the programs are, but for the directories that are searched anyway. */
function directoriesOf(programs: readonly string[]): string[] {
  const found = programs.map((program) => {
    if (program === "servesweep") return ownDirectory();
    const path = program.includes("/") ? null : which(program, Deno.env.get("PATH") ?? "");
    return path === null ? null : dirname(path);
  }).filter((directory) => directory !== null);
  return [...new Set(found)].filter((directory) => !SHORT_PATH.includes(directory));
}

/** Directory of the executable `servesweep`: ours, or the one on PATH if we are called otherwise. */
function ownDirectory(): string | null {
  const [program, ...rest] = selfCommand();
  if (rest.length === 0 && basename(program!) === "servesweep") return dirname(resolve(program!));
  const path = which("servesweep", Deno.env.get("PATH") ?? "");
  return path === null ? null : dirname(path);
}

function firstWord(command: string): string {
  return shellWords(command, "the command")[0]!;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    // Whatever else is wrong with the path, writing will say.
    return false;
  }
}
