/** The lines that show a sweep at this moment, made for the size of a window. */
import { outlookText } from "./outlook_text.ts";
import { elapsedText } from "../../lib/duration.ts";
import type { Outlook } from "../../forecast/forecast.ts";
import { serverLines } from "./server_lines.ts";
import type { ResultNote } from "./last_results.ts";
import { type Limits, limitsText } from "./limits.ts";
import type { SweepState } from "../../journal/state.ts";
import { lineText, type Span, span } from "./spans.ts";
import { cutMiddle, harmless } from "../../lib/width.ts";

/** What is shown. */
export interface View {
  readonly state: SweepState;
  readonly outlook: Outlook;
  readonly limits: Limits;
  /** Oldest first. */
  readonly results: readonly ResultNote[];
}

/** Where and when it is shown. */
export interface Window {
  /** Infinity for text that is not shown in a window. */
  readonly columns: number;
  readonly rows: number;
  /** On the clock of the events. */
  readonly nowMs: number;
  readonly color: boolean;
}

/** Windows from this width on have a bar. */
const BAR_FROM = 60;
const BAR = 20;
/** Columns that a result's name is left, however narrow the window is. */
const NAME_MIN = 12;

/**
 * The lines of the block, none wider than the window, and one row less than it has at most: what runs is folded, and results are
 * left out, where there is no room.
 */
export function renderBlock(view: View, window: Window): string[] {
  const { columns, rows, color } = window;
  // The last column stays free: some terminals wrap as soon as it is written.
  const width = Math.max(1, columns - 1);
  const room = Math.max(1, rows - 1);
  const head = headLines(view, window).slice(0, room);
  const servers = serverLines(view.state.servers, view.outlook, {
    nowMs: window.nowMs,
    columns: width,
    rows: room - head.length,
  });
  const left = room - head.length - servers.length;
  const results = left > 0 ? resultLines(view.results, width).slice(-left) : [];
  return [...head, ...servers, ...results].map((line) => lineText(line, width, color));
}

function headLines({ state, outlook, limits }: View, { columns, nowMs }: Window): Span[][] {
  const { runs, done, reused, failedRuns, failedStarts, startedAtMs } = state;
  const counts: Span[] = [
    ...(columns < BAR_FROM || columns === Infinity ? [] : [bar(done, runs)]),
    span(`${done}/${runs} runs`, "strong"),
    ...(failedRuns > 0 ? [span(", "), span(`${failedRuns} failed`, "bad")] : []),
    ...(failedStarts > 0
      ? [
        span(", "),
        span(`${failedStarts} server start${failedStarts > 1 ? "s" : ""} failed`, "bad"),
      ]
      : []),
    ...(reused > 0 ? [span(`, ${reused} there before`, "quiet")] : []),
  ];
  // Whoever shows a sweep that has ended says when.
  if (state.end !== null) return [counts];
  const etaMs = outlook.etaMs(nowMs);
  const gone = startedAtMs === null ? "" : `${elapsedText(nowMs - startedAtMs)}, `;
  const limit = limitsText(limits, { nowMs, etaMs, gpuMs: state.gpuMs(nowMs) });
  return [
    counts,
    [span(gone + outlookText(etaMs, outlook.certainty))],
    ...(limit === "" ? [] : [[span(limit)]]),
  ];
}

function bar(done: number, runs: number): Span {
  const filled = runs === 0 ? BAR : Math.floor(BAR * Math.min(1, done / runs));
  return span(`[${"#".repeat(filled)}${"-".repeat(BAR - filled)}] `, "good");
}

function resultLines(results: readonly ResultNote[], columns: number): Span[][] {
  return results.map(({ place, detail }, index) => {
    const label = index === 0 ? "last " : "     ";
    const room = columns - label.length - detail.length - 1;
    const name = cutMiddle(harmless(place), Math.max(NAME_MIN, room));
    return [span(label, "quiet"), span(`${name} `), span(detail, "quiet")];
  });
}
