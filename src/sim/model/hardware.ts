/** The simulated machine: one node of NVIDIA H100 SXM5 80 GB. Sources of all numbers: MODEL.md. */

/** One GPU as the cost and memory models see it. */
export interface Gpu {
  readonly name: string;
  /** What `torch.cuda.mem_get_info` calls total. */
  readonly totalBytes: number;
  /** Free before the server starts: the driver and the CUDA context take the rest. */
  readonly freeBytes: number;
  /** Peak bandwidth of the memory. */
  readonly bytesPerSecond: number;
  /** Peak dense rate by bytes of a weight during the multiplication. */
  readonly flopsPerSecond: { readonly fp32: number; readonly fp16: number; readonly fp8: number };
  /** Peak bandwidth of the link to the other GPUs, one direction. */
  readonly linkBytesPerSecond: number;
}

export const GIB = 2 ** 30;
export const MIB = 2 ** 20;

/** NVIDIA H100 SXM5, data sheet values (dense, no sparsity). */
export const H100: Gpu = {
  name: "NVIDIA H100 80GB HBM3 (simulated)",
  totalBytes: 79.11 * GIB,
  freeBytes: 78.6 * GIB,
  bytesPerSecond: 3.35e12,
  flopsPerSecond: { fp32: 494e12, fp16: 989e12, fp8: 1979e12 },
  linkBytesPerSecond: 450e9,
};

/** GPUs in the simulated node. */
export const GPUS_PER_NODE = 8;
