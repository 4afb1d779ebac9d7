/** How progress is shown: as a live block where somebody looks, as lines where nobody does. */

/** As a block that is redrawn, as one line for each event, or not at all. */
export type ProgressMode = "live" | "lines" | "none";

/** What the command line says about it. */
export interface ProgressWishes {
  readonly quiet: boolean;
  readonly json: boolean;
  readonly showStdout: boolean;
}

/**
 * A block needs a terminal that moves its cursor, and has it for itself: not where the output of servers and benchmarks is shown
 * too. NO_COLOR (no-color.org) asks for text without escape codes, and a block is made of them.
 */
export function progressMode({ quiet, json, showStdout }: ProgressWishes): ProgressMode {
  if (quiet) return "none";
  return json || showStdout || !canRedraw() ? "lines" : "live";
}

/** Whether standard error is a terminal on which a block can be redrawn. */
function canRedraw(): boolean {
  const term = Deno.env.get("TERM") ?? "";
  return Deno.stderr.isTerminal() && !Deno.env.get("NO_COLOR") && term !== "" && term !== "dumb";
}
