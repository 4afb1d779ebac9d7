/** What rocm-smi tells, in its JSON. */
import { linkKey, linkNearness } from "../../machine/machine.ts";
import type { GpuDevice, GpuUsage } from "./gpu_device.ts";
import { query, type QueryOptions } from "./query.ts";

/** Fields of each card, and of `system`. */
type Answer = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** GPUs; null if there is no rocm-smi or it fails. */
export async function rocmGpus(options: QueryOptions): Promise<GpuDevice[] | null> {
  const flags = ["--showproductname", "--showmeminfo", "vram", "--showuniqueid", "--showbus"];
  const answer = await ask([...flags, "--showdriverversion"], options);
  if (answer === null) return null;
  return cards(answer).map(({ id, fields }) => ({
    id,
    uuid: uuidOf(fields),
    // Its spelling has changed between releases.
    name: fields["Card Series"] ?? fields["Card series"] ?? fields["Device Name"] ?? "AMD GPU",
    memoryMiB: mebibytes(fields["VRAM Total Memory (B)"]),
    driver: answer.system?.["Driver version"] ?? null,
    busId: fields["PCI Bus"] ?? null,
    parts: [],
  }));
}

/** Memory in use on each GPU; null if it cannot be told now. */
export async function rocmUsage(options: QueryOptions): Promise<GpuUsage[] | null> {
  const answer = await ask(["--showmeminfo", "vram", "--showuniqueid"], options);
  if (answer === null) return null;
  return cards(answer).map(({ id, fields }) => ({
    id,
    uuid: uuidOf(fields),
    usedMiB: mebibytes(fields["VRAM Total Used Memory (B)"]),
  }));
}

/** How near GPUs are, by their indices. Told once for each pair. */
export async function rocmLinks(options: QueryOptions): Promise<ReadonlyMap<string, number>> {
  const links = new Map<string, number>();
  const { system = {} } = await ask(["--showtopotype"], options) ?? {};
  for (const [key, value] of Object.entries(system)) {
    const [, a, b] = /Link type between DRM devices (\d+) and (\d+)$/.exec(key) ?? [];
    // rocm-smi knows no more of a path over PCIe.
    const nearness = linkNearness(value === "PCIE" ? "SYS" : value);
    if (a !== undefined && a !== b && nearness !== null) links.set(linkKey(a, b!), nearness);
  }
  return links;
}

async function ask(flags: readonly string[], options: QueryOptions): Promise<Answer | null> {
  const text = await query("rocm-smi", [...flags, "--json"], options);
  if (text === null) return null;
  try {
    // Warnings may stand before it.
    return JSON.parse(text.slice(text.indexOf("{")));
  } catch {
    return null;
  }
}

function cards(answer: Answer): { id: string; fields: Answer[string] }[] {
  return Object.entries(answer).flatMap(([key, fields]) => {
    const id = /^card(\d+)$/.exec(key)?.[1];
    return id === undefined ? [] : [{ id, fields }];
  }).sort((a, b) => Number(a.id) - Number(b.id));
}

/** `GPU-` and the unique id, as ROCm names it in its variables. */
function uuidOf(fields: Answer[string]): string | null {
  const id = /^0x([0-9a-f]+)$/i.exec(fields["Unique ID"] ?? "")?.[1];
  return id === undefined ? null : `GPU-${id.toLowerCase()}`;
}

function mebibytes(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Math.round(Number(text) / 2 ** 20) : null;
}
