/** The GPUs of this machine and the tool that knows them, whoever made them. */
import { amdGpus, amdLinks, amdUsage } from "./amd_smi.ts";
import type { GpuDevice, GpuUsage } from "./gpu_device.ts";
import { nvidiaGpus, nvidiaTopology, nvidiaUsage } from "./nvidia_smi.ts";
import { parseTopology, type Topology } from "./nvidia_topology.ts";
import type { QueryOptions } from "./query.ts";
import { rocmGpus, rocmLinks, rocmUsage } from "./rocm_smi.ts";

/** One of the tools. All of its questions are bounded in time, and none throws. */
export interface GpuTool {
  readonly vendor: "nvidia" | "amd";
  readonly program: string;
  gpus(options: QueryOptions): Promise<readonly GpuDevice[] | null>;
  topology(options: QueryOptions): Promise<Topology>;
  usage(options: QueryOptions): Promise<readonly GpuUsage[] | null>;
}

const TOOLS: readonly GpuTool[] = [
  {
    vendor: "nvidia",
    program: "nvidia-smi",
    gpus: nvidiaGpus,
    topology: async (options) => parseTopology(await nvidiaTopology(options) ?? ""),
    usage: nvidiaUsage,
  },
  {
    vendor: "amd",
    program: "amd-smi",
    gpus: amdGpus,
    topology: async (options) => ({ links: await amdLinks(options), cpus: new Map() }),
    usage: amdUsage,
  },
  {
    vendor: "amd",
    program: "rocm-smi",
    gpus: rocmGpus,
    topology: async (options) => ({ links: await rocmLinks(options), cpus: new Map() }),
    usage: rocmUsage,
  },
];

/** The tool that knows GPUs here, and the GPUs; null where there is none. */
export async function findGpus(
  options: QueryOptions = {},
): Promise<{ tool: GpuTool; gpus: readonly GpuDevice[] } | null> {
  for (const tool of TOOLS) {
    const gpus = await tool.gpus(options);
    if (gpus !== null && gpus.length > 0) return { tool, gpus };
  }
  return null;
}
