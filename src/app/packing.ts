/** How a sweep shares the machine: what the command line asks for, and what there is. */
import type { ServeCommand } from "../commands/serve.ts";
import { UsageError } from "../errors.ts";
import { canSplitCpus } from "../exec/cpus.ts";
import { cpuList, cpuShares } from "../plan/cpu_split.ts";
import { gpuDemand } from "../plan/gpu_demand.ts";
import { pickGpus } from "../plan/gpu_sets.ts";
import { interleaved } from "../plan/interleave.ts";
import type { Machine } from "../plan/machine.ts";
import { withMovablePorts } from "../plan/move_ports.ts";
import type { Capacity } from "../plan/packing.ts";
import type { Plan, ServerStart } from "../plan/plan.ts";
import type { Placement } from "../record.ts";

/** The parts of a machine that are given to server starts. */
export interface Packing {
  /** Null where nothing is shared out. */
  readonly machine: Machine | null;
  readonly capacity: Capacity;
  /** How many GPUs a start takes. */
  readonly gpusOf: (start: ServerStart) => number;
  /** The best place among free GPUs. */
  readonly place: (free: readonly string[], gpus: number) => Placement;
}

/** The plan in the order and with the ports that the command line asks for. @throws {UsageError} If a port cannot be moved. */
export function arranged(plan: Plan, command: ServeCommand): Plan {
  const { order, starts, numRuns, parallel } = command;
  const inOrder = order === "grouped" ? plan : interleaved(plan, starts ?? numRuns);
  return parallel === 1 ? inOrder : withMovablePorts(inOrder);
}

/**
 * Looks at the machine, if anything of it is to be shared out.
 *
 * @throws {UsageError} If it has not what the command line asks for.
 */
export async function packingOf(command: ServeCommand, plan: Plan): Promise<Packing> {
  const { gpusPerServer, splitCpus } = command;
  const parallel = command.parallel ?? Infinity;
  const machine = await machineOf(command);
  if (machine === null || machine.gpus.length === 0) {
    if (command.parallel === null) {
      throw new UsageError(
        "--parallel auto needs to know the GPUs, and none were found (nvidia-smi, rocm-smi): " +
          "name them with --gpus 0-7, or say how many servers with --parallel N",
      );
    }
    const place = () => ({ gpus: [], cpus: null });
    return { machine: null, capacity: { gpus: null, parallel }, gpusOf: asFarAsKnown, place };
  }
  const gpusOf = (start: ServerStart) => gpusPerServer ?? gpuDemand(start.argv, start.server);
  const gpus = machine.gpus.length;
  for (const start of plan.starts) requireFit(start, gpusOf(start), gpus);
  const canSplit = parallel > 1 && splitCpus && canSplitCpus();
  const shares = canSplit ? cpuShares(machine) : new Map<string, number[]>();
  const place = (free: readonly string[], count: number): Placement => {
    const ids = pickGpus(free, count, machine) ?? [];
    const cpus = ids.flatMap((id) => shares.get(id) ?? []);
    return { gpus: ids, cpus: cpus.length === 0 ? null : cpuList(cpus) };
  };
  return { machine, capacity: { gpus, parallel: Math.min(parallel, gpus) }, gpusOf, place };
}

/** Where nothing is shared out the sizes in a command are the server's own affair. */
function asFarAsKnown({ argv, server }: ServerStart): number {
  try {
    return gpuDemand(argv, server);
  } catch (error) {
    if (error instanceof UsageError) return 1;
    throw error;
  }
}

/** The machine with the GPUs that are asked for; null where nothing is shared out. Asking takes a second: only if needed. */
async function machineOf({ gpus, parallel }: ServeCommand): Promise<Machine | null> {
  if (gpus?.kind === "none" || (gpus === null && parallel === 1)) return null;
  const { readMachine } = await import("../exec/machine.ts");
  const machine = await readMachine(gpus ?? { kind: "auto" });
  if (gpus?.kind === "auto" && machine.gpus.length === 0) {
    throw new UsageError(
      "--gpus auto found no GPUs: neither nvidia-smi nor rocm-smi shows any. Name them: --gpus 0-7",
    );
  }
  return machine;
}

/** Variables that say which GPUs a process sees. */
const VISIBLE = ["CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES"];

function requireFit(start: ServerStart, needed: number, gpus: number): void {
  const who = start.name === "" ? "The server" : `The server ${start.name}`;
  if (needed > gpus) {
    throw new UsageError(
      `${who} takes ${needed} GPUs, and --gpus has ${gpus}: name more of them, or say with ` +
        "--gpus-per-server how many it takes",
    );
  }
  const name = VISIBLE.find((name) => name in start.env);
  if (name !== undefined) {
    throw new UsageError(
      `${who} gets ${name} from --env or its parameter set, and its GPUs from --gpus: leave one out`,
    );
  }
}
