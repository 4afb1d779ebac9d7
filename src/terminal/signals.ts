/** The one owner of signals. What they mean: the first INT, TERM or HUP stops the sweep, a second one kills at once, USR1 stops after the current run. */

const STOPPING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const NUMBERS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGUSR1: 10,
  SIGTERM: 15,
};

/**
 * Within this time a further signal is the first one again: timeout signals its child and then the group with the child in it,
 * npm passes on what the terminal has sent to all, systemd can send SIGHUP right behind SIGTERM.
 */
const SAME_MS = 100;

/** Signals as the rest of the program sees them. */
export class Signals {
  /** Aborted by the first stopping signal, with an error that names it. */
  readonly stop: AbortSignal;
  /** Aborted by the second stopping signal. */
  readonly kill: AbortSignal;
  /** Aborted by SIGUSR1. */
  readonly drain: AbortSignal;
  /** Name of the first stopping signal, once it came. */
  received: string | null = null;
  #receivedAt = 0;

  /**
   * Begins to listen. A signal that our parent had us ignore stays without effect: nohup must work. It needs a listener all the
   * same: with the first listener for any signal Deno takes over all that end a process, and ends it by those nobody listens to.
   */
  constructor() {
    const stop = new AbortController();
    const kill = new AbortController();
    const drain = new AbortController();
    this.stop = stop.signal;
    this.kill = kill.signal;
    this.drain = drain.signal;
    const ignored = ignoredSignals();
    for (const name of STOPPING) {
      const isIgnored = (ignored >> BigInt(NUMBERS[name]! - 1)) & 1n;
      Deno.addSignalListener(
        name,
        isIgnored ? () => {} : () => {
          if (this.received === null) {
            this.received = name;
            this.#receivedAt = performance.now();
            stop.abort(new Error(`The sweep was stopped by ${name}`));
          } else if (performance.now() - this.#receivedAt >= SAME_MS) {
            kill.abort();
          }
        },
      );
    }
    Deno.addSignalListener("SIGUSR1", () => drain.abort());
  }

  /** Exit code after a stop by a signal, SIGUSR1 among them: 128 + its number; null if none came. */
  get exitCode(): number | null {
    const name = this.received ?? (this.drain.aborted ? "SIGUSR1" : null);
    return name === null ? null : 128 + NUMBERS[name]!;
  }
}

/** Bit n - 1 is set if signal n is ignored. */
function ignoredSignals(): bigint {
  try {
    const mask = /^SigIgn:\s*([0-9a-f]+)/m.exec(Deno.readTextFileSync("/proc/self/status"))?.[1];
    return BigInt(`0x${mask ?? "0"}`);
  } catch {
    return 0n;
  }
}
