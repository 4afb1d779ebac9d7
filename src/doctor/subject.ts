/** What the doctor is asked about: as much of a sweep as the command line tells. */
import type { ServerStart } from "../plan/plan.ts";
import type { Engine } from "../engine/engine.ts";
import type { Check } from "../result/check.ts";

/** A command whose parameter sets name flags. */
export interface FlaggedCommand {
  /** The option that it is the value of. */
  readonly option: string;
  readonly argv: readonly string[];
  /** Words that name our own executable. */
  readonly own: readonly string[];
  /** Keys of all its sets, each once. */
  readonly keys: readonly string[];
}

/** What the checks look at. */
export interface DoctorSubject {
  /** What serves; null if no serve command is given. */
  readonly engine: Engine | null;
  /** Programs of the commands that are given, each with the first option that names it. */
  readonly programs: ReadonlyMap<string, string>;
  /** Every server start, if both commands are given. */
  readonly starts: readonly Pick<ServerStart, "port" | "urls">[];
  /** Commands whose sets have flags, if both commands are given. */
  readonly flagged: readonly FlaggedCommand[];
  readonly outputDir: string;
  /** 0: no check. */
  readonly minFreeBytes: number;
}

/** A look at one thing. It changes nothing, and may throw: that is a finding too. */
export type Probe = (subject: DoctorSubject) => Promise<readonly Check[]> | readonly Check[];
