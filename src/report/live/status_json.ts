/** What `servesweep status --json` prints. */
import { isUnfinished, statusExitCode, type StatusReport } from "./status_report.ts";

/** One object; times are in ms, moments ISO 8601. What is not known is null. */
export function statusJson(report: StatusReport): Record<string, unknown> {
  const { directory, life, view: { state, outlook, limits }, nowMs, resume } = report;
  const { end } = state;
  const isOver = life.kind === "finished";
  const { error, runs, similar, unknown } = outlook.certainty;
  return {
    directory,
    state: life.kind,
    statusExitCode: statusExitCode(report),
    pid: state.pid,
    host: "host" in life ? life.host : null,
    session: state.session,
    version: state.version,
    startedAt: moment(state.startedAtMs),
    lastEventAt: moment(state.lastEventAtMs),
    elapsedMs: state.startedAtMs === null ? null : Math.round(nowMs - state.startedAtMs),
    etaMs: isOver ? null : rounded(outlook.etaMs(nowMs)),
    certainty: isOver ? null : { error, runs, similar, unknown },
    exitCode: end?.exitCode ?? null,
    reason: end?.reason ?? null,
    runs: {
      planned: state.runs,
      done: state.done,
      failed: state.failedRuns,
      leftOut: state.leftOut,
      reused: state.reused,
    },
    failedStarts: state.failedStarts,
    limits: {
      deadline: moment(limits.deadlineAtMs),
      gpuBudgetMs: limits.gpuBudgetMs,
      gpuUsedMs: Math.round(state.gpuMs(nowMs)),
    },
    servers: state.servers.map((server) => ({
      start: server.start,
      server: server.server,
      round: server.round,
      gpus: server.gpus,
      doing: server.doing.kind,
      directory: "name" in server.doing ? server.doing.name.directory : null,
      run: "name" in server.doing ? server.doing.name.run : null,
      since: moment(server.sinceMs),
      expectedMs: rounded(outlook.expectedMs(server)),
    })),
    failures: state.failures.map(({ start, server, name, atMs, failure }) => ({
      start,
      server,
      directory: name?.directory ?? null,
      run: name?.run ?? null,
      time: moment(atMs),
      class: failure.class,
      reason: failure.reason,
      logFile: failure.logFile,
    })),
    guards: state.guards.notes,
    ledger: end?.ledger ?? null,
    resume: isUnfinished(report) ? resume : null,
  };
}

function moment(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms);
}
