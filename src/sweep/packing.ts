/** How a sweep shares the machine: what the command line asks for, and what there is. */
import type { OrderSettings, PackingSettings } from "../commands/serve/packing.ts";
import { UsageError } from "../lib/errors.ts";
import { assumedGpus } from "../engine/gpu_demand.ts";
import { programIndex } from "../launcher/launch.ts";
import { gpuEnv } from "../machine/gpu_env.ts";
import { requireGpusShown } from "../plan/launch_checks.ts";
import type { Packing } from "../machine/packing.ts";
import { ownWords } from "./own_program.ts";
import type { Plan } from "../plan/plan.ts";

/** What is loaded here is not needed for the usual dry run, which starts at once. */
async function loaded() {
  const [{ interleaved }, { withMovablePorts }, machines] = await Promise.all([
    import("../plan/interleave.ts"),
    import("../plan/port/move_ports.ts"),
    import("./shared_machine.ts"),
  ]);
  return { interleaved, withMovablePorts, ...machines };
}

/** The plan in the rounds that the command line asks for. */
export async function inRounds(
  plan: Plan,
  { order, starts }: Pick<OrderSettings, "order" | "starts">,
  numRuns: number,
): Promise<Plan> {
  if (order === "grouped") return plan;
  const { interleaved } = await loaded();
  return interleaved(plan, starts ?? numRuns);
}

/** The plan with ports that so many servers side by side can have. @throws {UsageError} If a port cannot be moved. */
export async function withPortsFor(
  { parallel }: Pick<PackingSettings, "parallel">,
  plan: Plan,
): Promise<Plan> {
  if (parallel === 1) return plan;
  const { withMovablePorts } = await loaded();
  const commands = plan.starts.flatMap(({ combinations }) =>
    combinations.map(({ workload }) => workload.argv)
  );
  return withMovablePorts(plan, ownWords(...new Set(commands)));
}

/**
 * Looks at the machine, if anything of it is to be shared out.
 *
 * @throws {UsageError} If it has not what the command line asks for.
 */
export async function packingOf(
  settings: PackingSettings,
  plan: Plan,
  signal: AbortSignal,
): Promise<Packing> {
  const { gpus, parallel } = settings;
  if (parallel === 1 && (gpus === null || gpus.kind === "none")) return unshared(settings);
  const { sharedMachine, cpuSharesFor, splitNotes } = await loaded();
  const shared = gpus?.kind === "none" ? null : await sharedMachine(settings, plan, signal);
  if (shared !== null) return shared;
  const isSplit = settings.splitCpus && parallel !== null && parallel > 1;
  if (!isSplit) return unshared(settings);
  return { ...unshared(settings, cpuSharesFor(parallel)), notes: splitNotes() };
}

/** Servers see all GPUs. */
function unshared(
  { parallel, gpusPerServer, gpus }: PackingSettings,
  cpuShares: readonly string[] = [],
): Packing {
  if (parallel === null) {
    throw new UsageError(
      gpus?.kind === "none"
        ? "--parallel auto is as many servers as the GPUs have room for, and --gpus none shares out no GPUs: " +
          "say how many servers with --parallel N"
        : "--parallel auto needs to know the GPUs, and none were found (nvidia-smi, amd-smi, rocm-smi): " +
          "name them with --gpus 0-7, or say how many servers with --parallel N",
    );
  }
  return {
    machine: null,
    capacity: { gpus: null, parallel },
    gpusOf: (start) => gpusPerServer ?? assumedGpus(start),
    isGuess: () => false,
    place: () => ({ gpus: [], cpus: null }),
    cpuShares,
    notes: [],
  };
}

/** @throws {UsageError} If a server would not see the GPUs that it is given. */
export function requireGpusReach({ machine, gpusOf }: Packing, { starts }: Plan): void {
  if (machine === null || machine.gpus.length === 0) return;
  const ids = machine.gpus.map(({ id }) => id);
  const names = Object.keys(gpuEnv(ids, machine.vendor, machine.hasRocrFilter));
  const commands = new Set<string>();
  for (const start of starts) {
    // Sets differ in what is behind launchers.
    const key = start.argv.slice(0, programIndex(start.argv)).join("\0");
    if (gpusOf(start) === 0 || commands.has(key)) continue;
    commands.add(key);
    requireGpusShown(start.argv, names);
  }
}
