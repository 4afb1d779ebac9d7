/** What the guards found, for people: nothing where all is well. */
import type { GuardFindings, GuardNote } from "../journal/guards.ts";
import { counted } from "../lib/count.ts";
import { harmless } from "../lib/width.ts";

/** Lines, each ended; empty if every finding is ok. */
export function guardsText({ notes }: Pick<GuardFindings, "notes">): string {
  return notes.length === 0
    ? ""
    : `Guards:\n${notes.map((note) => `  ${guardLine(note)}\n`).join("")}`;
}

/** The same at the end of a sweep: that a guard can tell nothing at all of a server is no news of this night. */
export function newsOfGuards({ notes }: GuardFindings): string {
  return guardsText({
    notes: notes.filter(({ state, count, watched }) => state !== "unknown" || count < watched),
  });
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
