import { assertEquals, assertStringIncludes } from "@std/assert";
import { eventually } from "../../../tests/harness/process_table.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { cpuList } from "../../machine/cpu_split.ts";
import { allowedCpus, canSplitCpus, physicalCores } from "./cpus.ts";
import { liveProcesses } from "../process/proc.ts";
import { ProcessGroup } from "../process/process_group.ts";
import { Supervisor } from "../process/supervisor.ts";
import { which } from "../process/which.ts";

const ALL = cpuList(allowedCpus());
const LAST = String(allowedCpus().at(-1));

/** A group that runs `sh -c 'sleep 600 & wait'`. */
function start(
  workspace: Workspace,
  supervisor: Supervisor,
  cpus: string | null,
  env: Record<string, string> = {},
) {
  return new ProcessGroup({
    argv: ["sh", "-c", "sleep 600 & wait"],
    env,
    logPath: workspace.at("log"),
    supervisor,
    stopTimeoutMs: 1_000,
    cpus,
  });
}

/** Processors of each process of the group, once the command has its child. */
async function processors(group: ProcessGroup): Promise<{ command: string[]; guard: string[] }> {
  const leader = group.identity.pid;
  const text = (pid: number, file: string) => Deno.readTextFileSync(`/proc/${pid}/${file}`);
  const child = () =>
    liveProcesses().find(({ pid, parent }) => parent === leader && text(pid, "comm") === "sleep\n");
  await eventually("the child of the command", () => child() !== undefined);
  const cpus = (pid: number) => /^Cpus_allowed_list:\s*(.*)$/m.exec(text(pid, "status"))![1]!;
  const guards = liveProcesses().filter(({ pid, group, parent }) =>
    group === leader && pid !== leader && parent !== leader
  );
  return {
    command: [cpus(leader), cpus(child()!.pid)],
    guard: guards.map(({ pid }) => cpus(pid)),
  };
}

Deno.test("a command and what it starts run on the processors that it was given, the guard on all", async () => {
  using workspace = new Workspace();
  using supervisor = new Supervisor();
  const group = start(workspace, supervisor, LAST);
  try {
    assertEquals(await processors(group), { command: [LAST, LAST], guard: [ALL] });
    assertEquals(workspace.read("log"), "");
  } finally {
    await group.stop();
  }
});

Deno.test("a command without processors of its own has all of ours, whatever we were started with", async () => {
  using workspace = new Workspace();
  using supervisor = new Supervisor();
  const group = start(workspace, supervisor, null, { SERVESWEEP_CPUS: LAST });
  try {
    assertEquals((await processors(group)).command, [ALL, ALL]);
  } finally {
    await group.stop();
  }
});

Deno.test("where taskset is missing the command runs on all processors and the log says why", async () => {
  using workspace = new Workspace();
  for (const name of ["sh", "sleep"]) {
    await Deno.symlink(which(name, Deno.env.get("PATH")!)!, workspace.at(name));
  }
  assertEquals(canSplitCpus(workspace.path), false);
  using supervisor = new Supervisor();
  const group = start(workspace, supervisor, LAST, { PATH: workspace.path });
  try {
    assertEquals((await processors(group)).command, [ALL, ALL]);
    assertStringIncludes(workspace.read("log"), "taskset");
  } finally {
    await group.stop();
  }
});

Deno.test("processors that are not there do not keep the command from starting", async () => {
  using workspace = new Workspace();
  using supervisor = new Supervisor();
  const group = start(workspace, supervisor, "100000");
  try {
    assertEquals((await processors(group)).command, [ALL, ALL]);
  } finally {
    await group.stop();
  }
});

Deno.test("the hardware threads of one core are told by the kernel", () => {
  using sys = new Workspace();
  for (const [cpu, siblings] of [[0, "0,2"], [1, "1,3"], [2, "0,2"]] as const) {
    Deno.mkdirSync(sys.at(`devices/system/cpu/cpu${cpu}/topology`), { recursive: true });
    sys.write(`devices/system/cpu/cpu${cpu}/topology/thread_siblings_list`, `${siblings}\n`);
  }
  assertEquals(physicalCores([0, 1, 2, 5], sys.path), [[0, 2], [1], [5]]);
});
