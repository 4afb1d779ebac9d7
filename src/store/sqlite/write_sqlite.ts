/** Writes an experiment into one SQLite file. */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Experiment } from "../../analysis/experiment.ts";
import { type ServerLife, serverLives } from "../../journal/lives.ts";
import { paramKeys, type Row, runMetrics } from "../../analysis/rows.ts";
import { strictJson } from "../../json/python.ts";
import { type Json, JsonNumber, type JsonObject } from "../../json/value.ts";
import { resultFile } from "../../plan/paths.ts";
import { makeAtomic } from "../atomic.ts";
import { SCHEMA, SCHEMA_VERSION } from "./schema.ts";

type Value = null | number | bigint | string;

/** The only sweep of a file. More may come from other files by ATTACH. */
const SWEEP_ID = 1;

/**
 * Writes the file, whole or not at all; one that is there is replaced.
 *
 * @throws {Error} As the file system or SQLite says; an old file is untouched then.
 */
export function writeSqlite(path: string, experiment: Experiment, rows: readonly Row[]): void {
  makeAtomic(path, (temporary) => {
    // Left over by a crash: SQLite would go on in it.
    if (isThere(temporary)) Deno.removeSync(temporary);
    const database = new DatabaseSync(temporary);
    try {
      // Nobody reads the file before it is renamed, so it needs no journal.
      database.exec(`PRAGMA journal_mode = OFF; PRAGMA user_version = ${SCHEMA_VERSION}`);
      database.exec(`BEGIN; ${SCHEMA}`);
      fill(database, experiment, rows);
      database.exec("COMMIT");
    } finally {
      database.close();
    }
    using file = Deno.openSync(temporary, { read: true });
    file.syncSync();
  });
}

function fill(database: DatabaseSync, experiment: Experiment, rows: readonly Row[]): void {
  const insert = new Inserter(database);
  insert.row("sweeps", sweepRow(experiment));
  /** Which life measured each run, by its result file; the last time counts. */
  const startOf = new Map<string, number>();
  for (const life of serverLives(experiment.events)) {
    const id = insert.row("starts", startRow(life));
    for (const { directory, run } of life.runs) startOf.set(resultFile(directory, run), id);
  }
  for (const row of rows) {
    const { directory, server, gpus, combination, failures } = row;
    const { serveParams, benchParams, plannedRuns } = combination;
    const combinationId = insert.row("combinations", {
      sweep_id: SWEEP_ID,
      directory,
      server,
      serve_params: strictJson(serveParams),
      bench_params: strictJson(benchParams),
      planned_runs: plannedRuns,
      gpus,
    });
    addParams(insert, combinationId, "serve", serveParams);
    addParams(insert, combinationId, "bench", benchParams);
    const params = paramKeys(combination);
    for (const { run, file, logFile, benchArgv, result } of combination.runs) {
      const runId = insert.row("runs", {
        combination_id: combinationId,
        start_id: startOf.get(resultFile(directory, run)) ?? null,
        run_number: run,
        file,
        log_file: logFile,
        argv: benchArgv === null ? null : JSON.stringify(benchArgv),
        result: strictJson(result),
      });
      for (const [name, value] of runMetrics(result, params, gpus)) {
        insert.row("metrics", { run_id: runId, name, value });
      }
    }
    for (const { run, failure: { class: kind, reason, logTail, logFile } } of failures) {
      insert.row("failures", {
        combination_id: combinationId,
        run_number: run,
        class: kind,
        reason,
        log_tail: logTail.join("\n"),
        log_file: logFile,
      });
    }
  }
}

function sweepRow({ name, sessions, events }: Experiment): Record<string, Value> {
  const end = events.findLast(({ type }) => type === "sweep-finished" || type === "sweep-started");
  const isOver = end?.type === "sweep-finished";
  const version = sessions.at(-1)?.get("servesweep");
  return {
    id: SWEEP_ID,
    name,
    servesweep: typeof version === "string" ? version : null,
    started_at: events[0]?.time ?? null,
    finished_at: isOver ? end.time : null,
    exit_code: isOver ? end.exitCode : null,
    ledger: isOver && end.ledger !== null ? JSON.stringify(end.ledger) : null,
    sessions: strictJson([...sessions]),
  };
}

function startRow(life: ServerLife): Record<string, Value> {
  const { failure, exit, ledger } = life;
  return {
    sweep_id: SWEEP_ID,
    start: life.start,
    name: life.server,
    argv: JSON.stringify(life.argv),
    env: JSON.stringify(life.env),
    log_file: life.logFile,
    round: life.round,
    gpus: life.gpusAsked,
    placement: JSON.stringify(life.placement),
    ledger: ledger === null ? null : JSON.stringify(ledger),
    started_at: new Date(life.from).toISOString(),
    startup_ms: life.startupMs,
    server_version: life.version,
    stopped_at: exit === null ? null : new Date(life.to).toISOString(),
    exit_code: exit?.code ?? null,
    exit_signal: exit?.signal ?? null,
    failure_class: failure?.class ?? null,
    failure_reason: failure?.reason ?? null,
  };
}

function addParams(insert: Inserter, id: number, side: string, params: JsonObject): void {
  for (const [name, value] of params) {
    insert.row("params", { combination_id: id, side, name, value: sqlValue(value) });
  }
}

/** The largest integer of SQLite. */
const INT64_MAX = 2n ** 63n - 1n;

function sqlValue(value: Json): Value {
  if (typeof value === "boolean") return Number(value);
  if (value instanceof JsonNumber) {
    if (!value.isInteger) return value.toNumber();
    const integer = BigInt(value.text);
    // Beyond it SQLite would round: the digits are kept as text.
    return integer > INT64_MAX || integer < -INT64_MAX ? value.text : integer;
  }
  return typeof value === "object" && value !== null ? strictJson(value) : value;
}

/** Inserts rows; one prepared statement a table. */
class Inserter {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @returns Id of the new row. */
  row(table: string, values: Readonly<Record<string, Value>>): number {
    let statement = this.#statements.get(table);
    if (statement === undefined) {
      const names = Object.keys(values);
      const marks = names.map(() => "?").join(", ");
      statement = this.#database.prepare(
        `INSERT INTO ${table} (${names.join(", ")}) VALUES (${marks})`,
      );
      this.#statements.set(table, statement);
    }
    return Number(statement.run(...Object.values(values)).lastInsertRowid);
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.lstatSync(path) !== null;
  } catch {
    return false;
  }
}
