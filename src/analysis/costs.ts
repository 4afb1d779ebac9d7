/** What a sweep cost: where the time of its servers went. */
import type { Event, Ledger, Stage } from "../journal/event.ts";

/** Time by stage, in ms. `other` is what an older journal does not tell apart. */
export type StageTimes = ReadonlyMap<Stage | "other", number>;

/** What a directory's sessions cost together. */
export interface Costs {
  /** Wall clock of all sessions, in ms. */
  readonly wallMs: number;
  /** Number of server starts, and those that failed. */
  readonly starts: number;
  readonly failedStarts: number;
  /** Time of servers by stage. */
  readonly serverMs: StageTimes;
  /** Time of servers times their GPUs, in ms; 0 where nobody knows the GPUs. */
  readonly gpuMs: number;
  /** Share of the time that was measured: of all GPUs that the sweep had, of those of the servers, or of the servers' time. */
  readonly utilisation: number;
  /** Whose time that is a share of. */
  readonly utilisationOf: "all GPUs" | "the servers’ GPUs" | "the servers";
  /** What servesweep itself cost, as the ledgers of the sessions have it, in ms; null where no journal has one. */
  readonly overheadMs: number | null;
  /** Runs that were left out because the budget would not have lasted. */
  readonly leftOut: number;
}

/** One life of a server. Times are milliseconds since the epoch. */
export interface ServerLife {
  readonly server: string;
  readonly argv: readonly string[];
  readonly logFile: string;
  readonly from: number;
  readonly ready: number | null;
  readonly to: number;
  readonly hasFailed: boolean;
  /** What the server said its version is. */
  readonly version: string | null;
  /** Number of its GPUs; null where the journal does not tell. */
  readonly gpus: number | null;
  /** Where its time went; as far as the events tell, where the journal has no ledger. */
  readonly stages: StageTimes;
  readonly runs: readonly RunSpan[];
}

/** A run in the life of a server. */
export interface RunSpan {
  readonly directory: string;
  readonly run: number;
  readonly from: number;
  readonly to: number;
  readonly outcome: "valid" | "failed" | "cancelled";
}

/** A life that is not over yet. */
type OpenLife =
  & { -readonly [Key in keyof Omit<ServerLife, "runs" | "stages">]: ServerLife[Key] }
  & {
    runs: RunSpan[];
    open: { directory: string; run: number; from: number } | null;
    ledger: StageTimes | null;
    last: number;
  };

/** The lives of servers in the order of their starts. One that nobody saw end ends with its last event. */
export function serverLives(events: readonly Event[]): ServerLife[] {
  const lives: OpenLife[] = [];
  const current = new Map<string, OpenLife>();
  for (const event of events) {
    const at = Date.parse(event.time);
    // A new session knows nothing of the servers of the one before.
    if (event.type === "sweep-started") current.clear();
    if (event.type === "server-starting") {
      const { server, argv, logFile } = event;
      const life = { ...NEW_LIFE, server, argv, logFile, from: at, to: at, last: at, runs: [] };
      life.gpus = gpusOf(event);
      current.set(server, life);
      lives.push(life);
      continue;
    }
    const life = "server" in event ? current.get(event.server) : undefined;
    if (life === undefined) continue;
    life.last = at;
    switch (event.type) {
      case "server-ready":
        life.ready = at;
        life.version = event.serverVersion ?? null;
        break;
      case "server-failed":
        life.hasFailed = true;
        break;
      case "run-started":
        life.open = { ...event.name, from: at };
        break;
      case "run-finished": {
        const from = life.open?.from ?? at - event.durationMs;
        life.runs.push({ ...event.name, from, to: at, outcome: event.outcome.kind });
        life.open = null;
        break;
      }
      case "server-stopped":
        life.ledger = stageTimes(event.ledger);
        current.delete(event.server);
        break;
    }
  }
  return lives.map(({ open, ledger, last, ...life }) => {
    const runs = open === null
      ? life.runs
      : [...life.runs, { ...open, to: last, outcome: "cancelled" as const }];
    const closed = { ...life, to: last, runs };
    return { ...closed, stages: ledger ?? stagesOf(closed) };
  });
}

const NEW_LIFE = {
  ready: null as number | null,
  hasFailed: false,
  version: null as string | null,
  gpus: null as number | null,
  open: null as OpenLife["open"],
  ledger: null as StageTimes | null,
};

/** Adds lives up, over all sessions of a journal. */
export function sweepCosts(events: readonly Event[], lives: readonly ServerLife[]): Costs {
  const serverMs = new Map<Stage | "other", number>();
  let gpuMs = 0;
  let measuredGpuMs = 0;
  for (const { stages, gpus } of lives) {
    for (const [stage, ms] of stages) {
      serverMs.set(stage, (serverMs.get(stage) ?? 0) + ms);
      gpuMs += ms * (gpus ?? 0);
      if (stage === "measured") measuredGpuMs += ms * (gpus ?? 0);
    }
  }
  // Journals of older versions have no ledger.
  const ledgers = events.flatMap((event) =>
    event.type === "sweep-finished" && event.ledger !== null ? [event.ledger] : []
  );
  const availableGpuMs = ledgers.reduce((sum, ledger) => sum + ledger.availableGpuMs, 0);
  const all = [...serverMs.values()].reduce((sum, ms) => sum + ms, 0);
  const [utilisationOf, part, whole] = availableGpuMs > 0
    ? ["all GPUs", measuredGpuMs, availableGpuMs] as const
    : gpuMs > 0
    ? ["the servers’ GPUs", measuredGpuMs, gpuMs] as const
    : ["the servers", serverMs.get("measured") ?? 0, all] as const;
  return {
    wallMs: wallMs(events),
    starts: lives.length,
    failedStarts: lives.filter(({ hasFailed }) => hasFailed).length,
    serverMs,
    gpuMs,
    utilisation: whole > 0 ? Math.min(1, part / whole) : 0,
    utilisationOf,
    overheadMs: ledgers.length === 0
      ? null
      : ledgers.reduce((sum, { overheadMs }) => sum + overheadMs, 0),
    leftOut: events.reduce(
      (sum, event) => event.type === "left-out" ? sum + event.runs : sum,
      0,
    ),
  };
}

/** The sum of the sessions: from the beginning of each to its last event. */
function wallMs(events: readonly Event[]): number {
  let sum = 0;
  let from = NaN;
  let last = NaN;
  for (const { type, time } of events) {
    const at = Date.parse(time);
    if (type === "sweep-started" || Number.isNaN(from)) {
      if (last > from) sum += last - from;
      from = at;
    }
    last = at;
  }
  return last > from ? sum + last - from : sum;
}

/** The stages that the events themselves tell. */
function stagesOf({ from, ready, to, hasFailed, runs }: Omit<ServerLife, "stages">): StageTimes {
  const sum = (spans: readonly RunSpan[]) => spans.reduce((ms, run) => ms + run.to - run.from, 0);
  const warmup = sum(runs.filter(({ run, outcome }) => run < 0 && outcome === "valid"));
  const measured = sum(runs.filter(({ run, outcome }) => run >= 0 && outcome === "valid"));
  const failedRuns = sum(runs.filter(({ outcome }) => outcome !== "valid"));
  const loading = (ready ?? to) - from;
  const neverReady = ready === null && hasFailed;
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

/** Null where an older journal has no ledger. */
function stageTimes(ledger: Ledger | undefined): StageTimes | null {
  const entries = Object.entries(ledger ?? {}) as [Stage, number][];
  return entries.length === 0 ? null : new Map(entries.filter(([, ms]) => ms > 0));
}

/** The GPUs that a start got, else how many its command asks for; null where an older journal does not tell. */
function gpusOf(event: Extract<Event, { type: "server-starting" }>): number | null {
  return event.placement?.gpus.length || event.gpus || null;
}
