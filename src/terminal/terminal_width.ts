/** How wide a table may be. */

/** Columns of the terminal that standard output is; null if it is none, or does not say. */
export function terminalWidth(): number | null {
  if (!Deno.stdout.isTerminal()) return null;
  try {
    // A pseudo-terminal that nobody has given a size has 0 columns.
    return Deno.consoleSize().columns || null;
  } catch {
    return null;
  }
}
