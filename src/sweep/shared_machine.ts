/** A machine whose GPUs and processors are given to server starts. */
import type { PackingSettings } from "../commands/serve/packing.ts";
import { UsageError } from "../lib/errors.ts";
import { allowedCpus, canSplitCpus, physicalCores } from "../exec/gpu/cpus.ts";
import { readMachine } from "../exec/gpu/machine.ts";
import { cpuList, cpuShares } from "../machine/cpu_split.ts";
import { gpuDemand, tellsGpus } from "../engine/gpu_demand.ts";
import { plainMachine } from "../machine/machine.ts";
import { pickGpus } from "../machine/gpu_sets.ts";
import type { Plan, ServerStart } from "../plan/plan.ts";
import type { Placement } from "../journal/event.ts";
import type { Packing } from "../machine/packing.ts";

/** Variables that say which GPUs a process sees. */
const VISIBLE = ["CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES"];

/**
 * Asks the machine for its GPUs, which takes a second.
 *
 * @returns Null if it has none, and none were asked for by name.
 * @throws {UsageError} If it has not what the command line asks for.
 */
export async function sharedMachine(
  settings: PackingSettings,
  plan: Plan,
  signal: AbortSignal,
): Promise<Packing | null> {
  const { gpusPerServer, splitCpus, gpus: request } = settings;
  const machine = await readMachine(request ?? { kind: "auto" }, { signal });
  signal.throwIfAborted();
  const gpus = machine.gpus.length;
  if (gpus === 0) {
    if (request === null) return null;
    throw new UsageError(
      "--gpus auto found no GPUs: none of nvidia-smi, amd-smi and rocm-smi shows any. Name them: --gpus 0-7",
    );
  }
  const gpusOf = (start: ServerStart) => gpusPerServer ?? gpuDemand(start);
  const isGuess = (start: ServerStart) => gpusPerServer === null && !tellsGpus(start);
  for (const start of plan.starts) requireFit(start, gpusOf(start), gpus);
  const parallel = Math.min(settings.parallel ?? Infinity, gpus);
  const isAsked = parallel > 1 && splitCpus;
  const isSplit = isAsked && canSplitCpus();
  // With fewer servers than GPUs side by side each has more than the share of its GPUs.
  const least = Math.min(...plan.starts.map(gpusOf));
  const hasRoom = parallel * least < gpus;
  const shares = isSplit && !hasRoom ? cpuShares(machine) : new Map<string, readonly number[]>();
  const place = (free: readonly string[], count: number): Placement => {
    const ids = pickGpus(free, count, machine) ?? [];
    const cpus = ids.flatMap((id) => shares.get(id) ?? []);
    return { gpus: ids, cpus: cpus.length === 0 ? null : cpuList(cpus) };
  };
  return {
    ...{ machine, capacity: { gpus, parallel }, gpusOf, isGuess, place },
    cpuShares: isSplit && hasRoom ? cpuSharesFor(parallel) : [],
    notes: isAsked ? splitNotes() : [],
  };
}

/** What is to be said about processors that were to be divided. */
export function splitNotes(): readonly string[] {
  if (canSplitCpus()) return [];
  return ["Servers side by side share all processors: taskset (of util-linux) is not on PATH"];
}

/** Processors for so many servers side by side that share no GPUs; none where they cannot be divided. */
export function cpuSharesFor(parallel: number): readonly string[] {
  if (!canSplitCpus()) return [];
  const cpus = allowedCpus();
  const places = plainMachine(Array.from({ length: parallel }, (_, n) => String(n)), cpus);
  return [...cpuShares({ ...places, cores: physicalCores(cpus) }).values()].map(cpuList);
}

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
