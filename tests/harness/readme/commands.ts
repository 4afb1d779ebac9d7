/** The commands that a README shows. */
import { type Block, codeSpans, fencedBlocks } from "./markdown.ts";

/** One command as a reader would type it. */
export interface ShownCommand {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** From a `console` block. */
  readonly isConsole: boolean;
}

/** A file that the README gives the content of. */
export interface ShownFile {
  readonly name: string;
  readonly text: string;
}

const SHELLS = ["console", "sh", "bash", "shell"];

/** Every command in the shell blocks, continuation lines joined, and every code span that begins with `servesweep`. */
export function shownCommands(markdown: string): ShownCommand[] {
  const inBlocks = fencedBlocks(markdown).filter(({ language }) => SHELLS.includes(language))
    .flatMap(blockCommands);
  const inText = codeSpans(markdown).filter(({ text }) => /^servesweep\s/.test(text))
    .map(({ text, line }) => ({ text, line, isConsole: false }));
  return [...inBlocks, ...inText];
}

/**
 * Files that the README shows: the output of `$ cat NAME` in a console block, a here-document that is written with
 * `cat >NAME <<'EOF'`, and a block with a file name after its language.
 */
export function shownFiles(markdown: string): ShownFile[] {
  return fencedBlocks(markdown).flatMap((block) => {
    const text = block.lines.join("\n");
    const documents = [...text.matchAll(/^(?:\$ )?cat >\s*(\S+) <<'?(\w+)'?\n([\s\S]*?)\n\2$/gm)]
      .map((match) => ({ name: match[1]!, text: `${match[3]}\n` }));
    const shown = block.language !== "console"
      ? []
      : [...text.matchAll(/^\$ cat ([\w./-]+)\n([\s\S]*?)(?=^\$ |$(?![\s\S]))/gm)]
        .map((match) => ({ name: match[1]!, text: match[2]! }));
    const whole = block.title === null || SHELLS.includes(block.language)
      ? []
      : [{ name: block.title, text: `${text}\n` }];
    return [...documents, ...shown, ...whole];
  });
}

function blockCommands(block: Block): ShownCommand[] {
  const isConsole = block.language === "console";
  const commands: ShownCommand[] = [];
  let end: string | null = null;
  for (let index = 0; index < block.lines.length; index++) {
    const line = block.line + index;
    let text = block.lines[index]!;
    if (end !== null) {
      if (text === end) end = null;
      continue;
    }
    if (isConsole && !text.startsWith("$ ")) continue;
    text = isConsole ? text.slice(2) : text;
    while (isUnfinished(text) && index + 1 < block.lines.length) {
      text = `${text}\n${block.lines[++index]!.replace(/^> /, "")}`;
    }
    end = /<<'?(\w+)'?\s*$/.exec(text)?.[1] ?? null;
    if (text.trim() !== "" && !text.trimStart().startsWith("#")) {
      commands.push({ text: text.replace(/\\\n\s*/g, " "), line, isConsole });
    }
  }
  return commands;
}

/** Whether the next line belongs to it: a backslash at the end, or a single quote that is still open. */
function isUnfinished(text: string): boolean {
  return text.endsWith("\\") || (text.match(/'/g) ?? []).length % 2 === 1;
}
