/** How well server starts are packed: wall time against bounds that are computed from the same run. */
import { readJournal } from "../../src/store/journal.ts";
import { simulate } from "../../src/machine/simulate.ts";
import { ordered } from "../../src/machine/priority.ts";
import type { Event } from "../../src/journal/event.ts";
import { quoteWords } from "../../src/spec/shell_words.ts";
import { run, servesweep } from "./command.ts";
import type { Measure } from "./measure.ts";

const SERVER = new URL("programs/timed_server.ts", import.meta.url).pathname;
const BENCH = new URL("programs/timed_bench.sh", import.meta.url).pathname;
const GPUS = 8;
const RUNS = 2;

/** A server start of the sweep to be packed. */
interface Start {
  readonly gpus: number;
  readonly runSeconds: number;
}

/** 24 starts of one GPU, one at a time and packed; then starts of 1, 2, 4 and 8 GPUs. */
export async function measurePacking(directory: string): Promise<Measure[]> {
  const single: Start[] = Array.from({ length: 24 }, (_, n) => ({
    gpus: 1,
    // Different lengths, long and short ones mixed.
    runSeconds: 1 + ((n * 7) % 24) / 12,
  }));
  const mixed: Start[] = [8, 8, 4, 4, 4, 4, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    .map(
      (gpus, n) => ({ gpus, runSeconds: 0.5 + ((n * 5) % 7) / 10 }),
    );
  const alone = await sweep(directory, "alone", single, ["--parallel", "1"]);
  const packed = await sweep(directory, "packed", single, ["--parallel", "auto"]);
  const wide = await sweep(directory, "mixed", mixed, ["--parallel", "auto"]);
  return [
    {
      name: `24 starts on 8 GPUs (${seconds(packed.wallMs)}) to longest-first`,
      value: packed.wallMs / longestFirstMs(packed.lives),
      bound: 1.05,
      unit: "times",
    },
    {
      // The larger the better: as a share of what is asked for.
      name: `7 times as fast as one at a time (${seconds(alone.wallMs)})`,
      value: 7 / (alone.wallMs / packed.wallMs),
      bound: 1,
      unit: "of it",
    },
    {
      name: `starts of 1, 2, 4, 8 GPUs (${seconds(wide.wallMs)}) to the bound`,
      value: wide.wallMs / areaBoundMs(wide.lives),
      bound: 1.15,
      unit: "times",
    },
  ];
}

/** How long each server had its place, and the whole sweep. */
interface Packed {
  readonly wallMs: number;
  readonly lives: readonly Life[];
}

interface Life {
  readonly name: string;
  readonly gpus: number;
  readonly expectedMs: number;
}

async function sweep(
  directory: string,
  name: string,
  starts: readonly Start[],
  extra: readonly string[],
): Promise<Packed> {
  const server = [Deno.execPath(), "run", "-A", "--no-config", SERVER, "--port", "auto"];
  const serveParams = starts.map(({ gpus, runSeconds }, n) => ({
    _benchmark_name: `start${n}`,
    load_ms: 500,
    tensor_parallel_size: gpus,
    seconds: runSeconds,
  }));
  const benchParams = [...new Set(starts.map(({ runSeconds }) => runSeconds))]
    .map((seconds) => ({ seconds }));
  await run([
    ...["env", `SERVESWEEP_HISTORY=${directory}/durations.jsonl`],
    ...servesweep(),
    ...["serve", "--serve-cmd", quoteWords(server)],
    ...["--bench-cmd", quoteWords([BENCH, "--port", "auto"])],
    ...[
      "--serve-params",
      JSON.stringify(serveParams),
      "--bench-params",
      JSON.stringify(benchParams),
    ],
    ...["--link-vars", "seconds=seconds", "--num-runs", String(RUNS), "--no-cache-reset"],
    ...["--gpus", `0-${GPUS - 1}`, "--no-cpu-split", "-o", directory, "-e", name, ...extra],
  ], `${directory}/output`);
  const events = readJournal(`${directory}/${name}/journal.jsonl`)!.events;
  return { wallMs: finished(events).durationMs, lives: livesOf(events) };
}

function finished(events: readonly Event[]) {
  return events.find((event) => event.type === "sweep-finished")!;
}

function livesOf(events: readonly Event[]): Life[] {
  const gpus = new Map<string, number>();
  const lives: Life[] = [];
  for (const event of events) {
    if (event.type === "server-starting") gpus.set(event.server, event.gpus);
    if (event.type !== "server-stopped") continue;
    const expectedMs = Object.values(event.ledger).reduce((sum, ms) => sum + ms, 0);
    lives.push({ name: event.server, gpus: gpus.get(event.server)!, expectedMs });
  }
  return lives;
}

function longestFirstMs(lives: readonly Life[]): number {
  return simulate(ordered(lives, "longest"), { gpus: GPUS, parallel: GPUS }).wallMs;
}

/** No schedule ends before the longest start, or before all GPUs have done their share. */
function areaBoundMs(lives: readonly Life[]): number {
  const area = lives.reduce((sum, { gpus, expectedMs }) => sum + gpus * expectedMs, 0);
  return Math.max(area / GPUS, ...lives.map(({ expectedMs }) => expectedMs));
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
