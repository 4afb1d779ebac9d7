/** What the guards found, for people: nothing where all is well. */
import type { GuardFindings, GuardNote } from "../journal/guards.ts";
import { counted } from "../lib/count.ts";
import { harmless } from "../lib/width.ts";

/** Lines, each ended; empty if every finding is ok. */
export function guardsText({ notes }: GuardFindings): string {
  return notes.length === 0
    ? ""
    : `Guards:\n${notes.map((note) => `  ${guardLine(note)}\n`).join("")}`;
}

/** `traffic bad in 1 of 18 runs: SERVE--a-BENCH--b run 2: Another client used the server ...`. */
export function guardLine({ guard, state, of, count, watched, first, why }: GuardNote): string {
  const isAll = count === watched && count > 1;
  const more = count > 1 && !isAll ? ` (and ${counted(count - 1, `more ${of}`)})` : "";
  return harmless(
    `${guard} ${state} in ${count} of ${counted(watched, of)}: ${
      isAll ? "" : `${first}: `
    }${why}${more}`,
  );
}
