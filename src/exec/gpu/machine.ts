/** What this machine offers to server starts: its GPUs, their nearness, its processors. */
import { UsageError } from "../../lib/errors.ts";
import { type Gpu, type Machine, plainMachine } from "../../machine/machine.ts";
import { byUuid, type Variables, visibleGpus } from "../../machine/visible_gpus.ts";
import type { GpuRequest } from "../../spec/gpu_list.ts";
import { allowedCpus, cpusNearDevice, physicalCores } from "./cpus.ts";
import type { GpuDevice } from "./gpu_device.ts";
import { findGpus } from "./gpu_tool.ts";
import type { Topology } from "./nvidia_topology.ts";

/** Options of {@linkcode readMachine}. */
export interface MachineOptions {
  /** Variables for the tools, and those that GPUs were left to us by. @default Our environment */
  readonly env?: Readonly<Record<string, string>>;
  /** How long each question to a tool may take. @default {20_000} */
  readonly limitMs?: number;
  /** Ends the questions. */
  readonly signal?: AbortSignal;
  /** @default {"/sys"} */
  readonly sysRoot?: string;
}

/** GPUs with less memory are integrated ones that rocm-smi lists too: no server fits. */
const LEAST_MEMORY_MIB = 1024;

/** Variables that may hide a GPU, those of the lowest layer first. */
const VARIABLES = ["ROCR_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "CUDA_VISIBLE_DEVICES"] as const;

/**
 * Reads the machine. `auto` takes every GPU that nvidia-smi, else amd-smi or rocm-smi lists and that CUDA_VISIBLE_DEVICES,
 * HIP_VISIBLE_DEVICES and ROCR_VISIBLE_DEVICES leave to us; a GPU that is divided counts as its parts. GPUs are called by
 * their index, for some servers take no UUID, and parts by their UUID. Without a tool there are no GPUs, or those of a list
 * as they are written.
 *
 * @throws {UsageError} If a list names a GPU that is not there, is hidden from us, or is named twice.
 */
export async function readMachine(
  request: GpuRequest,
  { env = Deno.env.toObject(), limitMs, signal, sysRoot }: MachineOptions = {},
): Promise<Machine> {
  const cpus = allowedCpus();
  const cores = physicalCores(cpus, sysRoot);
  const bare = { ...plainMachine([], cpus), cores };
  if (request.kind === "none") return bare;
  const options = {
    env,
    ...limitMs === undefined ? {} : { limitMs },
    ...signal === undefined ? {} : { signal },
  };
  const found = await findGpus(options);
  // Nothing else reads this variable.
  const hasRocrFilter = env.ROCR_VISIBLE_DEVICES !== undefined;
  if (found === null) {
    const ids = request.kind === "list" ? request.ids : [];
    const vendor = hasRocrFilter && ids.length > 0 ? "amd" : null;
    return { ...bare, ...plainMachine(ids, cpus), cores, vendor, hasRocrFilter };
  }
  const { tool, gpus } = found;
  const known = gpus.flatMap((gpu) => [gpu, ...gpu.parts]);
  const visible = visibleGpus(known, tool.vendor, env);
  const chosen = request.kind === "auto"
    ? undivided(visible).filter(({ memoryMiB }) => (memoryMiB ?? Infinity) >= LEAST_MEMORY_MIB)
    : listedGpus(request.ids, known, visible, env);
  const topology = await tool.topology(options);
  return {
    ...bare,
    vendor: tool.vendor,
    gpus: chosen.map((gpu) => described(gpu, gpus, topology, sysRoot)),
    links: topology.links,
    hasRocrFilter,
  };
}

/** GPUs with the parts of those that are divided in their place. */
function undivided(gpus: readonly GpuDevice[]): readonly GpuDevice[] {
  return [...new Set(gpus.flatMap((gpu) => gpu.parts.length > 0 ? gpu.parts : [gpu]))];
}

/** The GPUs of a list. */
function listedGpus(
  ids: readonly string[],
  known: readonly GpuDevice[],
  visible: readonly GpuDevice[],
  env: Variables,
): readonly GpuDevice[] {
  const names = new Map<GpuDevice, string>();
  for (const id of ids) {
    const named = known.find((gpu) => gpu.id === id) ?? byUuid(known, id);
    if (named === undefined) {
      throw new UsageError(`--gpus names GPU ${id}, which is not there: there is ${list(visible)}`);
    }
    for (const gpu of undivided([named])) {
      if (!visible.includes(gpu) && !visible.includes(named)) {
        throw new UsageError(
          `--gpus names GPU ${id}, which ${hidingVariable(env)} hides: there is ${list(visible)}`,
        );
      }
      if (names.has(gpu)) {
        throw new UsageError(`--gpus names GPU ${gpu.id} twice: as ${names.get(gpu)} and as ${id}`);
      }
      names.set(gpu, id);
    }
  }
  return [...names.keys()];
}

function list(gpus: readonly GpuDevice[]): string {
  const ids = undivided(gpus).map(({ id }) => id);
  return ids.length === 0 ? "none" : ids.join(", ");
}

/** The variable that hides a GPU, with its value. */
function hidingVariable(env: Variables): string {
  const name = VARIABLES.find((name) => env[name] !== undefined) ?? VARIABLES[0];
  return `${name}=${env[name]}`;
}

function described(
  { id, name, memoryMiB, busId }: GpuDevice,
  whole: readonly GpuDevice[],
  topology: Topology,
  sysRoot?: string,
): Gpu {
  const gpu = whole.find((gpu) => gpu.id === id || gpu.parts.some((part) => part.id === id));
  const near = topology.cpus.get(gpu?.id ?? id) ?? null;
  return {
    id,
    name,
    memoryMiB,
    cpus: near ?? (busId === null ? null : cpusNearDevice(busId, sysRoot)),
  };
}
