/** Scripts in a command: `bash -c SCRIPT`. What stands behind one goes to the script, and to nothing inside it by itself. */
import { quoteWords, shellWords } from "../spec/shell_words.ts";
import { baseName } from "./launch.ts";

/** A script that a command runs. */
export interface Script {
  /** How it is run: `bash -c`, `su -c`. */
  readonly runner: string;
  /** Index of the word that is the script; the option's where it is behind a `=`. */
  readonly index: number;
  readonly text: string;
  /** Whether it hands words on to what it starts: `"$@"`. */
  readonly handsOn: boolean;
  /** Whether there is a word behind it for its `$0`: that one is handed on by nothing. */
  readonly hasName: boolean;
}

const SHELLS = ["sh", "ash", "bash", "dash", "fish", "ksh", "mksh", "tcsh", "csh", "yash", "zsh"];

/** Programs with an option for a script, and how to give it words: null where there is no way. */
const TAKERS: Readonly<Record<string, readonly string[]>> = {
  flock: ["-c", "--command"],
  runuser: ["-c", "--command", "--session-command"],
  script: ["-c", "--command"],
  sg: ["-c"],
  su: ["-c", "--command", "--session-command"],
};

/** `$@`, `$*`, `${@}`, `${@:1}`; `$argv` of fish and csh. */
const ALL_WORDS = /(?<!\\)\$(?:[@*]|\{[@*][^}]*\}|argv\b|\{argv\b)/;

/** The script that a command runs; null if there is none. */
export function scriptOf(argv: readonly string[]): Script | null {
  for (const [at, word] of argv.entries()) {
    // The value of a long flag is no program: `--shell bash`.
    if (/^--[^=]+$/.test(argv[at - 1] ?? "")) continue;
    const name = baseName(word);
    const found = SHELLS.includes(name)
      ? shellScript(argv, at)
      : Object.hasOwn(TAKERS, name)
      ? optionScript(argv, at, TAKERS[name]!)
      : null;
    if (found === null) continue;
    const { index, text, isOperand } = found;
    const rest = argv.slice(index + 1);
    // `su` reads what is behind as its own options, unless there is a `--` in front.
    const reaches = isOperand || (/^su$|^runuser$/.test(name) && argv.indexOf("--", at) > index);
    return {
      runner: `${name} -c`,
      index,
      text,
      handsOn: reaches && ALL_WORDS.test(text),
      hasName: isOperand ? rest.length > 0 : rest.length > 2,
    };
  }
  return null;
}

/** `sh [-lex] [-o OPTION] -c SCRIPT`: the first word behind the options. */
function shellScript(argv: readonly string[], at: number) {
  let isScript = false;
  let index = at + 1;
  for (; /^[-+]./.test(argv[index] ?? ""); index++) {
    const word = argv[index]!;
    if (word === "--") {
      index++;
      break;
    }
    if (/^-[A-Za-z]*c[A-Za-z]*$/.test(word) || word === "--command") isScript = true;
    if (/^[-+][A-Za-z]*[oO]$/.test(word) || /^--(rcfile|init-file)$/.test(word)) index++;
  }
  const text = argv[index];
  return !isScript || text === undefined ? null : { index, text, isOperand: true };
}

function optionScript(argv: readonly string[], at: number, names: readonly string[]) {
  for (let index = at + 1; index < argv.length; index++) {
    const word = argv[index]!;
    const name = names.find((name) => name.startsWith("--") && word.startsWith(`${name}=`));
    if (name !== undefined) {
      return { index, text: word.slice(name.length + 1), isOperand: false };
    }
    const isShort = /^-[A-Za-z]*c$/.test(word) && names.includes("-c");
    const text = argv[index + 1];
    if ((isShort || names.includes(word)) && text !== undefined) {
      return { index: index + 1, text, isOperand: false };
    }
  }
  return null;
}

/** How a script has to be written so that words behind it reach the program in it. */
export function handingOnForm(argv: readonly string[], { index, text, runner }: Script): string {
  if (/^(su|runuser|flock|script|sg) /.test(runner)) {
    return "leave it out: sudo -u USER PROGRAM ..., or runuser -u USER -- PROGRAM ..., hand words on";
  }
  const bare = text.replace(/\d*>&\d|&>/g, "");
  const program = commandsOf(text).at(-1)?.[0] ?? "program";
  const name = baseName(program);
  if (/[;|&\n#]/.test(bare)) {
    return `write "$@" in it behind the words of the program, and a name behind it: ${runner} '... exec ${program} ... "$@"' ${name}`;
  }
  const before = quoteWords(argv.slice(0, index));
  return `write ${before} '${text.trim().replaceAll("'", `'"'"'`)} "$@"' ${name}`;
}

/** The simple commands of a script as words, without variables in front, `exec` and redirections. Nothing is expanded. */
export function commandsOf(text: string): readonly (readonly string[])[] {
  const pieces = [""];
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char === "\\" && quote !== "'") {
      // A line goes on behind a backslash at its end.
      if (text[i + 1] !== "\n") pieces[pieces.length - 1] += char + (text[i + 1] ?? "");
      i++;
      continue;
    }
    if (quote === "" && (char === "'" || char === '"')) quote = char;
    else if (char === quote) quote = "";
    const isRedirection = char === "&" && (text[i - 1] === ">" || text[i + 1] === ">");
    if (quote === "" && /[;|&\n()]/.test(char) && !isRedirection && text[i - 1] !== "$") {
      pieces.push("");
    } else pieces[pieces.length - 1] += char;
  }
  return pieces.map(simpleCommand).filter((words) => words.length > 0);
}

function simpleCommand(text: string): readonly string[] {
  let words: string[];
  try {
    words = shellWords(text, "script");
  } catch {
    return [];
  }
  const kept: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (/^\d*[<>]{1,2}$|^&>{1,2}$/.test(word)) index++;
    else if (!/^\d*[<>]|^&>/.test(word)) kept.push(word);
  }
  while (/^([A-Za-z_]\w*=.*|exec|then|do|else|[!{])$/s.test(kept[0] ?? "")) kept.shift();
  return kept;
}
