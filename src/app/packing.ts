/** How a sweep shares the machine: what the command line asks for, and what there is. */
import type { ServeCommand } from "../commands/serve.ts";
import { UsageError } from "../errors.ts";
import { gpuDemand } from "../plan/gpu_demand.ts";
import type { Packing } from "../plan/packing.ts";
import type { Plan, ServerStart } from "../plan/plan.ts";

/** What is loaded here is not needed for the usual dry run, which starts at once. */
async function loaded() {
  const [{ interleaved }, { withMovablePorts }, { sharedMachine }] = await Promise.all([
    import("../plan/interleave.ts"),
    import("../plan/move_ports.ts"),
    import("./shared_machine.ts"),
  ]);
  return { interleaved, withMovablePorts, sharedMachine };
}

/** The plan in the order and with the ports that the command line asks for. @throws {UsageError} If a port cannot be moved. */
export async function arranged(plan: Plan, command: ServeCommand): Promise<Plan> {
  const { order, starts, numRuns, parallel } = command;
  if (order === "grouped" && parallel === 1) return plan;
  const { interleaved, withMovablePorts } = await loaded();
  const inOrder = order === "grouped" ? plan : interleaved(plan, starts ?? numRuns);
  return parallel === 1 ? inOrder : withMovablePorts(inOrder);
}

/**
 * Looks at the machine, if anything of it is to be shared out.
 *
 * @throws {UsageError} If it has not what the command line asks for.
 */
export async function packingOf(command: ServeCommand, plan: Plan): Promise<Packing> {
  const { gpus, parallel } = command;
  if (gpus?.kind === "none" || (gpus === null && parallel === 1)) return unshared(command);
  const { sharedMachine } = await loaded();
  return await sharedMachine(command, plan) ?? unshared(command);
}

/** Servers see all GPUs and all processors. */
function unshared({ parallel, gpusPerServer }: ServeCommand): Packing {
  if (parallel === null) {
    throw new UsageError(
      "--parallel auto needs to know the GPUs, and none were found (nvidia-smi, rocm-smi): " +
        "name them with --gpus 0-7, or say how many servers with --parallel N",
    );
  }
  return {
    machine: null,
    capacity: { gpus: null, parallel },
    gpusOf: (start) => gpusPerServer ?? asFarAsKnown(start),
    place: () => ({ gpus: [], cpus: null }),
  };
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
