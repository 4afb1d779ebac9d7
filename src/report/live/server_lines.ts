/** One line for each server that runs: its GPUs, its name, what it does, for how long. */
import { counted } from "../../lib/count.ts";
import { elapsedText } from "../../lib/duration.ts";
import type { Outlook } from "../../forecast/forecast.ts";
import { gpuSetText } from "./gpu_set.ts";
import type { Doing, LiveServer } from "../../journal/lives.ts";
import { type Span, span, type Style } from "./spans.ts";
import { columnsOf, cut, cutMiddle, padded } from "../../lib/width.ts";
import { benchTitle, serverTitle } from "./titles.ts";

/** What there is room for, and when. */
export interface ServersWindow {
  readonly nowMs: number;
  readonly columns: number;
  readonly rows: number;
}

/** A line before it is cut. */
interface Cells {
  readonly gpus: string;
  readonly server: string;
  readonly doing: Doing;
  /** Name of the bench set; empty where there is none. */
  readonly bench: string;
  readonly time: string;
  readonly timeStyle: Style;
}

/** What takes so much longer than expected, and so much in any case, is marked. */
const OVERDUE_FACTOR = 1.5;
const OVERDUE_MS = 5_000;
/** The least that is shown of the name of a bench set before the word for what is done is left out. */
const BENCH_MIN = 8;
/** Narrower lines leave out how long it should take, and have narrower gaps: names need the room more. */
const ROOMY_FROM = 55;

/** The lines, as many as there are rows; if there are more servers, the last line counts them. */
export function serverLines(
  servers: readonly LiveServer[],
  outlook: Outlook,
  { nowMs, columns, rows }: ServersWindow,
): Span[][] {
  if (rows <= 0) return [];
  const shown = servers.length <= rows ? servers : servers.slice(0, rows - 1);
  const isRoomy = columns >= ROOMY_FROM;
  const gap = isRoomy ? "  " : " ";
  const cells = shown.map((server) => cellsOf(server, outlook.expectedMs(server), nowMs, isRoomy));
  const widths = widthsOf(cells, columns, gap.length);
  const lines = cells.map((cell): Span[] => [
    ...(widths.gpus === 0 ? [] : [span(padded(cut(cell.gpus, widths.gpus), widths.gpus) + gap)]),
    span(padded(cutMiddle(cell.server, widths.server), widths.server) + gap, "strong"),
    span(padded(doingText(cell, widths.doing), widths.doing) + gap),
    span(cell.time, cell.timeStyle),
  ]);
  if (shown.length === servers.length) return lines;
  return [...lines, [span(foldedText(servers.slice(shown.length)), "quiet")]];
}

function cellsOf(
  { server, round, gpus, doing, sinceMs }: LiveServer,
  expectedMs: number | null,
  nowMs: number,
  isRoomy: boolean,
): Cells {
  const tookMs = Math.max(0, nowMs - sinceMs);
  const isKnown = expectedMs !== null && expectedMs >= 1_000;
  const isOverdue = isKnown &&
    tookMs > Math.max(OVERDUE_FACTOR * expectedMs, expectedMs + OVERDUE_MS);
  return {
    gpus: gpuSetText(gpus),
    server: serverTitle(server, round),
    doing,
    bench: "name" in doing ? benchTitle(server, doing.name.directory) : "",
    time: elapsedText(tookMs) + (isKnown && isRoomy ? ` of ${elapsedText(expectedMs)}` : ""),
    timeStyle: isOverdue ? "overdue" : "plain",
  };
}

/** The server's cell and that of what it does share what the others leave: a short one leaves its room to the other. */
function widthsOf(cells: readonly Cells[], columns: number, gap: number) {
  const widest = (text: (cell: Cells) => string) =>
    Math.max(0, ...cells.map((c) => columnsOf(text(c))));
  const gpus = Math.min(widest(({ gpus }) => gpus), Math.max(8, Math.floor(columns / 4)));
  const time = widest(({ time }) => time);
  const fullServer = widest(({ server }) => server);
  const fullDoing = widest((cell) => doingText(cell, Infinity));
  const gaps = gap * (gpus === 0 ? 2 : 3);
  const room = Math.max(2, columns - gpus - time - gaps);
  if (fullServer + fullDoing <= room) return { gpus, server: fullServer, doing: fullDoing };
  const server = Math.min(fullServer, Math.max(Math.floor(room * 0.35), room - fullDoing));
  return { gpus, server, doing: room - server };
}

function doingText({ doing, bench }: Cells, columns: number): string {
  if (doing.kind !== "measuring" && doing.kind !== "warm-up") return cut(doing.kind, columns);
  const word = doing.kind === "measuring" ? "measuring " : "warm-up of ";
  const run = doing.kind === "measuring" ? ` run ${doing.name.run}` : "";
  const room = columns - run.length;
  const isRoomy = room - word.length >= Math.min(BENCH_MIN, columnsOf(bench));
  const start = isRoomy ? word : "";
  return cut(start + cutMiddle(bench, Math.max(1, room - start.length)) + run, columns);
}

function foldedText(servers: readonly LiveServer[]): string {
  const kinds = new Map<string, number>();
  for (const { doing: { kind } } of servers) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const parts = [...kinds].map(([kind, count]) => `${count} ${kind}`);
  return `and ${counted(servers.length, "more server", "more servers")}: ${parts.join(", ")}`;
}
