/**
 * Files that commands name: `--config FILE`, `--dataset-path=FILE`, `--lora-modules a=FILE`, `./start.sh`. What is in them determines
 * a run as its flags do. Which words are files only the disk tells.
 */
import { isFlag } from "../engine/flags.ts";

/** What is known of files, by the path as the command has it: `sha256:...`, or size and time of large ones. */
export type Files = Readonly<Record<string, string>>;

/** What is known of the files that a command names. */
export type FilesOf = (argv: readonly string[]) => Files;

/** The field of a start or a workload: left out where there are none. */
export function someFiles(files: Files): { readonly files?: Files } {
  return Object.keys(files).length === 0 ? {} : { files };
}

/** Longer words are texts, of which a path is no part. */
const MAX_WORD = 4096;
/** A script in a word names no more. */
const MAX_NAMES = 200;

/** Flags whose files are written by the program, not read. */
const WRITTEN =
  /^--?(?:o|[\w-]*(?:log-file|log-path|output|out|save|result|dump|trace|profile|pid|cidfile|metrics)[\w-]*)$/i;

/** Names of files that programs write whatever names them. */
const WRITTEN_NAME = /\.(?:log|out|err|pid|lock|sock|tmp)$/i;

/**
 * Words, and parts of them, that may be paths of files: whole words, what stands behind `=`, `:` and `@`, and the words of a script
 * (`bash -c "./start.sh ..."`).
 *
 * @param argv Without its secrets.
 */
export function possibleFiles(argv: readonly string[]): Set<string> {
  const paths = new Set<string>();
  for (const [index, word] of argv.entries()) {
    const previous = argv[index - 1] ?? "";
    const flag = (isFlag(word) ? word.replace(/=.*$/s, "") : previous).replaceAll("_", "-");
    if (isFlag(flag) && WRITTEN.test(flag) || word.length > MAX_WORD) continue;
    // A program is looked for on PATH unless it has a slash.
    if (index === 0 && !word.includes("/")) continue;
    for (const path of partsOf(word, previous)) if (!WRITTEN_NAME.test(path)) paths.add(path);
  }
  return paths;
}

function partsOf(word: string, previous: string): string[] {
  if (previous === "-c" && /\s/.test(word)) {
    const words = word.matchAll(/(>>?\s*)?([^\s"'`;|&()<>]+)/g);
    return [...words].filter(([, isWritten]) => isWritten === undefined)
      .slice(0, MAX_NAMES).map(([, , path]) => path!);
  }
  const parts = isFlag(word) ? [] : [word];
  for (const [index, char] of [...word].entries()) {
    if (char === "=" || char === "@" || char === ",") parts.push(word.slice(index + 1));
  }
  // A mount of a container: HOST:CONTAINER.
  const mount = /^((?:\.{0,2}\/)[^:]*):/.exec(word.replace(/^--?[\w-]+=/, ""));
  return [...parts, ...mount === null ? [] : [mount[1]!]].filter((part) => part !== "");
}

/** The flag, and the path, of a file for a message: `--config cfg.yaml`. */
export function fileText(argv: readonly string[], path: string): string {
  const at = argv.findIndex((word, index) => partsOf(word, argv[index - 1] ?? "").includes(path));
  // Several words may follow a flag: `--lora-modules a=FILE b=FILE`.
  const flag = argv.slice(0, at + 1).findLast(isFlag)?.replace(/=.*$/s, "");
  return flag === undefined ? path : `${flag} ${path}`;
}
