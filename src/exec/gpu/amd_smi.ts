/** What amd-smi tells, in its JSON: ROCm 6 and later, where rocm-smi is on its way out. */
import { linkKey, linkNearness } from "../../machine/machine.ts";
import type { GpuDevice, GpuUsage } from "./gpu_device.ts";
import { query, type QueryOptions } from "./query.ts";

type Fields = Readonly<Record<string, unknown>>;

/** GPUs; null if there is no amd-smi or it fails. */
export async function amdGpus(options: QueryOptions): Promise<GpuDevice[] | null> {
  const gpus = await ask(["static", "--asic", "--bus", "--driver", "--vram"], options);
  return gpus?.map((gpu) => ({
    id: idOf(gpu),
    uuid: uuidOf(gpu),
    name: text(fields(gpu, "asic")["market_name"]) ?? "AMD GPU",
    memoryMiB: mebibytes(fields(gpu, "vram")["size"]),
    driver: text(fields(gpu, "driver")["version"]),
    busId: text(fields(gpu, "bus")["bdf"]),
    parts: [],
  })) ?? null;
}

/** Memory in use on each GPU; null if it cannot be told now. */
export async function amdUsage(options: QueryOptions): Promise<GpuUsage[] | null> {
  const gpus = await ask(["metric", "--mem-usage"], options);
  return gpus?.map((gpu) => ({
    id: idOf(gpu),
    uuid: null,
    usedMiB: mebibytes(fields(gpu, "mem_usage")["used_vram"]),
  })) ?? null;
}

/** How near GPUs are, by their indices. */
export async function amdLinks(options: QueryOptions): Promise<ReadonlyMap<string, number>> {
  const nearness = new Map<string, number>();
  for (const gpu of await ask(["topology"], options) ?? []) {
    const links = gpu["links"];
    for (const link of Array.isArray(links) ? links.filter(isFields) : []) {
      const type = text(link["link_type"]);
      // It knows no more of a path over PCIe.
      const near = type === null ? null : linkNearness(type === "PCIE" ? "SYS" : type);
      const [a, b] = [idOf(gpu), idOf(link)];
      if (a !== b && near !== null) nearness.set(linkKey(a, b), near);
    }
  }
  return nearness;
}

/** One object a GPU; null if there is none. */
async function ask(args: readonly string[], options: QueryOptions): Promise<Fields[] | null> {
  const answer = await query("amd-smi", [...args, "--json"], options);
  if (answer === null) return null;
  // Warnings may stand before it.
  const start = answer.search(/[[{]/);
  let value: unknown;
  try {
    value = JSON.parse(answer.slice(Math.max(0, start)));
  } catch {
    return null;
  }
  // ROCm 7 has the list in an object.
  const list = isFields(value) ? value["gpu_data"] : value;
  const gpus = Array.isArray(list) ? list.filter(isFields).filter((gpu) => "gpu" in gpu) : [];
  return gpus.length === 0 ? null : gpus;
}

function idOf(gpu: Fields): string {
  return String(gpu["gpu"]);
}

/** `GPU-` and the serial number, as ROCm names it in its variables. */
function uuidOf(gpu: Fields): string | null {
  const serial = /^0x([0-9a-f]+)$/i.exec(text(fields(gpu, "asic")["asic_serial"]) ?? "")?.[1];
  return serial === undefined ? null : `GPU-${serial.toLowerCase()}`;
}

/** `{"value": 196592, "unit": "MB"}`, as it is printed; its megabytes are mebibytes. Null for `N/A`. */
function mebibytes(size: unknown): number | null {
  const { value, unit } = isFields(size) ? size : { value: size, unit: "MB" };
  const factor = { MB: 1, GB: 1024, B: 2 ** -20, KB: 2 ** -10 }[String(unit)];
  const number = Number(value);
  return factor === undefined || value === null || !Number.isFinite(number)
    ? null
    : Math.round(number * factor);
}

function fields(gpu: Fields, name: string): Fields {
  const value = gpu[name];
  return isFields(value) ? value : {};
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" && value !== "N/A" ? value : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
