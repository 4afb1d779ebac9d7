/** What nvidia-smi tells. */
import type { GpuDevice, GpuUsage } from "./gpu_device.ts";
import { query, type QueryOptions } from "./query.ts";

/** GPUs with their parts; null if there is no nvidia-smi or it fails. */
export async function nvidiaGpus(options: QueryOptions): Promise<GpuDevice[] | null> {
  const [rows, list] = await Promise.all([
    table(["index", "uuid", "name", "memory.total", "pci.bus_id", "driver_version"], options),
    query("nvidia-smi", ["-L"], options),
  ]);
  if (rows === null) return null;
  const parts = partsByGpu(list ?? "");
  return rows.map(([id = "", uuid = "", name = "", memory, busId = "", driver = ""]) => ({
    id,
    uuid,
    name,
    memoryMiB: wholeNumber(memory),
    driver,
    busId,
    parts: (parts.get(id) ?? []).map((part) => ({
      id: part.uuid,
      uuid: part.uuid,
      name: `${name} ${part.name}`,
      memoryMiB: null,
      driver,
      busId,
      parts: [],
    })),
  }));
}

/** Memory in use on each GPU; null if it cannot be told now. */
export async function nvidiaUsage(options: QueryOptions): Promise<GpuUsage[] | null> {
  const rows = await table(["index", "uuid", "memory.used"], options);
  return rows?.map(([id = "", uuid = "", used]) => ({ id, uuid, usedMiB: wholeNumber(used) })) ??
    null;
}

/** What `nvidia-smi topo -m` prints; null if it cannot be had. */
export function nvidiaTopology(options: QueryOptions): Promise<string | null> {
  return query("nvidia-smi", ["topo", "-m"], options);
}

/** Answers for each GPU, in the order of the fields. */
async function table(fields: readonly string[], options: QueryOptions): Promise<string[][] | null> {
  const text = await query("nvidia-smi", [
    `--query-gpu=${fields.join(",")}`,
    "--format=csv,noheader,nounits",
  ], options);
  return text?.split("\n").map((line) => line.split(",").map((cell) => cell.trim()))
    .filter((cells) => cells.length === fields.length) ?? null;
}

/** `[N/A]` on machines whose GPU shares the memory of the machine. */
function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

/** The MIG devices in the list of `nvidia-smi -L`, by index of their GPU. */
function partsByGpu(list: string): Map<string, { name: string; uuid: string }[]> {
  const parts = new Map<string, { name: string; uuid: string }[]>();
  let gpu = "";
  for (const line of list.split("\n")) {
    gpu = /^GPU (\d+):/.exec(line)?.[1] ?? gpu;
    const [, name, uuid] = /^\s+(MIG \S+)\s.*\(UUID: (MIG-[^)]+)\)/.exec(line) ?? [];
    if (name !== undefined) parts.set(gpu, [...parts.get(gpu) ?? [], { name, uuid: uuid! }]);
  }
  return parts;
}
