/** What `servesweep status` prints for people. */
import { roundOf } from "../../plan/start_id.ts";
import { quoteWords } from "../../spec/shell_words.ts";
import { guardsText } from "../guards_text.ts";
import { ledgerText } from "../ledger_text.ts";
import { durationText, elapsedText } from "../../lib/duration.ts";
import { renderBlock } from "./block.ts";
import type { FailureNote } from "../../journal/state.ts";
import { isUnfinished, type StatusReport } from "./status_report.ts";
import { harmless } from "../../lib/width.ts";
import { runTitle, serverTitle } from "./titles.ts";

/** Failures that are shown; --json has more. */
const SHOWN_FAILURES = 10;

/** All of it, lines ended. @param columns Width of the window; Infinity for none. */
export function statusText(report: StatusReport, columns: number, color: boolean): string {
  const { directory, life, view, nowMs } = report;
  const { state } = view;
  const lines = [`Sweep ${harmless(directory)}: ${lifeText(report)}`];
  if (life.kind === "died" && state.servers.length > 0) lines.push("When it died:");
  lines.push(...renderBlock(view, { columns, rows: Infinity, nowMs, color }));
  lines.push(...failureLines(report));
  let text = lines.map((line) => `${line}\n`).join("") + guardsText(state.guards);
  if (state.end?.ledger) text += ledgerText(state.end.ledger);
  return text + resumeText(report);
}

function lifeText({ life, view: { state }, nowMs }: StatusReport): string {
  const { end, startedAtMs, lastEventAtMs } = state;
  if (startedAtMs === null) return "nothing has happened in it yet";
  const since = ` since ${timeText(startedAtMs)}`;
  const last = lastEventAtMs === null ? "" : `last event ${timeText(lastEventAtMs)}`;
  switch (life.kind) {
    case "running":
      return `running (pid ${life.pid} on ${life.host}${since}; ${last}, ${
        elapsedText(nowMs - (lastEventAtMs ?? nowMs))
      } ago)`;
    case "finished": {
      const { exitCode, reason, durationMs, atMs } = end!;
      const how = exitCode === 0 ? "finished" : `ended with exit code ${exitCode}`;
      return `${how} ${timeText(atMs)} after ${durationText(durationMs)}${
        reason === null ? "" : `: ${harmless(reason)}`
      }`;
    }
    case "died": {
      const where = life.host === null ? "" : ` on ${life.host}`;
      return `died: there is no process ${life.pid}${where} any more (${last})`;
    }
    case "elsewhere":
      return `pid ${life.pid} on ${life.host}${since}; whether it lives cannot be told from here (${last})`;
  }
}

function failureLines({ directory, view: { state } }: StatusReport): string[] {
  const { failures } = state;
  if (failures.length === 0) return [];
  const shown = failures.slice(-SHOWN_FAILURES);
  const more = failures.length - shown.length;
  return [
    more > 0 ? `Failures, the last ${shown.length} of ${failures.length}:` : "Failures:",
    ...shown.map((note) => failureLine(note, directory)),
  ];
}

function failureLine({ start, server, name, failure }: FailureNote, directory: string): string {
  const what = name === null
    ? `server ${serverTitle(server, roundOf(start))}`
    : runTitle(server, name);
  const log = failure.logFile === null ? "" : ` (${directory}/${failure.logFile})`;
  return harmless(`  ${what}: ${failure.class}: ${failure.reason}${log}`);
}

function resumeText(report: StatusReport): string {
  const { resume } = report;
  if (resume === null || !isUnfinished(report)) return "";
  const { argv, workingDirectory } = resume;
  const where = workingDirectory === null ? "" : `, in ${workingDirectory}`;
  return harmless(`To go on${where}: ${quoteWords(argv)}`) + "\n";
}

/** As the lines of a sweep have it. */
function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")}Z`;
}
