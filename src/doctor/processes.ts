/** The process table: stopping, ports and readiness are proven by it. */
import { type Check, fail, ok, warn } from "../result/check.ts";
import { Supervisor } from "../exec/process/supervisor.ts";
import { liveProcesses, processInfo, variable } from "../exec/process/proc.ts";

const NAME = "processes";

/** Looks whether /proc can be read, and whether it hides the processes of others. */
export function probeProcesses(): Check[] {
  if (processInfo(Deno.pid) === null) {
    return [fail(NAME, "/proc cannot be read", "Mount it: mount -t proc proc /proc")];
  }
  if (variable(Deno.pid, "PATH") !== (Deno.env.get("PATH") ?? null)) {
    return [fail(
      NAME,
      "The environment of own processes cannot be read in /proc",
      "Start servesweep without setuid or file capabilities: what a dead sweep left is found by it",
    )];
  }
  const hiding = /^\S+ \/proc proc \S*hidepid=(\w+)/m.exec(readText("/proc/mounts"))?.[1];
  const isRoot = Deno.uid() === 0;
  if (hiding !== undefined && !/^(0|off)$/.test(hiding) && !isRoot) {
    return [warn(
      NAME,
      `/proc hides the processes of others (hidepid=${hiding})`,
      "If another user holds a port, servesweep cannot say who",
    )];
  }
  return [ok(NAME, `/proc can be read: ${liveProcesses().length} processes`), probeFinding()];
}

/** By which means workers are found that erase their environment and leave their session. */
function probeFinding(): Check {
  using supervisor = new Supervisor();
  const { cgroup, record } = supervisor.prepare();
  cgroup?.remove();
  record?.remove();
  const means = [
    ...cgroup === null ? [] : ["in a control group of each start"],
    ...supervisor.isSubreaper ? ["as orphans, which come to servesweep"] : [],
    ...record === null ? [] : ["by a record of what was seen"],
    "by session, ancestry and marker",
  ];
  const text = `Processes that hide are found ${means.join(", ")}`;
  if (cgroup !== null) return ok(NAME, text);
  return warn(
    NAME,
    text,
    "No control group (cgroup v2) can be made: run as root, or under systemd with Delegate=yes. Without it a worker that " +
      "hides and loses its parents between two looks can outlive a sweep",
  );
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
