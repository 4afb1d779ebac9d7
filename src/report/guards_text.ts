/** What the guards found, for people: nothing where all is well. */
import type { GuardFindings, GuardNote } from "../journal/guards.ts";
import { counted } from "../lib/count.ts";
import { harmless } from "../lib/width.ts";

/** Lines, each ended; empty if every finding is ok. */
export function guardsText(findings: GuardFindings): string {
  const { notes, runs } = findings;
  return notes.length === 0
    ? ""
    : `Guards:\n${notes.map((note) => `  ${guardLine(note, runs)}\n`).join("")}`;
}

/** `traffic bad in 1 of 18 runs: SERVE--a/BENCH--b run 2: Another client used the server ...`. @param watched Runs that were watched. */
export function guardLine({ guard, state, runs, first, why }: GuardNote, watched: number): string {
  const where = runs === watched
    ? ""
    : `${first.directory || "(no parameters)"} run ${first.run}: `;
  const more = runs > 1 ? ` (and ${counted(runs - 1, "more run")})` : "";
  return harmless(
    `${guard} ${state} in ${runs} of ${counted(watched, "run")}: ${where}${why}` +
      (where === "" ? "" : more),
  );
}
