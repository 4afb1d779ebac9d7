/** Progress on standard error: lines with the time before them, or a live block with such lines above it. */
import type { Event } from "../record.ts";
import { renderBlock } from "../report/live/block.ts";
import type { Forecast } from "../report/live/forecast.ts";
import { LastResults } from "../report/live/last_results.ts";
import type { Limits } from "../report/live/limits.ts";
import { LiveState } from "../report/live/live_state.ts";
import { runTitle } from "../report/live/titles.ts";
import { Progress, resultDetail } from "../report/progress.ts";
import type { Io } from "../terminal.ts";
import { LiveScreen } from "./live_screen.ts";
import type { ProgressMode } from "./progress_mode.ts";
import { isForeground, onResize, windowSize } from "./terminal_window.ts";

/** Says what happens. Disposing it leaves the terminal clean. */
export class ProgressOutput implements Disposable {
  readonly #io: Io;
  readonly #mode: ProgressMode;
  readonly #progress = new Progress();
  readonly #state = new LiveState();
  readonly #results = new LastResults();
  #forecast: Forecast | null = null;
  #screen: LiveScreen | null = null;
  #resizes: Disposable | null = null;

  constructor(io: Io, mode: ProgressMode) {
    this.#io = io;
    this.#mode = mode;
  }

  /** A message that is no event. */
  say(text: string): void {
    this.#lines(timestamped(text));
  }

  /** Before the first event. @param forecast It is told of the events. */
  begin(forecast: Forecast, limits: Limits): void {
    this.#forecast = forecast;
    if (this.#mode !== "live") return;
    const view = { state: this.#state, outlook: forecast, limits };
    const screen = new LiveScreen({
      block: (window) => renderBlock({ ...view, results: this.#results.notes }, window),
      write: (text) => this.#io.err(text),
      now: steadyNow,
      size: windowSize,
      isForeground,
      later: (act, ms) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    });
    this.#screen = screen;
    this.#resizes = onResize(() => screen.resized());
  }

  /** Each event once, in order. @param atMs When it happened; what is asked later is asked on the same clock. */
  record(event: Event, atMs = steadyNow()): void {
    if (this.#mode === "none") return;
    this.#state.apply(event, atMs);
    this.#forecast?.update(event, atMs);
    const text = this.#progress.text(event, this.#forecast?.etaMs(atMs) ?? null);
    this.#screen?.changed();
    if (text === null) return;
    const line = timestamped(text, event.time);
    if (this.#screen === null || isForScrollback(event)) {
      this.#lines(line);
    } else if (event.type === "run-finished") {
      const note = { place: runTitle(event.server, event.name), detail: resultDetail(event), line };
      const old = this.#results.add(note);
      if (old !== null) this.#lines(old.line);
    }
  }

  /** Nothing more is going to happen: the block goes, what it showed stays as lines. */
  end(): void {
    const screen = this.#screen;
    for (const { line } of this.#results.clear()) screen?.above(line);
    this.#screen = null;
    screen?.[Symbol.dispose]();
    this.#resizes?.[Symbol.dispose]();
    this.#resizes = null;
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #lines(text: string): void {
    if (this.#mode === "none") return;
    if (this.#screen === null) this.#io.err(text);
    else this.#screen.above(text);
  }
}

/** Whether its line belongs above the block: what the block shows by itself does not, and results stay in it for a while. */
function isForScrollback(event: Event): boolean {
  switch (event.type) {
    case "server-starting":
      return false;
    case "server-stopped":
      return event.killed || event.left.length > 0;
    case "run-finished":
      return event.outcome.kind !== "valid";
    default:
      return true;
  }
}

/** Milliseconds since 1970 on a clock that never goes back. */
function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}

/** On a line of its own, with the wall clock before it: nobody watches, and the log is read in the morning. */
function timestamped(text: string, time = new Date().toISOString()): string {
  return `${time.slice(0, 19).replace("T", " ")}Z ${text}\n`;
}
