/** What the doctor is asked about: as much of a sweep as the command line tells. */
import type { ServerStart } from "../plan/plan.ts";
import type { Engine } from "../engine/engine.ts";
import type { Check } from "../result/check.ts";

/** What the checks look at. */
export interface DoctorSubject {
  /** What serves; null if no serve command is given. */
  readonly engine: Engine | null;
  /** Programs of the commands that are given, each with the first option that names it. */
  readonly programs: ReadonlyMap<string, string>;
  /** Every server start, if both commands are given. */
  readonly starts: readonly Pick<ServerStart, "port" | "urls">[];
  readonly outputDir: string;
  /** 0: no check. */
  readonly minFreeBytes: number;
}

/** A look at one thing. It changes nothing, and may throw: that is a finding too. */
export type Probe = (subject: DoctorSubject) => Promise<readonly Check[]> | readonly Check[];
