/** What servesweep takes of the machine while it waits for servers that print a lot. */
import { quoteWords } from "../../src/spec/shell_words.ts";
import { servesweep } from "./command.ts";
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

/** Eight servers side by side, each with one long run; looked at from the process table. */
export async function measureLoad(directory: string): Promise<Measure[]> {
  const server = [
    ...[Deno.execPath(), "run", "-A", "--no-config", SERVER, "--port", "auto"],
    ...["--log-bytes-per-s", String(LOG_BYTES_PER_S / SERVERS)],
  ];
  const sets = Array.from({ length: SERVERS }, (_, n) => ({ _benchmark_name: `start${n}` }));
  const [program, ...words] = [
    ...servesweep(),
    ...["serve", "--serve-cmd", quoteWords(server)],
    ...["--bench-cmd", quoteWords([BENCH, "--port", "auto", "--seconds", String(RUN_SECONDS)])],
    ...["--serve-params", JSON.stringify(sets), "--num-runs", "1", "--no-cache-reset"],
    ...["--gpus", `0-${SERVERS - 1}`, "--parallel", "auto", "--no-cpu-split"],
    ...["-o", directory, "-e", "load"],
  ];
  const child = new Deno.Command(program!, {
    args: words,
    stdin: "null",
    stdout: "null",
    stderr: "null",
    env: { SERVESWEEP_HISTORY: "" },
  }).spawn();
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
