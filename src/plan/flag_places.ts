/** Where a command has a flag, and which of its words belong to it. */
import { UsageError } from "../lib/errors.ts";
import type { Json } from "../json/value.ts";
import type { Engine } from "../engine/engine.ts";
import { flagName, flagOf, isFlag, isSwitchName } from "../engine/flags.ts";

/** A flag in a command, with the number of tokens that belong to it, itself included. */
export interface FlagPlace {
  readonly index: number;
  readonly length: number;
}

const NUMBER = /^-?\d+(\.\d+)?$/;

/** `a=/a`, `ttft:500`: words that stand in a row only where a flag takes several. */
const PAIR = /^[\w./-]+[=:]\S/;

/**
 * The places of a flag, or of its `--no-` form.
 *
 * @param names Its names: long ones with dashes, or short ones.
 * @param value What is to take its place: what is a value of a flag and what is not may depend on that.
 * @param where What the set is, for messages.
 * @throws {UsageError} If it cannot be told which words belong to it.
 */
export function flagPlaces(
  argv: readonly string[],
  key: string,
  names: readonly string[],
  value: Json,
  where: string,
  engine: Engine,
): FlagPlace[] {
  const negated = key.includes(".") ? null : flagOf("no-" + key);
  const places: FlagPlace[] = [];
  // The program itself is no flag. Behind "--" stands the command of a wrapper: its flags count as all others.
  for (let index = 1; index < argv.length; index++) {
    const token = argv[index]!;
    const name = nameOf(token);
    if (name === null) continue;
    if (name === negated) places.push({ index, length: 1 });
    else if (names.includes(name)) {
      const values = token.includes("=") ? 0 : valueCount(argv, index, name, value, where, engine);
      places.push({ index, length: 1 + values });
      index += values;
    }
  }
  return places;
}

/** Name of a long flag with dashes, or of a short one; null for any other token. */
export function nameOf(token: string): string | null {
  return flagName(token) ?? /^(-[A-Za-z][\w.]*)(?:=|$)/.exec(token)?.[1] ?? null;
}

/** How many tokens after a flag are its own. */
function valueCount(
  argv: readonly string[],
  index: number,
  flag: string,
  value: Json,
  where: string,
  { severalWords, hasModelBeside, modelWord }: Engine,
): number {
  let following = 0;
  while (argv[index + 1 + following] !== undefined && !isFlag(argv[index + 1 + following]!)) {
    following++;
  }
  if (following === 0) return 0;
  if (severalWords.includes(flag)) return following;
  const words = argv.slice(index + 1, index + 1 + following);
  const inARow = Math.max(leading(words, NUMBER), leading(words, PAIR));
  if (inARow > 1) return inARow;
  const next = words[0]!;
  const isSwitch = isSwitchName(flag);
  // Every word but the model is a flag's.
  const model = modelWord(argv);
  const isOthers = model === null ||
    model !== undefined && (model <= index || model > index + following);
  if (following > 1 && isOthers && !isSwitch) return following;
  if (NUMBER.test(next) || /^(true|false)$/i.test(next)) return 1;
  const unclear = (words: string, remedy: string) =>
    new UsageError(
      `Cannot apply ${where}: "${key(flag)}" is ${
        kindOf(value)
      }, and in the command "${flag} ${words}" ` +
        `it is not clear whether "${words}" belongs to ${flag}: ${remedy}`,
    );
  if (Array.isArray(value) && following > 1 && model === undefined) {
    throw unclear(
      words.join(" "),
      `write ${flag}=${next} if one word does, or leave ${flag} out of the command and give it in each set`,
    );
  }
  if (isSwitch && (value === null || typeof value === "boolean")) return 0;
  if (!isSwitch && typeof value !== "boolean" && value !== null) return 1;
  // Where there is no other one, this token is the model.
  const hasModel = hasModelBeside(argv, index + 1);
  if (hasModel === false) return 0;
  if (!isSwitch && (hasModel || value === null)) return 1;
  throw unclear(next, `write ${flag}=${next}, or put ${flag} at the end of the command`);
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "boolean" ? String(value) : "a value";
}

/** How many words from the first one on are of a kind. */
function leading(words: readonly string[], kind: RegExp): number {
  const end = words.findIndex((word) => !kind.test(word));
  return end < 0 ? words.length : end;
}

function key(flag: string): string {
  return flag.replace(/^-+/, "").replaceAll("-", "_");
}
