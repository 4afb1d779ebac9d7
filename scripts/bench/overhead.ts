/** What servesweep adds to the server and the benchmark that it runs. */
import { quoteWords } from "../../src/spec/shell_words.ts";
import { run, servesweep } from "./command.ts";
import { EXAMPLE } from "./example.ts";
import type { Measure } from "./measure.ts";

const SERVER = new URL("programs/server.ts", import.meta.url).pathname;
const BENCH = new URL("programs/bench.sh", import.meta.url).pathname;
const STARTS = 6;
const COMBINATIONS = 3;
const RUNS = 3;
/** Of how many rounds the best counts. */
const ROUNDS = 2;

/** Times in ms. */
interface Parts {
  /** One life of a server: spawn, first answer, TERM, exit. */
  readonly startMs: number;
  readonly runMs: number;
}

/**
 * A sweep of 6 starts and 54 runs against its parts run bare. The overheads of a run and of a start come from
 * differences between sweeps that differ in nothing else, so the start of servesweep itself is in neither.
 */
export async function measureOverhead(directory: string): Promise<Measure[]> {
  const port = freePort();
  const server = [Deno.execPath(), "run", "-A", "--no-config", SERVER, String(port)];
  const bare: Parts[] = [];
  const full: number[] = [];
  const fewRuns: number[] = [];
  const oneStart: number[] = [];
  let count = 0;
  const sweep = async (serveParams: string, runs: number) => {
    const { ms } = await run([
      ...servesweep(),
      ...["serve", "--serve-cmd", quoteWords(server), "--bench-cmd", quoteWords([BENCH])],
      ...["--health-url", `http://127.0.0.1:${port}/`, "--no-cache-reset", "--quiet"],
      ...["--serve-params", serveParams, "--bench-params", EXAMPLE.benchParams],
      ...["--num-runs", String(runs), "-o", directory, "-e", `sweep${count++}`],
    ], `${directory}/output`);
    return ms;
  };
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await measureParts(server, port, directory));
    full.push(await sweep(EXAMPLE.serveParams, RUNS));
    fewRuns.push(await sweep(EXAMPLE.serveParams, 1));
    // As many runs from one start: six starts and as many combinations less.
    oneStart.push(await sweep("[{}]", STARTS * RUNS));
  }
  const startMs = Math.min(...bare.map(({ startMs }) => startMs));
  const runMs = Math.min(...bare.map(({ runMs }) => runMs));
  const runs = STARTS * COMBINATIONS * RUNS;
  const partsMs = STARTS * startMs + runs * runMs;
  const fullMs = Math.min(...full);
  const perRunMs = (fullMs - Math.min(...fewRuns)) / (STARTS * COMBINATIONS * (RUNS - 1)) - runMs;
  const perStartMs = (fullMs - Math.min(...oneStart)) / (STARTS - 1) - startMs;
  return [
    {
      name: `sweep (${(fullMs / 1000).toFixed(2)} s) to the sum of its parts`,
      value: fullMs / partsMs,
      bound: 1.1,
      unit: "times",
    },
    { name: "overhead of a run", value: perRunMs, bound: 10, unit: "ms" },
    { name: "overhead of a server start", value: perStartMs, bound: 40, unit: "ms" },
  ];
}

/** The same commands without servesweep, as often as the sweep runs them; means. */
async function measureParts(server: string[], port: number, directory: string): Promise<Parts> {
  let startMs = 0;
  let runMs = 0;
  for (let start = 0; start < STARTS; start++) {
    const begin = performance.now();
    const child = new Deno.Command(server[0]!, {
      args: server.slice(1),
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    while (!await answers(port)) await new Promise((resolve) => setTimeout(resolve, 1));
    startMs += performance.now() - begin;
    for (let run = 0; run < COMBINATIONS * RUNS; run++) runMs += await bareRun(directory);
    const end = performance.now();
    child.kill("SIGTERM");
    await child.status;
    startMs += performance.now() - end;
  }
  return { startMs: startMs / STARTS, runMs: runMs / (STARTS * COMBINATIONS * RUNS) };
}

async function bareRun(directory: string): Promise<number> {
  const startedAt = performance.now();
  const { success } = await new Deno.Command(BENCH, {
    args: ["--result-dir", directory, "--result-filename", "bare.json"],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn().status;
  if (!success) throw new Error(`"${BENCH}" failed`);
  return performance.now() - startedAt;
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: "close" } });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
