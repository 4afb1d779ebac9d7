/** Options that take several values, `--goodput ttft:200 tpot:50`, as Python's argparse reads them. */

/**
 * Rewrites `--goodput a b` as `--goodput=a --goodput=b`, so that a reader of repeatable options can go on.
 *
 * argparse: the values end before the next token that looks like an option; `--goodput=a` has exactly the one value; of an
 * option that is given twice the last occurrence counts as a whole; everything after `--` is positional.
 *
 * @param names Long names without dashes, words joined by `-`.
 */
export function spreadValues(argv: readonly string[], names: readonly string[]): string[] {
  const [options, positionals] = cut(argv);
  const values = new Map<string, string[]>();
  const result: string[] = [];
  for (let at = 0; at < options.length; at++) {
    const token = options[at]!;
    const [name, inline] = split(token);
    if (name === null || !names.includes(name)) {
      result.push(token);
      continue;
    }
    const taken: string[] = inline === null ? [] : [inline];
    while (inline === null && at + 1 < options.length && !looksLikeOption(options[at + 1]!)) {
      taken.push(options[++at]!);
    }
    values.set(name, taken);
  }
  for (const [name, list] of values) {
    // No value at all is an error of argparse for `nargs="+"`; left in place, the reader reports the missing value.
    if (list.length === 0 && NEEDS_VALUE.has(name)) result.push(`--${name}`);
    for (const value of list) result.push(`--${name}=${value}`);
  }
  return [...result, ...positionals];
}

/** `nargs="+"` of the reference; the others are `nargs="*"`. */
const NEEDS_VALUE = new Set(["goodput"]);

function cut(argv: readonly string[]): [readonly string[], readonly string[]] {
  const end = argv.indexOf("--");
  return end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end)];
}

/** Name in its dash spelling and the value after `=`. */
function split(token: string): [string | null, string | null] {
  const match = /^--([^=]+)(?:=([\s\S]*))?$/.exec(token);
  return match === null ? [null, null] : [match[1]!.replaceAll("_", "-"), match[2] ?? null];
}

function looksLikeOption(token: string): boolean {
  return /^-./.test(token) && !/^-\d+$|^-\d*\.\d+$/.test(token) && !token.includes(" ");
}
