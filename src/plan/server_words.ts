/** The words of a server's own program, as it will read them: from its command, from a script in it, from its file. */
import type { Engine } from "../engine/engine.ts";
import { programOf } from "../engine/engines.ts";
import { flagValue } from "../engine/flags.ts";
import { ownVariables } from "../launcher/variables.ts";
import { scriptOf } from "../launcher/script.ts";
import type { Outside } from "./outside.ts";

/** A server's program. */
export interface ServerWords {
  readonly engine: Engine;
  /** Words of its configuration file first: what the command says comes after them, and the last one counts. */
  readonly words: readonly string[];
  /** A variable that it is started with, as far as we know. */
  readonly variable: (name: string) => string | null;
}

/**
 * What a server will read.
 *
 * @param env Variables that it is started with, on top of our own.
 * @param own Words that name our own executable.
 */
export function serverWords(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  { variable: ours, configWords }: Outside,
  own: readonly string[] = [],
): ServerWords {
  const set = { ...env, ...ownVariables(argv) };
  const variable = (name: string) => set[name] ?? ours(name);
  const { engine, words: read } = programOf(argv, own);
  const words = scriptOf(argv) === null ? read : read.map((word) => expanded(word, variable));
  const config = flagValue(words, engine.configFlags);
  return {
    engine,
    // The "--" ends a last flag of several words.
    words: config === null
      ? words
      : [...words.slice(0, 1), ...configWords(config), "--", ...words.slice(1)],
    variable,
  };
}

/** `$NAME`, `${NAME}` and `${NAME:-VALUE}` in a word of a script, where they are known. */
function expanded(word: string, variable: (name: string) => string | null): string {
  return word.replace(
    /\$(?:(\w+)|\{(\w+)(?::?-([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, otherwise?: string) =>
      variable(plain ?? braced!) ?? otherwise ?? whole,
  );
}

/** Variables without which its caches cannot be emptied; a value of the command's own is meant. */
export function resetVariables(
  { engine: { env, resetVariables }, variable }: ServerWords,
): Record<string, string | null> {
  return Object.fromEntries(
    resetVariables.map((name) => [name, variable(name) ?? env[name] ?? null]),
  );
}
