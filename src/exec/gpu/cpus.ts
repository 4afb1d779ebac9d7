/** The processors of this machine, as the kernel tells. */
import { parseCpuList } from "../../machine/cpu_split.ts";
import { which } from "../process/which.ts";

/** Processors that this process may use, sorted. A container or a batch system may have closed some of them. */
export function allowedCpus(): readonly number[] {
  const list = /^Cpus_allowed_list:\s*(.*)$/m.exec(read("/proc/self/status") ?? "")?.[1];
  return parseCpuList(list ?? "") ?? [];
}

/** The processors with the hardware threads of each physical core together. */
export function physicalCores(
  cpus: readonly number[],
  sysRoot = "/sys",
): readonly (readonly number[])[] {
  const cores = new Map<string, number[]>();
  for (const cpu of cpus) {
    const path = `${sysRoot}/devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`;
    const siblings = read(path)?.trim() ?? `${cpu}`;
    cores.set(siblings, [...cores.get(siblings) ?? [], cpu]);
  }
  return [...cores.values()];
}

/** Processors of the NUMA node that a PCI device is on; null where the kernel does not know. */
export function cpusNearDevice(busId: string, sysRoot = "/sys"): readonly number[] | null {
  // nvidia-smi writes the domain with eight digits and in capitals, the kernel with four.
  const name = busId.toLowerCase().replace(/^0000(?=[\da-f]{4}:)/, "");
  const directory = `${sysRoot}/bus/pci/devices/${name}`;
  const node = Number(read(`${directory}/numa_node`) ?? -1);
  return node < 0 ? null : parseCpuList(read(`${directory}/local_cpulist`) ?? "");
}

/** Whether a process can be bound to processors here; see {@linkcode ProcessGroup}. */
export function canSplitCpus(searchPath: string = Deno.env.get("PATH") ?? ""): boolean {
  return which("taskset", searchPath) !== null;
}

function read(path: string): string | null {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return null;
  }
}
