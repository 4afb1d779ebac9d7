/** Memory of GPUs that others hold: a server that finds too little of it is not at fault, and starts once they are gone. */
import { pause } from "../../lib/sleep.ts";
import { query, type QueryOptions } from "./query.ts";
import { nvidiaUsage } from "./nvidia_smi.ts";

/** How long others are waited for. */
const LIMIT_MS = 60_000;
const POLL_MS = 500;

/** vLLM: `Free memory on device cuda:0 (9.6/79.65 GiB) on startup is less than desired GPU memory utilization (0.9, 71.69 GiB)`. */
const SHORT =
  /Free memory on device (?:\w+:(?<device>\d+) )?\([\d.]+\/(?<total>[\d.]+) GiB\).*less than desired.*\([\d.]+, (?<wanted>[\d.]+) GiB\)/;

const MIB_PER_GIB = 1024;

/** Who holds memory, as `pid 123 python3 (70.1 GiB)`; empty where nobody can tell. */
export async function memoryHolders(options: QueryOptions = {}): Promise<string[]> {
  const text = await query("nvidia-smi", [
    "--query-compute-apps=pid,process_name,used_memory",
    "--format=csv,noheader,nounits",
  ], options);
  return (text ?? "").split("\n").flatMap((line) => {
    const [pid, name, mib] = line.split(",").map((cell) => cell.trim());
    if (!/^\d+$/.test(pid ?? "") || name === undefined) return [];
    const size = /^\d+$/.test(mib ?? "") ? ` (${(Number(mib) / MIB_PER_GIB).toFixed(1)} GiB)` : "";
    return [`pid ${pid} ${name}${size}`];
  });
}

/** Whether a log says that others hold the memory. */
export function isMemoryHeld(lines: readonly string[]): boolean {
  return lines.some((line) => SHORT.test(line));
}

/**
 * Waits, a minute at most, until as much memory is free as a log asks for.
 *
 * @param lines Of the log, with the sentence that says how much is wanted.
 * @param gpus Those of the server; none where they are not shared out: then the device that the log names is looked at.
 * @returns True if it is free; false if it is not in time, nobody can tell, or the signal was aborted.
 */
export async function memoryFree(
  lines: readonly string[],
  gpus: readonly string[],
  signal: AbortSignal,
  options: QueryOptions = {},
): Promise<boolean> {
  const { device = "0", total, wanted } = lines.map((line) => SHORT.exec(line)?.groups)
    .find((groups) => groups !== undefined) ?? {};
  if (total === undefined || wanted === undefined) return false;
  const mostUsedMiB = (Number(total) - Number(wanted)) * MIB_PER_GIB;
  const deadline = performance.now() + LIMIT_MS;
  while (!signal.aborted) {
    const usages = await nvidiaUsage(options);
    if (usages === null) return false;
    const own = usages.filter(({ id, uuid }) =>
      gpus.length === 0 ? id === device : gpus.some((name) => name === id || name === uuid)
    );
    if (own.length === 0) return false;
    if (own.every(({ usedMiB }) => usedMiB !== null && usedMiB <= mostUsedMiB)) return true;
    if (performance.now() >= deadline) return false;
    await pause(POLL_MS, { signal });
  }
  return false;
}
