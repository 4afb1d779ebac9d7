/** Dividing the processors among the GPUs, so that servers side by side do not take each other's. */
import type { Gpu, Machine } from "./machine.ts";

/** Hardware threads of one physical core. */
type Core = readonly number[];

/**
 * A share of the processors for each GPU, by its id: disjoint, sorted, never empty. Whole physical cores, because two
 * hardware threads of one core slow each other down; where it is known, of the GPU's own NUMA node, neighbours of one
 * another. Processors near to no GPU stay free. Where that leaves a GPU without any, all cores are divided evenly instead.
 *
 * @returns An empty map, no division, if there are fewer cores than GPUs.
 */
export function cpuShares(machine: Machine): ReadonlyMap<string, readonly number[]> {
  const { gpus } = machine;
  const cores = machine.cores.filter((core) => core.length > 0)
    .toSorted((a, b) => Math.min(...a) - Math.min(...b));
  if (cores.length < gpus.length) return new Map();
  const near = new Map(gpus.map((gpu) => [gpu, nearCores(gpu, cores)]));
  const shares = divide(cores, gpus, (gpu, core) => near.get(gpu)!.has(core));
  return gpus.every(({ id }) => shares.has(id)) ? shares : divide(cores, gpus, () => true);
}

/** Cores of a GPU's node. Where it is unknown or closed to this process, every core is as good as another. */
function nearCores(gpu: Gpu, cores: readonly Core[]): ReadonlySet<Core> {
  const node = new Set(gpu.cpus);
  const near = cores.filter((core) => core.some((cpu) => node.has(cpu)));
  return new Set(near.length > 0 ? near : cores);
}

/** Divides the cores that are near to the same GPUs among these, in runs of equal length. */
function divide(
  cores: readonly Core[],
  gpus: readonly Gpu[],
  isNear: (gpu: Gpu, core: Core) => boolean,
): Map<string, number[]> {
  const classes = new Map<string, { owners: readonly Gpu[]; cores: Core[] }>();
  for (const core of cores) {
    const owners = gpus.filter((gpu) => isNear(gpu, core));
    const key = owners.map(({ id }) => id).join(",");
    const found = classes.get(key);
    if (found === undefined) classes.set(key, { owners, cores: [core] });
    else found.cores.push(core);
  }
  const shares = new Map<string, number[]>();
  for (const { owners, cores } of classes.values()) {
    owners.forEach(({ id }, index) => {
      const [from, to] = [index, index + 1].map((n) =>
        Math.floor(n * cores.length / owners.length)
      );
      const share = [...shares.get(id) ?? [], ...cores.slice(from, to).flat()];
      if (share.length > 0) shares.set(id, share.sort((a, b) => a - b));
    });
  }
  return shares;
}

/** `0-3,8` for the processors 0, 1, 2, 3 and 8, as `taskset -c` and the kernel write it. */
export function cpuList(cpus: readonly number[]): string {
  const ranges: { first: number; last: number }[] = [];
  for (const cpu of [...new Set(cpus)].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range !== undefined && range.last === cpu - 1) range.last = cpu;
    else ranges.push({ first: cpu, last: cpu });
  }
  return ranges.map(({ first, last }) => first === last ? `${first}` : `${first}-${last}`).join(
    ",",
  );
}

/** Reads what {@linkcode cpuList} writes; null if it is something else, such as `N/A`. */
export function parseCpuList(text: string): readonly number[] | null {
  const cpus: number[] = [];
  for (const part of text.trim().split(",")) {
    const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(part) ?? [];
    if (first === undefined) return null;
    for (let cpu = Number(first); cpu <= Number(last); cpu++) cpus.push(cpu);
  }
  return cpus;
}
