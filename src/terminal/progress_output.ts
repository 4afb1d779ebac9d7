/** Progress on standard error: lines with the time before them, or a live block with such lines above it. */
import type { Event } from "../journal/event.ts";
import { printable } from "../lib/printable.ts";
import { renderBlock } from "../report/live/block.ts";
import { type SweepView, timestamped } from "../report/live/sweep_view.ts";
import type { Io } from "./terminal.ts";
import { LiveScreen } from "./live_screen.ts";
import type { ProgressMode } from "./progress_mode.ts";
import { isForeground, isWrappedAnew, onTerminal, windowSize } from "./terminal_window.ts";

/** Says what happens. Disposing it leaves the terminal clean. */
export class ProgressOutput implements Disposable {
  readonly #io: Io;
  readonly #mode: ProgressMode;
  readonly #view: SweepView;
  readonly #now: () => number;
  #screen: LiveScreen | null = null;
  #signals: readonly Disposable[] = [];

  /** @param now The clock of the events, in ms since 1970. */
  constructor(io: Io, mode: ProgressMode, view: SweepView, now = steadyNow) {
    this.#io = io;
    this.#mode = mode;
    this.#view = view;
    this.#now = now;
  }

  /** A message that is no event. */
  say(text: string): void {
    this.#show(timestamped(text, new Date().toISOString()));
  }

  /** The block appears, if there is to be one. */
  begin(): void {
    if (this.#mode !== "live") return;
    const screen = new LiveScreen({
      block: (window) => renderBlock(this.#view, window),
      write: (text) => this.#io.drawErr(text),
      now: this.#now,
      size: windowSize,
      isForeground,
      isWrappedAnew: isWrappedAnew(),
      later: (act, ms) => {
        const timer = setTimeout(act, ms);
        return () => clearTimeout(timer);
      },
    });
    this.#screen = screen;
    this.#signals = [
      onTerminal("SIGWINCH", () => screen.resized()),
      onTerminal("SIGCONT", () => screen.resumed()),
    ];
  }

  /** Each event once, in order. @param atMs When it happened. */
  record(event: Event, atMs = this.#now()): void {
    const screen = this.#screen;
    const line = this.#view.apply(event, atMs, screen === null);
    this.#show(screen === null ? line : this.#view.scrolling(event, line));
    screen?.changed();
  }

  /** Nothing more is going to happen: the block goes, what it showed stays as lines. */
  end(): void {
    const screen = this.#screen;
    if (screen === null) return;
    this.#show(this.#view.lastLines());
    this.#screen = null;
    screen[Symbol.dispose]();
    for (const signal of this.#signals) signal[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.end();
  }

  #show(lines: string): void {
    if (lines === "" || this.#mode === "none") return;
    if (this.#screen === null) this.#io.err(lines);
    else this.#screen.above(printable(lines));
  }
}

/** Milliseconds since 1970 on a clock that never goes back. */
function steadyNow(): number {
  return performance.timeOrigin + performance.now();
}
