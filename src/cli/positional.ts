/** What a command takes besides options. */

/** How many words. */
export type PositionalCount = "one" | "optional" | "one-or-more" | "any-number";

/** One argument of a command, or the last ones. */
export interface Positional {
  /** Its name in the help text: `DIR`. */
  readonly name: string;
  /** What it is, for messages, with an article: `an experiment directory`. */
  readonly what: string;
  /** Only the last argument of a command may take more than one word. */
  readonly count: PositionalCount;
  /** One or two sentences. */
  readonly help: string;
  /** The only words allowed. */
  readonly choices?: readonly string[];
  /** What counts where the word is left out. For the help text. */
  readonly default?: string;
}

/** As it stands in the usage line: `DIR`, `[DIR]`, `DIR...`, `[DIR...]`; choices stand for the name. */
export function positionalText({ name, count, choices }: Positional): string {
  const word = choices === undefined ? name : choices.join("|");
  switch (count) {
    case "one":
      return word;
    case "optional":
      return `[${word}]`;
    case "one-or-more":
      return `${word}...`;
    case "any-number":
      return `[${word}...]`;
  }
}
