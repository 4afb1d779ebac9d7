/**
 * The words of a command that somebody wrote or pasted. No shell reads it, so what only a shell would act upon is named with its
 * remedy: as an argument it would fail after the load of a model, or be measured.
 */
import { UsageError } from "../lib/errors.ts";
import { quoteWords, type ShellWord, splitWords } from "./shell_words.ts";

/** Programs that are none: a shell does them itself. `exec` is left out, which needs no shell here. */
const BUILTINS = [
  ...[".", ":", "alias", "cd", "eval", "export", "pushd", "set", "shopt", "source", "ulimit"],
  ...["unalias", "unset"],
];

/** What stands in front of a pasted command. */
const PROMPT = /^(?:[$#%>❯➜]|\S+@\S+[$#%>]|\([\w.-]+\))$/;

/** Characters of web pages and word processors, with what was meant. */
const TYPOGRAPHIC: readonly (readonly [pattern: RegExp, name: string, meant: string])[] = [
  [/[“”„‟«»]/, "a typographic quote", "write \" or '"],
  [/[‘’‚‛]/, "a typographic quote", "write '"],
  [/^[–—−‐‑―]/, "a typographic dash", "write - or --"],
  [
    /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/,
    "a space that is none to a shell",
    "write an ordinary one",
  ],
  [/[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/, "an invisible character", "remove it"],
];

const IN_A_SHELL = `put a shell around the command: bash -c '... "$@"' x`;

/**
 * Splits a command as a POSIX shell does, a backslash at the end of a line included.
 *
 * @param option Option that the text is the value of: `--serve-cmd`.
 * @throws {UsageError} If it is empty, a quote is not closed, or it has something that a shell would act upon and that is not
 *   quoted: an operator, a redirection, a variable, a home directory, a comment. Wildcards are left alone: programs take patterns.
 */
export function commandWords(text: string, option: string): string[] {
  const words = splitWords(text, option, true);
  if (words.length === 0) throw new UsageError(`${option} is empty, expected a command`);
  checkFirst(words, option);
  for (const [index, word] of words.entries()) {
    if (word.value.includes("\0")) throw new UsageError(`${option} holds the character NUL`);
    checkWord(word, words[index - 1] ?? null, option);
  }
  return words.map(({ value }) => value);
}

function checkFirst([first, ...rest]: readonly ShellWord[], option: string): void {
  const { value, bare } = first!;
  if (/^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(bare)) {
    throw new UsageError(
      `${option} begins with "${value}", and no shell reads it: pass the variable with --env ${
        quoteWords([value])
      }`,
    );
  }
  if (PROMPT.test(bare)) {
    throw new UsageError(
      `${option} begins with "${value}", which looks like the prompt of a shell that was pasted too: leave it out` +
        (rest.length > 0 ? `, the command begins with "${rest[0]!.value}"` : ""),
    );
  }
  if (BUILTINS.includes(bare)) {
    const remedy = bare === "export"
      ? `pass variables with --env NAME=VALUE, or ${IN_A_SHELL}`
      : IN_A_SHELL;
    throw new UsageError(
      `${option} begins with "${value}", which is a command of shells, and no shell reads it: ${remedy}`,
    );
  }
}

function checkWord(word: ShellWord, previous: ShellWord | null, option: string): void {
  const { value, bare } = word;
  for (const [pattern, name, meant] of TYPOGRAPHIC) {
    const char = pattern.exec(bare)?.[0];
    if (char === undefined) continue;
    const code = char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");
    throw new UsageError(
      `${option} has ${name} (U+${code}), as web pages have, in "${value}": ${meant}`,
    );
  }
  if (/^\0+$/.test(bare) && /^[ \t\r]+$/.test(value)) {
    const isLineEnd = previous !== null && value.length === 1;
    throw new UsageError(
      `${option} has a word of blanks${previous === null ? "" : ` behind "${previous.value}"`}: ${
        isLineEnd
          ? "a backslash goes on with the next line only if nothing follows it"
          : "remove it"
      }`,
    );
  }
  const problem = problemOf(bare);
  if (problem === null) return;
  throw new UsageError(
    `${option} has "${value}", and no shell reads it: ${problem} (${quoteWords([value])})`,
  );
}

/** What a shell would do with a word, and the remedy; null if it would do nothing. */
function problemOf(bare: string): string | null {
  const orQuoted = "or quote it if the program is to get it as it is";
  if (isOperator(bare)) return `${IN_A_SHELL}; ${orQuoted}`;
  const variable = /\$(?:\{?([A-Za-z_]\w*)|[({0-9@*#?$!-])|`/.exec(bare);
  if (variable !== null) {
    const [, name] = variable;
    const byHand = name === undefined
      ? "put what it gives in by hand"
      : `put the value in by hand, or pass a variable of the program with --env ${name}=VALUE`;
    return `${byHand}, or ${IN_A_SHELL}; ${orQuoted}`;
  }
  if (/^~[\w.-]*(\/|$)/.test(bare)) return `write the whole path, or ${IN_A_SHELL}; ${orQuoted}`;
  if (/^#/.test(bare)) return `leave the comment out, ${orQuoted}`;
  return null;
}

/** Operators and redirections, also without blanks around them: `x;`, `a&&b`, `2>&1`, `m>log.txt`. */
function isOperator(bare: string): boolean {
  return /^(?:[|&;()]+|!|\(\w.*)$/.test(bare) ||
    /&&|\|\||;[;&]?$|^;|[^&]&$|^&[^&]|[\w/.'"-]\|[\w/.]/.test(bare) ||
    isRedirection(bare);
}

/** Not `->`, `=>`, `>=` and names in angle brackets, which other programs take. */
function isRedirection(bare: string): boolean {
  if (/^<[^<>]+>$/.test(bare) || /^<\|.*\|>$/.test(bare)) return false;
  return /^(?:\d*|&|\{\w+\})(?:<<?<?-?|<>|<&|>>?|>&|>\|)(?!=)/.test(bare) ||
    /[\w/.]\d*>>?&?(?![=>])/.test(bare) || /^[\w/.]+<[\w/.]/.test(bare);
}
