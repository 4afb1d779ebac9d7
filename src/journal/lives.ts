/** The lives of server starts, folded from events: what each server does, and in the end where its time went. */
import type { Event, ExitStatus, Failure, Ledger, Placement, RunName, Stage } from "./event.ts";
import { WARMUP_RUN } from "./event.ts";

/** What a server does. */
export type Doing =
  | { readonly kind: "loading" | "between runs" | "stopping" }
  | { readonly kind: "measuring" | "warm-up" | "resetting"; readonly name: RunName };

/** A server that lives. */
export interface LiveServer {
  /** Id of its planned start. */
  readonly start: string;
  /** Its serve set. */
  readonly server: string;
  /** Which start of its serve set it is, from 0. */
  readonly round: number;
  /** Its GPUs; none where they are not shared out. */
  readonly gpus: readonly string[];
  /** How many GPUs its command asks for. */
  readonly gpuCount: number;
  readonly startedAtMs: number;
  readonly doing: Doing;
  /** Since when. */
  readonly sinceMs: number;
}

/** Time by stage, in ms. `other` is what an older journal does not tell apart. */
export type StageTimes = ReadonlyMap<Stage | "other", number>;

/** One life of a server, from its beginning to its end. Times are milliseconds since the epoch. */
export interface ServerLife {
  /** Id of its planned start. A start that was repeated or resumed has several lives. */
  readonly start: string;
  /** Its serve set. */
  readonly server: string;
  /** Which start of its serve set it is, from 0. */
  readonly round: number;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** How many GPUs its command asks for. */
  readonly gpusAsked: number;
  readonly placement: Placement;
  readonly from: number;
  readonly ready: number | null;
  /** From its start to its readiness as it was measured, in ms; null if it never was ready. */
  readonly startupMs: number | null;
  /** Its end. One that nobody saw end ends with its last event. */
  readonly to: number;
  /** How it ended; null for one that nobody saw end. */
  readonly exit: ExitStatus | null;
  /** Why it did not become ready, or died before its first run. */
  readonly failure: Failure | null;
  /** What the server said its version is. */
  readonly version: string | null;
  /** Number of its GPUs; null where the journal does not tell. */
  readonly gpus: number | null;
  /** Where its time went, as it was measured; null where the journal has none. */
  readonly ledger: Ledger | null;
  /** The same; as far as the events tell, where there is no ledger. */
  readonly stages: StageTimes;
  readonly runs: readonly RunSpan[];
}

/** A run in the life of a server. */
export interface RunSpan extends RunName {
  readonly from: number;
  readonly to: number;
  readonly outcome: "valid" | "failed" | "cancelled";
}

/** The lives of servers in the order of their beginnings. */
export function serverLives(events: readonly Event[]): ServerLife[] {
  const open = new OpenLives();
  const lives: OpenLife[] = [];
  for (const event of events) {
    const life = open.apply(event, Date.parse(event.time));
    if (life !== null && event.type === "server-starting") lives.push(life);
  }
  return lives.map(closed);
}

/** The servers that live, by the events of a sweep. Lives of different starts may overlap, also of one serve set. */
export class OpenLives {
  readonly #lives = new Map<string, OpenLife>();

  /** In the order of their beginnings. */
  get servers(): readonly LiveServer[] {
    return [...this.#lives.values()];
  }

  /** The life of a start; null if it has none now. */
  of(start: string): LiveServer | null {
    return this.#lives.get(start) ?? null;
  }

  /**
   * Takes an event into account; each is to be given once, in order.
   *
   * @param atMs When it happened.
   * @returns The life that it belongs to, ended by now perhaps. Null if there is none: a start can fail before it has a process.
   */
  apply(event: Event, atMs: number): OpenLife | null {
    // A session knows nothing of the servers of the one before.
    if (event.type === "sweep-started") this.#lives.clear();
    if (!("start" in event)) return null;
    if (event.type === "server-starting") {
      // At the end of the order, also where a life before it has no end.
      this.#lives.delete(event.start);
      const life = begun(event, atMs);
      this.#lives.set(event.start, life);
      return life;
    }
    const life = this.#lives.get(event.start);
    if (life === undefined) return null;
    life.to = atMs;
    change(life, event, atMs);
    if (event.type === "server-stopped") this.#lives.delete(event.start);
    return life;
  }
}

/** A life that may go on. */
export type OpenLife =
  & LiveServer
  & Omit<ServerLife, "gpus" | "stages" | "runs">
  & {
    doing: Doing;
    sinceMs: number;
    ready: number | null;
    startupMs: number | null;
    version: string | null;
    failure: Failure | null;
    exit: ExitStatus | null;
    ledger: Ledger | null;
    to: number;
    /** Runs that are over, and the one that is not. */
    readonly runs: RunSpan[];
    run: (RunName & { readonly from: number }) | null;
  };

function begun(event: Event & { type: "server-starting" }, atMs: number): OpenLife {
  const { start, server, round, argv, env, logFile, gpus, placement } = event;
  return {
    ...{ start, server, round, argv, env, logFile, placement, gpus: placement.gpus },
    ...{ gpusAsked: gpus, gpuCount: gpus },
    ...{ from: atMs, to: atMs, startedAtMs: atMs, sinceMs: atMs, doing: { kind: "loading" } },
    ...{ ready: null, startupMs: null, version: null, failure: null, exit: null, ledger: null },
    ...{ runs: [], run: null },
  };
}

function change(life: OpenLife, event: Event, atMs: number): void {
  const enter = (doing: Doing) => {
    life.doing = doing;
    life.sinceMs = atMs;
  };
  switch (event.type) {
    case "server-ready":
      life.ready = atMs;
      life.startupMs = event.startupMs;
      life.version = event.serverVersion;
      return enter({ kind: "between runs" });
    case "server-failed":
      life.failure = event.failure;
      return enter({ kind: "stopping" });
    case "combination-started":
    case "after-run-finished":
      return enter({ kind: "between runs" });
    case "run-started": {
      const { name } = event;
      life.run = { ...name, from: atMs };
      return enter({ kind: name.run === WARMUP_RUN ? "warm-up" : "measuring", name });
    }
    case "run-finished": {
      const { name, outcome, durationMs } = event;
      const from = life.run?.from ?? atMs - durationMs;
      life.runs.push({ ...name, from, to: atMs, outcome: outcome.kind });
      life.run = null;
      // If there is a reset it comes now; if not, the next event comes at once.
      return enter({ kind: "resetting", name });
    }
    case "combination-finished":
      // Another combination follows at once, or the server is stopped.
      return enter({ kind: "stopping" });
    case "server-stopped":
      life.exit = event.exit;
      life.ledger = Object.keys(event.ledger).length === 0 ? null : event.ledger;
      return;
  }
}

/** A life with what follows from all of it. */
function closed(life: OpenLife): ServerLife {
  const { start, server, round, argv, env, logFile, gpusAsked, placement, run, ledger } = life;
  const { from, ready, startupMs, to, exit, failure, version } = life;
  const runs = run === null
    ? life.runs
    : [...life.runs, { ...run, to, outcome: "cancelled" as const }];
  return {
    ...{ start, server, round, argv, env, logFile, gpusAsked, placement },
    ...{ from, ready, startupMs, to, exit, failure, version, ledger, runs },
    // The GPUs that it got, else how many its command asks for.
    gpus: placement.gpus.length || gpusAsked || null,
    stages: ledger === null ? stagesOf(life, runs) : stageTimes(ledger),
  };
}

/** The stages that the events themselves tell. */
function stagesOf({ from, ready, to, failure }: OpenLife, runs: readonly RunSpan[]): StageTimes {
  const sum = (spans: readonly RunSpan[]) => spans.reduce((ms, run) => ms + run.to - run.from, 0);
  const warmup = sum(runs.filter(({ run, outcome }) => run < 0 && outcome === "valid"));
  const measured = sum(runs.filter(({ run, outcome }) => run >= 0 && outcome === "valid"));
  const failedRuns = sum(runs.filter(({ outcome }) => outcome !== "valid"));
  const loading = (ready ?? to) - from;
  const neverReady = ready === null && failure !== null;
  return new Map<Stage | "other", number>(
    [
      ["loading", neverReady ? 0 : loading] as const,
      ["warmup", warmup] as const,
      ["measured", measured] as const,
      ["failed", failedRuns + (neverReady ? loading : 0)] as const,
      ["other", to - from - loading - warmup - measured - failedRuns] as const,
    ].filter(([, ms]) => ms > 0),
  );
}

function stageTimes(ledger: Ledger): StageTimes {
  return new Map((Object.entries(ledger) as [Stage, number][]).filter(([, ms]) => ms > 0));
}
