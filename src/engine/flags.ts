/**
 * Reading flags in a command that somebody else's program will parse. Nobody but that program knows which
 * flags take values, so what is read here is what can be told from the tokens.
 */

/** `max_num_seqs`, `max-num-seqs` -> `--max-num-seqs`; after the first dot the key stays as it is. */
export function flagOf(key: string): string {
  const dot = key.indexOf(".");
  if (dot < 0) return "--" + key.replaceAll("_", "-");
  return "--" + key.slice(0, dot).replaceAll("_", "-") + key.slice(dot);
}

/** `--max-num-seqs` -> `--max_num_seqs`, up to the first dot. */
export function withUnderscores(flag: string): string {
  return flag.replace(/^--[^.]*/, (name) => "--" + name.slice(2).replaceAll("-", "_"));
}

/** `--Max_Num=3` -> `--Max-Num`; null for a token that is no long flag. */
export function flagName(token: string): string | null {
  if (!token.startsWith("--") || token.length === 2) return null;
  const equals = token.indexOf("=");
  return flagOf(token.slice(2, equals < 0 ? undefined : equals));
}

/** True for a token that can only be a flag: `-x` and `--x`, but not `-`, `-1` or `-0.5`. */
export function isFlag(token: string): boolean {
  return /^-(-|[A-Za-z])/.test(token);
}

/**
 * The value that a program would take for a flag: of `--port 1`, `--port=1`, `-p 1`, `-p=1` and `-p1` the last one.
 *
 * @param names Long names in dash spelling with dashes, or short ones: `["--port", "-p"]`.
 */
export function flagValue(argv: readonly string[], names: readonly string[]): string | null {
  let value: string | null = null;
  argv.forEach((token, index) => {
    const joined = joinedValue(token, names);
    if (joined !== null) value = joined;
    const name = flagName(token) ?? /^(-[A-Za-z]+)(=|$)/.exec(token)?.[1] ?? null;
    if (name === null || !names.includes(name)) return;
    const equals = token.indexOf("=");
    if (equals >= 0) value = token.slice(equals + 1);
    else if (argv[index + 1] !== undefined) value = argv[index + 1]!;
  });
  return value;
}

/** Names that only switches have. */
const SWITCH_NAME = /^--(no-)?(enable|disable|use|trust|enforce|ignore|skip|allow|async)-/;

/** True for a long flag whose name says that it takes no value. */
export function isSwitchName(flag: string): boolean {
  return SWITCH_NAME.test(flag);
}

/**
 * The value of a flag of one letter that is written without a blank: of `-p8001`, and of `-pauto`.
 *
 * @param names Names of the flag; one that is longer cannot be told from other flags.
 */
export function joinedValue(token: string, names: readonly string[]): string | null {
  const [, name, value] = /^(-[A-Za-z])(\d+|auto)$/.exec(token) ?? [];
  return name !== undefined && names.includes(name) ? value! : null;
}
