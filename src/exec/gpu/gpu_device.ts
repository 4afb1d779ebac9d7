/** What the tools of all vendors tell about a GPU. */
import type { Named } from "../../machine/visible_gpus.ts";

/** One GPU as its tool describes it. */
export interface GpuDevice extends Named {
  readonly name: string;
  readonly memoryMiB: number | null;
  readonly driver: string | null;
  readonly busId: string | null;
  /** GPUs that this one is divided into (MIG): then it cannot be used as a whole. */
  readonly parts: readonly GpuDevice[];
}

/** Memory in use on one GPU. */
export interface GpuUsage extends Named {
  /** Null where the tool does not tell. */
  readonly usedMiB: number | null;
}
