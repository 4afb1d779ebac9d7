/** The part of a machine that servers are packed on: its GPUs, how near they are to one another, its processors. */

/** One GPU, or one part of it that acts as a GPU (MIG). */
export interface Gpu {
  /** What it is called in CUDA_VISIBLE_DEVICES: the index that nvidia-smi or rocm-smi gives it, or a UUID. */
  readonly id: string;
  readonly name: string | null;
  readonly memoryMiB: number | null;
  /** Processors of its NUMA node; null if unknown. Not all of them need to be open to this process. */
  readonly cpus: readonly number[] | null;
}

/** What starts can be given of a machine. */
export interface Machine {
  readonly vendor: "nvidia" | "amd" | null;
  /** In the order of the tool that lists them, or of the request. */
  readonly gpus: readonly Gpu[];
  /** Processors that this process may use. */
  readonly cpus: readonly number[];
  /** The same, the hardware threads of a physical core together. */
  readonly cores: readonly (readonly number[])[];
  /** How near two GPUs are, by {@linkcode linkKey}; higher is nearer. Pairs that are not known are left out. */
  readonly links: ReadonlyMap<string, number>;
  /**
   * ROCR_VISIBLE_DEVICES was set before we were started: it hides GPUs from every process below us, whose
   * HIP_VISIBLE_DEVICES counts what is left. See {@linkcode gpuEnv}.
   */
  readonly hasRocrFilter: boolean;
}

/** Kinds of connection in the words of `nvidia-smi topo -m`, from far to near. */
const KINDS = ["SYS", "NODE", "PHB", "PXB", "PIX"];

/**
 * How near two GPUs with this connection are: SYS 1, NODE 2, PHB 3, PXB 4, PIX 5, bonded NVLinks from 10 upwards, AMD's
 * XGMI 10; null for a word that says nothing.
 */
export function linkNearness(kind: string): number | null {
  const nvlinks = /^NV(\d+)$/.exec(kind);
  if (nvlinks !== null) return 9 + Number(nvlinks[1]);
  if (kind === "XGMI") return 10;
  const place = KINDS.indexOf(kind);
  return place < 0 ? null : place + 1;
}

/** The key of a pair of GPUs in {@linkcode Machine.links}, whichever comes first. */
export function linkKey(a: string, b: string): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** How near two GPUs are; 0 where that is not known. */
export function nearness(machine: Machine, a: string, b: string): number {
  return machine.links.get(linkKey(a, b)) ?? 0;
}

/** A machine of which nothing is known but what its GPUs are called. */
export function plainMachine(ids: readonly string[], cpus: readonly number[] = []): Machine {
  return {
    vendor: null,
    gpus: ids.map((id) => ({ id, name: null, memoryMiB: null, cpus: null })),
    cpus,
    cores: cpus.map((cpu) => [cpu]),
    links: new Map(),
    hasRocrFilter: false,
  };
}
