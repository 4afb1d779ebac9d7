/** Memory of the machine, and of the container that we are in. */
import { sizeText } from "../lib/size.ts";
import { type Check, ok, warn } from "../result/check.ts";

const NAME = "memory";

/** Less than this part of it is little. */
const LITTLE = 0.1;

/** Memory, in bytes. */
interface Memory {
  readonly total: number;
  readonly free: number;
}

/** Compares what is free with what there is. */
export function probeMemory(): Check[] {
  const machine = Deno.systemMemoryInfo();
  const limit = containerMemory();
  const isLimited = limit !== null && limit.total < machine.total;
  const { total, free }: Memory = isLimited
    ? { total: limit.total, free: Math.min(limit.free, machine.available) }
    : { total: machine.total, free: machine.available };
  const place = isLimited
    ? ` (the machine has ${sizeText(machine.total)}: a cgroup limits it)`
    : "";
  const text = `${sizeText(free)} of ${sizeText(total)} free${place}`;
  if (free >= total * LITTLE) return [ok(NAME, text)];
  return [warn(NAME, text, "End what uses it, or the kernel may end a server")];
}

/** The limit of our cgroup, and what is left of it; null without one. */
function containerMemory(): Memory | null {
  const groups = readText("/proc/self/cgroup");
  const v2 = /^0::(.*)$/m.exec(groups)?.[1];
  const v1 = /^\d+:memory:(.*)$/m.exec(groups)?.[1];
  return v1 === undefined
    ? limitIn("/sys/fs/cgroup", v2, "memory.max", "memory.current")
    : limitIn("/sys/fs/cgroup/memory", v1, "memory.limit_in_bytes", "memory.usage_in_bytes");
}

/** The smallest limit of a group and those above it. In a container the path may be the one outside: then its root is ours. */
function limitIn(
  root: string,
  path: string | undefined,
  limitFile: string,
  usageFile: string,
): Memory | null {
  let smallest: Memory | null = null;
  for (let place = (path ?? "").replace(/\/$/, "");; place = place.replace(/\/[^/]*$/, "")) {
    const total = Number(readText(`${root}${place}/${limitFile}`) || NaN);
    const used = Number(readText(`${root}${place}/${usageFile}`) || NaN);
    if (total > 0 && used >= 0 && total < (smallest?.total ?? Infinity)) {
      smallest = { total, free: Math.max(0, total - used) };
    }
    if (place === "") return smallest;
  }
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path).trim();
  } catch {
    return "";
  }
}
