/** Keeps the logs of running processes under a cap. */
import { checkCap, rotateLog } from "./log_rotation.ts";

/** How logs are watched. */
export interface LogWatchOptions {
  /** Size at which a log is rotated. A log and its parts together take about three times as much. */
  readonly capBytes: number;
  /** Time between two looks at the sizes. */
  readonly intervalMs: number;
}

/** A log that is watched. */
export interface WatchedLog {
  /** Ends the watch with a last look. Never throws; a second call changes nothing. */
  close(): Promise<void>;
}

/** Watches any number of logs with one timer, which runs only while there are some. */
export class LogWatch {
  readonly #options: LogWatchOptions;
  readonly #logs = new Set<Log>();
  #timer: ReturnType<typeof setInterval> | null = null;

  /** @throws {RangeError} If the cap is below MIN_CAP_BYTES of log_rotation.ts. */
  constructor(options: LogWatchOptions) {
    checkCap(options.capBytes);
    this.#options = options;
  }

  /** Watches a log until it is closed. It need not be there yet, but must not be watched already. */
  add(path: string): WatchedLog {
    const log = new Log(path, this.#options.capBytes);
    this.#logs.add(log);
    this.#timer ??= setInterval(this.#checkAll, this.#options.intervalMs);
    return {
      close: async () => {
        if (!this.#logs.delete(log)) return;
        if (this.#logs.size === 0 && this.#timer !== null) {
          clearInterval(this.#timer);
          this.#timer = null;
        }
        await log.last();
      },
    };
  }

  #checkAll = (): void => {
    for (const log of this.#logs) log.check();
  };
}

class Log {
  readonly #path: string;
  readonly #capBytes: number;
  #rotation: Promise<void> | null = null;
  #isHopeless = false;

  constructor(path: string, capBytes: number) {
    this.#path = path;
    this.#capBytes = capBytes;
  }

  /** Starts a rotation if the log is over the cap and none is under way. */
  check(): void {
    if (this.#rotation !== null || this.#isHopeless || !this.#isOver()) return;
    this.#rotation = this.#rotate().finally(() => this.#rotation = null);
  }

  /** Waits for the rotation that is under way, then checks once more. */
  async last(): Promise<void> {
    await this.#rotation;
    this.check();
    await this.#rotation;
  }

  #isOver(): boolean {
    try {
      return Deno.statSync(this.#path).size > this.#capBytes;
    } catch {
      return false;
    }
  }

  /** A log that cannot be cut is no reason to end a measurement, but to try it again at each check is no use. */
  async #rotate(): Promise<void> {
    try {
      await rotateLog(this.#path, this.#capBytes);
    } catch {
      this.#isHopeless = true;
    }
  }
}
