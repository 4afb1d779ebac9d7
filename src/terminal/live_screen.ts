/** The live block on the terminal: when it is redrawn, and the only place that writes it. */
import type { Window } from "../report/live/block.ts";
import { Frames } from "../report/live/frame.ts";

/** What the block is drawn with. */
export interface LiveScreenOptions {
  /** The lines of the block for a window. */
  readonly block: (window: Window) => readonly string[];
  readonly write: (text: string) => void;
  /** Milliseconds, on the clock of the block. */
  readonly now: () => number;
  readonly size: () => { readonly columns: number; readonly rows: number };
  /** Whether the terminal wraps its lines anew when it is made narrower. */
  readonly isWrappedAnew: boolean;
  /** False while the terminal belongs to another job of the shell: then nothing of it may be redrawn. */
  readonly isForeground: () => boolean;
  /** Calls back after a time. @returns Takes it back. */
  readonly later: (act: () => void, ms: number) => () => void;
}

/** Least time between two frames. */
const FRAME_MS = 250;
/** A change of the window is seen at once. */
const RESIZE_MS = 40;
/** Clocks go on. */
const TICK_MS = 1_000;

/** A block that is kept up to date. Disposing it removes it from the screen. */
export class LiveScreen implements Disposable {
  readonly #options: LiveScreenOptions;
  #frames: Frames;
  #above = "";
  #drawnAtMs = -Infinity;
  #due = Infinity;
  #cancel = () => {};

  constructor(options: LiveScreenOptions) {
    this.#options = options;
    this.#frames = new Frames(options.isWrappedAnew);
    this.#plan(0);
  }

  /** Something of the block is new. */
  changed(): void {
    this.#plan(FRAME_MS - (this.#options.now() - this.#drawnAtMs));
  }

  /** The window has another size. */
  resized(): void {
    this.#plan(RESIZE_MS);
  }

  /** The program goes on after it was stopped: where the block was, others have written. */
  resumed(): void {
    this.#frames = new Frames(this.#options.isWrappedAnew);
    this.#plan(0);
  }

  /** Puts whole lines above the block, where they stay. */
  above(text: string): void {
    this.#above += text;
    this.changed();
  }

  [Symbol.dispose](): void {
    this.#cancel();
    this.#draw(true);
  }

  #plan(afterMs: number): void {
    const { now, later } = this.#options;
    const due = now() + Math.max(0, afterMs);
    if (due >= this.#due) return;
    this.#cancel();
    this.#due = due;
    this.#cancel = later(() => {
      this.#due = Infinity;
      this.#draw(false);
      this.#plan(TICK_MS);
    }, Math.max(0, afterMs));
  }

  #draw(isLast: boolean): void {
    const { block, write, now, size, isForeground } = this.#options;
    const above = this.#above;
    this.#above = "";
    const { columns, rows } = size();
    this.#drawnAtMs = now();
    if (!isForeground()) {
      if (above !== "") write(above);
      // Wherever the cursor is when the terminal comes back, a new block begins there.
      this.#frames = new Frames(this.#options.isWrappedAnew);
      return;
    }
    const lines = isLast ? [] : block({ columns, rows, nowMs: now(), color: true });
    const text = this.#frames.next({ above, lines, columns });
    if (text !== "") write(text);
  }
}
