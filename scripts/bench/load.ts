/** What servesweep takes of the machine while it waits for servers that print a lot. */
import { quoteWords } from "../../src/spec/shell_words.ts";
import { executable } from "./command.ts";
import type { Measure } from "./measure.ts";

const SERVER = new URL("programs/timed_server.ts", import.meta.url).pathname;
const BENCH = new URL("programs/timed_bench.sh", import.meta.url).pathname;
const SERVERS = 8;
/** Of all servers together. */
const LOG_BYTES_PER_S = 10_000_000;
const RUN_SECONDS = 12;
/** Part of the run that is looked at: its middle, when nothing begins or ends. */
const WINDOW_MS = 8_000;
/** Ticks of utime and stime in a second, on every Linux that Deno runs on. */
const TICKS_PER_S = 100;

/**
 * Eight servers side by side, each with one long run; looked at from the process table. Of the executable, as the source would be
 * compiled in memory; and not of its first start, which compiles and stores what later ones read.
 */
export async function measureLoad(directory: string): Promise<Measure[]> {
  const program = await executable();
  const first = start(program, directory, "first", 1, 0);
  if (!(await first.status).success) throw new Error("The sweep of one server failed");
  const child = start(program, directory, "load", SERVERS, RUN_SECONDS);
  await untilRunning(`${directory}/load/journal.jsonl`);
  const before = usage(child.pid);
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  const after = usage(child.pid);
  if (!(await child.status).success) throw new Error("The sweep of eight servers failed");
  const cpuMs = 1000 * (after.ticks - before.ticks) / TICKS_PER_S;
  return [
    {
      name: `memory with ${SERVERS} servers and ${LOG_BYTES_PER_S / 1e6} MB/s of logs`,
      value: after.residentBytes / 1e6,
      bound: 80,
      unit: "MB",
    },
    { name: "its share of a core", value: 100 * cpuMs / WINDOW_MS, bound: 2, unit: "%" },
  ];
}

function start(
  program: string,
  directory: string,
  name: string,
  servers: number,
  runSeconds: number,
): Deno.ChildProcess {
  const server = [
    ...[Deno.execPath(), "run", "-A", "--no-config", SERVER, "--port", "auto"],
    ...["--log-bytes-per-s", String(LOG_BYTES_PER_S / SERVERS)],
  ];
  const sets = Array.from({ length: servers }, (_, n) => ({ _benchmark_name: `start${n}` }));
  return new Deno.Command(program, {
    args: [
      ...["serve", "--serve-cmd", quoteWords(server)],
      ...["--bench-cmd", quoteWords([BENCH, "--port", "auto", "--seconds", String(runSeconds)])],
      ...["--serve-params", JSON.stringify(sets), "--num-runs", "1", "--no-cache-reset"],
      ...["--gpus", `0-${SERVERS - 1}`, "--parallel", "auto", "--no-cpu-split"],
      ...["-o", directory, "-e", name],
    ],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    env: { SERVESWEEP_HISTORY: "" },
  }).spawn();
}

async function untilRunning(journal: string): Promise<void> {
  for (;;) {
    const text = await Deno.readTextFile(journal).catch(() => "");
    if (text.split(`"type":"run-started"`).length > SERVERS) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function usage(pid: number): { readonly ticks: number; readonly residentBytes: number } {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const resident = /^VmRSS:\s*(\d+) kB/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))!;
  return {
    ticks: Number(fields[11]) + Number(fields[12]),
    residentBytes: Number(resident[1]) * 1024,
  };
}
