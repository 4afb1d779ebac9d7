/** When a sweep is killed. */

/** A line of the journal: the k-th event of a type, counted from 1. */
export interface Step {
  readonly event: string;
  readonly occurrence: number;
}

/** One moment of a sweep. */
export type Moment =
  /** After a part of the time that an undisturbed sweep takes. */
  | { readonly kind: "time"; readonly share: number }
  /** As soon as a line is in the journal of this start of servesweep, or a little later. */
  | { readonly kind: "step"; readonly step: Step; readonly delayMs: number }
  /** As soon as one of the files is there: the first is what is waited for, the others are a sign that it came and went. */
  | { readonly kind: "file"; readonly files: readonly string[]; readonly delayMs: number };

/** How a start of a sweep runs its servers. */
export type Way =
  /** As many side by side as the round is about. */
  | "packed"
  /** Two side by side. */
  | "two"
  /** One after the other, on the port that the commands name. */
  | "alone"
  /** Side by side, each repetition on a server start of its own. */
  | "interleaved";

/** What happens in one round. */
export interface RoundPlan {
  readonly round: number;
  /** The first start of the sweep is killed at the first moment, the next at the second, and so on; the last start is left alone. */
  readonly kills: readonly Moment[];
  /** How the sweep goes on after each kill. */
  readonly resumes: readonly Way[];
  /** The guards are killed together with servesweep: its server and benchmark survive. */
  readonly withGuards: boolean;
}

/** A step in a few words: `run-finished 3`. */
export function stepText({ event, occurrence }: Step): string {
  return `${event} ${occurrence}`;
}

/** A plan in a few words, for the report of a failure. */
export function planText({ kills, resumes, withGuards }: RoundPlan): string {
  const texts = kills.map((moment, index) =>
    momentText(moment) + (resumes[index] === "packed" ? "" : `, resumed ${resumes[index]}`)
  );
  return texts.join(", then ") + (withGuards ? ", with the guards" : "");
}

function momentText(moment: Moment): string {
  switch (moment.kind) {
    case "time":
      return `${(moment.share * 100).toFixed(1)} % of the time`;
    case "step":
      return stepText(moment.step) + delayText(moment.delayMs);
    case "file":
      return `file ${moment.files[0]}` + delayText(moment.delayMs);
  }
}

function delayText(delayMs: number): string {
  return delayMs === 0 ? "" : ` + ${delayMs.toFixed(2)} ms`;
}
