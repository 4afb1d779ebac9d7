/** The one owner of signals. What they mean: the first INT, TERM or HUP stops the sweep, a second one kills at once, USR1 stops after the current run. */

const STOPPING = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const NUMBERS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGUSR1: 10,
  SIGTERM: 15,
};

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

  /** Begins to listen. A signal that our parent had us ignore stays ignored: nohup must work. */
  constructor() {
    const stop = new AbortController();
    const kill = new AbortController();
    const drain = new AbortController();
    this.stop = stop.signal;
    this.kill = kill.signal;
    this.drain = drain.signal;
    const ignored = ignoredSignals();
    for (const name of STOPPING) {
      if ((ignored >> BigInt(NUMBERS[name]! - 1)) & 1n) continue;
      Deno.addSignalListener(name, () => {
        if (this.received !== null) kill.abort();
        this.received ??= name;
        stop.abort(new Error(`The sweep was stopped by ${name}`));
      });
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
