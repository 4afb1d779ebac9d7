/** An experiment directory as data: what a sweep left, read once, for tables, exports, plots and the report. */
import type { JsonObject } from "../json/value.ts";
import type { Event, Failure } from "../journal/event.ts";
import type { RunVerdicts } from "../journal/guards.ts";
import type { PlannedSession } from "./planned.ts";

/** Everything that is known of one experiment directory, ours or vLLM's. */
export interface Experiment {
  /** Path as the user named it. */
  readonly path: string;
  /** Last part of the path. */
  readonly name: string;
  /** Sessions of sweep.json, oldest first; none where another program wrote the directory. */
  readonly sessions: readonly JsonObject[];
  /** What the sessions planned, oldest first; none where another program wrote the directory. */
  readonly plans: readonly PlannedSession[];
  /** Events of journal.jsonl in order; none without a journal. */
  readonly events: readonly Event[];
  /** In the order of the plan where it is known, else by directory name. */
  readonly combinations: readonly ExperimentCombination[];
}

/** One serve set with one bench set, and its runs. */
export interface ExperimentCombination {
  /** Directory inside the experiment directory; empty for the directory itself. */
  readonly directory: string;
  /** Name of the server start; null where it cannot be told. */
  readonly server: string | null;
  /** The serve set and the bench set without `_env`. Where no manifest has them as far as names and results tell them. */
  readonly serveParams: JsonObject;
  readonly benchParams: JsonObject;
  /** How many runs the plan asks for; null where no manifest tells. */
  readonly plannedRuns: number | null;
  /** Valid runs by number. */
  readonly runs: readonly ExperimentRun[];
  /** Runs and server starts of it that failed for good, in the order of time. */
  readonly failures: readonly ExperimentFailure[];
}

/** One valid run. */
export interface ExperimentRun {
  readonly run: number;
  /** Result file, relative to the experiment directory. */
  readonly file: string;
  /** The object of that file: the benchmark's result, `run_number`, serve set, bench set. */
  readonly result: JsonObject;
  /** Commands and log, relative to the experiment directory; null where no journal tells. */
  readonly benchArgv: readonly string[] | null;
  readonly logFile: string | null;
  /** What the guards found; null where nobody watched. */
  readonly guards: RunVerdicts | null;
}

/** Something that failed. */
export interface ExperimentFailure {
  /** Number of the run; null for a server start. */
  readonly run: number | null;
  readonly failure: Failure;
}
