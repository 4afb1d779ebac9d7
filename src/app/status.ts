/** `servesweep status`: a sweep of another process, as its directory tells it. */
import type { StatusCommand } from "../commands/status.ts";
import { EXIT } from "../lib/errors.ts";
import { pause } from "../lib/sleep.ts";
import { statusJson } from "../report/live/status_json.ts";
import { statusExitCode, type StatusReport } from "../report/live/status_report.ts";
import { statusText } from "../report/live/status_text.ts";
import { findSweep } from "../store/find_sweep.ts";
import type { Io } from "../terminal/terminal.ts";
import { progressMode } from "../terminal/progress_mode.ts";
import { ProgressOutput } from "../terminal/progress_output.ts";
import { RecordedSweep } from "../sweep/recorded_sweep.ts";
import { sweepLife } from "../sweep/sweep_life.ts";
import { terminalWidth } from "../terminal/terminal_width.ts";
import type { World } from "./world.ts";

/** Time between two looks at the journal, and at the process table. */
const POLL_MS = 200;
const LIFE_MS = 2_000;

/** @returns The exit code. */
export async function status(command: StatusCommand, { io, signals }: World): Promise<number> {
  const directory = findSweep(command.directory);
  let sweep = new RecordedSweep(directory);
  if (command.watch) {
    for (;;) {
      const ending = await watch(sweep, io, signals.stop);
      if (ending === "stopped") return signals.exitCode ?? EXIT.failed;
      sweep = new RecordedSweep(directory);
      if (ending === "over") break;
    }
  }
  const report = reportOf(sweep);
  if (command.json) {
    io.out(JSON.stringify(statusJson(report), null, 2) + "\n");
  } else {
    const color = progressMode({ quiet: false, json: false, showStdout: false }) === "live" &&
      Deno.stdout.isTerminal();
    const text = statusText(report, terminalWidth() ?? Infinity, color);
    if (color) io.draw(text);
    else io.out(text);
  }
  return statusExitCode(report);
}

function reportOf(sweep: RecordedSweep): StatusReport {
  const { directory, view, resume } = sweep;
  const life = sweepLife(directory, view.state);
  const isNow = life.kind === "running" || life.kind === "elsewhere";
  const nowMs = isNow ? Date.now() : view.state.lastEventAtMs ?? Date.now();
  return { directory, life, view, nowMs, resume };
}

/** Shows what happens until the sweep is over, or another session goes on with it. */
async function watch(
  sweep: RecordedSweep,
  io: Io,
  signal: AbortSignal,
): Promise<"over" | "resumed" | "stopped"> {
  const { directory, view } = sweep;
  const isRunning = () => {
    const { kind } = sweepLife(directory, view.state);
    return kind === "running" || kind === "elsewhere";
  };
  if (!isRunning()) return "over";
  const mode = progressMode({ quiet: false, json: false, showStdout: false });
  using output = new ProgressOutput(io, mode, view, Date.now);
  output.say(`Watching ${directory}`);
  output.begin();
  for (let lookedAtMs = performance.now(); !signal.aborted;) {
    for (const event of sweep.next()) {
      if (event.type === "sweep-started") return "resumed";
      output.record(event, Date.parse(event.time));
    }
    if (view.state.end !== null) return "over";
    sweep.settle();
    if (performance.now() - lookedAtMs >= LIFE_MS) {
      if (!isRunning()) return "over";
      lookedAtMs = performance.now();
    }
    await pause(POLL_MS, { signal });
  }
  return "stopped";
}
