/** What `servesweep status` tells, as data. */
import type { View } from "./block.ts";

/** Whether the process of a sweep lives. */
export type Life =
  | { readonly kind: "running"; readonly pid: number; readonly host: string }
  /** Its last event is there. */
  | { readonly kind: "finished" }
  /** No process has it any more, and its last event is not there. */
  | { readonly kind: "died"; readonly pid: number; readonly host: string | null }
  /** It runs, or ran, on a machine that cannot be looked at from here. */
  | { readonly kind: "elsewhere"; readonly pid: number; readonly host: string };

/** A sweep that is told about. */
export interface StatusReport {
  readonly directory: string;
  readonly life: Life;
  readonly view: View;
  /** Now, or of a sweep that ended or died, its last moment. */
  readonly nowMs: number;
  readonly resume: Resume | null;
}

/** How to go on. */
export interface Resume {
  /** Words of the command. */
  readonly argv: readonly string[];
  /** Where it is to be called; null for here. */
  readonly workingDirectory: string | null;
}

/** Whether there is something to go on with. */
export function isUnfinished({ life, view: { state: { end } } }: StatusReport): boolean {
  return life.kind === "died" || (life.kind === "finished" && end !== null && end.exitCode !== 0);
}

/** What a script is told: 0 while it runs; else the exit code of the sweep, 1 for a signal and for one that died. */
export function statusExitCode({ life, view: { state: { end } } }: StatusReport): number {
  if (life.kind === "died") return 1;
  if (life.kind !== "finished" || end === null) return 0;
  return end.exitCode > 128 ? 1 : end.exitCode;
}
