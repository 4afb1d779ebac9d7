/** The server starts of a journal, as rows. */
import { resultFile } from "../../plan/paths.ts";
import type { Event } from "../../journal/event.ts";

/** One life of one server process. */
interface Life {
  id: number;
  name: string;
  argv: string;
  env: string;
  log_file: string;
  round: number | null;
  gpus: number | null;
  placement: string | null;
  ledger: string | null;
  started_at: string;
  startup_ms: number | null;
  server_version: string | null;
  stopped_at: string | null;
  exit_code: number | null;
  exit_signal: string | null;
  failure_class: string | null;
  failure_reason: string | null;
}

/** Lives in their order, and which of them measured each run, by its result file. */
export function serverLives(events: readonly Event[]) {
  const lives: Life[] = [];
  /** The life of each server that goes on; several servers may live at the same time. */
  const current = new Map<string, Life>();
  const startOf = new Map<string, number>();
  for (const event of events) {
    if (event.type === "server-starting") {
      const life = newLife(lives.length + 1, event);
      lives.push(life);
      current.set(event.server, life);
      continue;
    }
    const life = "server" in event ? current.get(event.server) : undefined;
    // A start that failed before there was a process has no life.
    if (life === undefined) continue;
    switch (event.type) {
      case "server-ready":
        life.startup_ms = event.startupMs;
        life.server_version = event.serverVersion ?? null;
        break;
      case "server-failed":
        life.failure_class = event.failure.class;
        life.failure_reason = event.failure.reason;
        break;
      case "run-started":
        startOf.set(resultFile(event.name.directory, event.name.run), life.id);
        break;
      case "server-stopped":
        life.stopped_at = event.time;
        life.exit_code = event.exit.code;
        life.exit_signal = event.exit.signal;
        life.ledger = event.ledger === undefined ? null : JSON.stringify(event.ledger);
        current.delete(event.server);
        break;
    }
  }
  return { lives: lives.map((life) => ({ ...life })), startOf };
}

function newLife(id: number, event: Extract<Event, { type: "server-starting" }>): Life {
  return {
    id,
    name: event.server,
    argv: JSON.stringify(event.argv),
    env: JSON.stringify(event.env),
    log_file: event.logFile,
    // Older journals do not have these.
    round: event.round ?? null,
    gpus: event.gpus ?? null,
    placement: event.placement === undefined ? null : JSON.stringify(event.placement),
    ledger: null,
    started_at: event.time,
    startup_ms: null,
    server_version: null,
    stopped_at: null,
    exit_code: null,
    exit_signal: null,
    failure_class: null,
    failure_reason: null,
  };
}
