/** Proof that what servesweep starts can be ended: by itself, and by the guard when servesweep is dead. */
import { type Check, fail, ok } from "../result/check.ts";
import { backoff, pause } from "../lib/sleep.ts";
import { isLauncher, LAUNCH, launcherEnv } from "../exec/process/launcher.ts";
import { MARKER_VARIABLE } from "../exec/process/marker.ts";
import { commandLine, liveProcesses, processInfo, variable } from "../exec/process/proc.ts";
import { ProcessGroup } from "../exec/process/process_group.ts";
import { Supervisor } from "../exec/process/supervisor.ts";

const NAME = "guard";
const LOG = "/dev/null";

/** How long a process may take to start, or to be gone. */
const LIMIT_MS = 10_000;

const REMEDY =
  "sh, grep, cut, sleep and kill have to be on PATH, and own processes visible in /proc";

/** Starts two small process groups, ends one, lets the guard end the other, and looks for both. */
export async function probeGuard(): Promise<Check[]> {
  using supervisor = new Supervisor();
  return [await endedByUs(supervisor), await endedByGuard(supervisor)];
}

async function endedByUs(supervisor: Supervisor): Promise<Check> {
  const argv = ["sh", "-c", "sleep 600 & sleep 600"];
  const group = new ProcessGroup({
    ...{ argv, env: {}, logPath: LOG, supervisor, stopTimeoutMs: LIMIT_MS },
  });
  const { pid } = group.identity;
  await until(() => group.pids().some((member) => commandLine(member) === "sleep 600"));
  const hasOwnGroup = processInfo(pid)?.group === pid;
  const { left, durationMs } = await group.stop();
  if (!hasOwnGroup) return fail(NAME, "A process did not get a group of its own", REMEDY);
  if (left.length > 0) return fail(NAME, `Could not be ended: ${left.join(", ")}`, REMEDY);
  return ok(NAME, `A process group was ended in ${durationMs.toFixed(0)} ms and is gone`);
}

async function endedByGuard(supervisor: Supervisor): Promise<Check> {
  const { marker, cgroup, record } = supervisor.prepare();
  const child = new Deno.Command("sh", {
    args: ["-c", LAUNCH, "guard", "sleep", "600"],
    detached: true,
    env: launcherEnv({
      ...{ marker, logPath: LOG, graceMs: LIMIT_MS, cpus: null },
      cgroup: cgroup?.path ?? null,
      record: record?.path ?? null,
    }),
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const { pid } = child;
  await until(() => processInfo(pid) !== null && !isLauncher(commandLine(pid)));
  const startedAt = performance.now();
  // As if we had died: the kernel closes it then.
  await child.stdin.close();
  const isGone = await until(() => members(pid, marker).length === 0);
  const tookMs = performance.now() - startedAt;
  for (const member of members(pid, marker)) Deno.kill(member, "SIGKILL");
  await child.status;
  cgroup?.remove();
  record?.remove();
  if (!isGone) return fail(NAME, "The guard does not end what a dead sweep leaves", REMEDY);
  return ok(NAME, `Without servesweep the guard ended a process in ${tookMs.toFixed(0)} ms`);
}

/** Live processes of the group, and those with the marker. */
function members(group: number, marker: string): number[] {
  return liveProcesses()
    .filter((process) =>
      process.group === group || variable(process.pid, MARKER_VARIABLE) === marker
    )
    .map(({ pid }) => pid);
}

/** Waits for a condition. @returns Whether it came true in time. */
async function until(condition: () => boolean): Promise<boolean> {
  const deadline = performance.now() + LIMIT_MS;
  const pauses = backoff(1, 50);
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await pause(pauses.next().value!);
  }
  return true;
}
