/** What a sweep cost: where the time of its servers went. */
import type { Event, Stage } from "./event.ts";
import type { ServerLife, StageTimes } from "./lives.ts";

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
    failedStarts: lives.filter(({ failure }) => failure !== null).length,
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
