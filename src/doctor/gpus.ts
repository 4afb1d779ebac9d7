/** GPUs, their driver, and who uses their memory now. */
import { type Check, fail, ok, warn } from "../result/check.ts";
import type { GpuDevice, GpuUsage } from "../exec/gpu/gpu_device.ts";
import { findGpus } from "../exec/gpu/gpu_tool.ts";
import { query } from "../exec/gpu/query.ts";
import { which } from "../exec/process/which.ts";
import type { DoctorSubject } from "./subject.ts";

const NAME = "gpus";

/** More than a driver and a desktop take. */
const IDLE_MIB = 1024;

/** Asks nvidia-smi, else rocm-smi. */
export async function probeGpus({ engine }: DoctorSubject): Promise<Check[]> {
  const path = Deno.env.get("PATH") ?? "";
  const tools = ["nvidia-smi", "rocm-smi"].filter((program) => which(program, path) !== null);
  const found = tools.length === 0 ? null : await findGpus();
  if (found === null) return [withoutGpus(tools, engine !== null && engine.gpuNeed !== "required")];
  const { tool, gpus } = found;
  const holders = tool.vendor === "nvidia" ? await nvidiaHolders() : [];
  const usages = await tool.usage({}) ?? [];
  const driver = gpus[0]!.driver === null ? "" : `, driver ${gpus[0]!.driver}`;
  return [
    ok(NAME, `${models(gpus)}${driver} (${tool.program})`),
    ...holders.length > 0 ? holders : usages.flatMap(busyGpu),
  ];
}

function withoutGpus(tools: readonly string[], isFine: boolean): Check {
  if (tools.length > 0) {
    return fail(
      NAME,
      `${tools.join(" and ")} shows no GPU`,
      `Run ${
        tools[0]
      } by hand: the driver may not be loaded, or the GPUs not be given to this container`,
    );
  }
  if (isFine) return ok(NAME, "None found (no nvidia-smi or rocm-smi on PATH), none needed");
  return warn(
    NAME,
    "None found: neither nvidia-smi nor rocm-smi is on PATH",
    "Install the driver's tools, unless the server is to run on the CPU",
  );
}

/** `8 x NVIDIA H100 80GB HBM3 (79.6 GiB)`. */
function models(gpus: readonly GpuDevice[]): string {
  const counts = new Map<string, number>();
  for (const { name, memoryMiB } of gpus) {
    const model = memoryMiB === null ? name : `${name} (${(memoryMiB / 1024).toFixed(1)} GiB)`;
    counts.set(model, (counts.get(model) ?? 0) + 1);
  }
  return [...counts].map(([model, count]) => `${count} x ${model}`).join(", ");
}

/** Processes that have memory on a GPU, as far as nvidia-smi shows them: in a container it shows none. */
async function nvidiaHolders(): Promise<Check[]> {
  const text = await query("nvidia-smi", [
    "--query-compute-apps=pid,process_name,used_memory",
    "--format=csv,noheader,nounits",
  ]);
  return (text ?? "").split("\n").map((line) => line.split(",").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 3)
    .map(([pid, name, mib]) =>
      warn(
        NAME,
        `pid ${pid} (${name}) has ${mib} MiB of GPU memory`,
        "End it, or leave its GPU out: it takes memory and time from what is measured",
      )
    );
}

function busyGpu({ id, usedMiB }: GpuUsage): Check[] {
  if (usedMiB === null || usedMiB < IDLE_MIB) return [];
  return [warn(
    NAME,
    `GPU ${id} has ${usedMiB} MiB in use, by processes that cannot be seen from here`,
    "End them, or leave the GPU out",
  )];
}
