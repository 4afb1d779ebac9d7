/** A sweep from its first to its last word: the session, and what is told of it. */
import { EXIT } from "../lib/errors.ts";
import { remaining } from "../plan/remaining.ts";
import { eventJson } from "../report/event_json.ts";
import { SweepView } from "../report/live/sweep_view.ts";
import type { Masker } from "../secrets/mod.ts";
import { progressMode } from "../terminal/progress_mode.ts";
import { ProgressOutput } from "../terminal/progress_output.ts";
import { LostDirectory } from "../store/held_directory.ts";
import type { Signals } from "../terminal/signals.ts";
import type { Io } from "../terminal/terminal.ts";
import type { PreparedSweep } from "./dry_run.ts";
import { printSummary } from "./sweep_summary.ts";
import { openSession } from "./session.ts";

/** Everything a sweep needs. */
export interface RunSweepOptions extends PreparedSweep {
  /** Arguments of this process. */
  readonly argv: readonly string[];
  /** The moment of --until, in ms since 1970; null for none. */
  readonly untilAtMs: number | null;
  readonly masker: Masker;
  readonly io: Io;
  readonly signals: Signals;
}

/** @returns The exit code. */
export async function runSweep({ command, ...options }: RunSweepOptions): Promise<number> {
  const { plan, location, reuse, argv, io } = options;
  const { output } = command;
  const view = new SweepView(location.path);
  using progress = new ProgressOutput(io, progressMode(output), view);
  using session = await openSession({
    ...options,
    settings: command,
    sweep: options,
    say: (text) => progress.say(text),
    expect: (forecast, limits) => {
      view.expect(forecast, limits);
      progress.begin();
    },
    show: (event) => {
      if (output.json) io.out(eventJson(event) + "\n");
      progress.record(event);
    },
  });
  if (session === null) return EXIT.ok;
  const todo = remaining(plan, reuse.isFinished, reuse.resultOf);
  const { ending, exitCode, stopText, changed } = await session.run(todo);
  progress.end();
  // Neither the place of the results nor the way to go on is what it was.
  if (ending.error instanceof LostDirectory) throw ending.error;
  printSummary({ output, argv, location, io, ending, stopText, changed });
  if (ending.kind === "broken") throw ending.error;
  return exitCode;
}
