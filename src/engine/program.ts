/** The program that a command runs in the end: behind launchers, inside a script. */
import { launchesOf, programIndex } from "../launcher/launch.ts";
import { commandsOf, scriptOf } from "../launcher/script.ts";

/** A command as its words are read: those behind launchers, and those of the commands in a script that it runs. */
export interface Reading {
  /** The words. */
  readonly words: readonly string[];
  /** Index of the first that is no launcher's. */
  readonly from: number;
}

/** Ways to read a command, the likeliest first. What is behind a script that hands it on belongs to each command in it. */
export function readingsOf(argv: readonly string[]): readonly Reading[] {
  const script = scriptOf(argv);
  const plain = { words: argv, from: programIndex(argv) };
  if (script === null) {
    const last = launchesOf(argv).at(-1);
    const isJoined = /^(ssh|rsh)$/.test(last?.name ?? "") && /\s/.test(argv[plain.from] ?? "");
    // The other side splits it into words.
    return isJoined ? [...readings(argv.slice(plain.from).join(" "), []), plain] : [plain];
  }
  const behind = script.handsOn ? argv.slice(script.index + 2) : [];
  return [...readings(script.text, behind), plain];
}

/** The commands of a script, the last one first. */
function readings(text: string, behind: readonly string[]): readonly Reading[] {
  return commandsOf(text).map((words) => ({
    words: [...words.filter((word) => !/^\$(?:[@*]|\{[@*])/.test(word)), ...behind],
    from: programIndex(words),
  })).toReversed();
}

/** Whether the program may work in another directory, or on another file system, than its command is started in. */
export function worksElsewhere(argv: readonly string[]): boolean {
  if (scriptOf(argv) !== null) return true;
  return launchesOf(argv).some(({ wrapper: { movesWith = [] }, options }) =>
    movesWith === "always" || options.some(({ name }) => movesWith.includes(name))
  );
}
