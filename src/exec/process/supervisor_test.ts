import { assert, assertEquals } from "@std/assert";
import { eventually } from "../../../tests/harness/process_table.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { ownCgroup } from "./cgroup.ts";
import { commandLine, liveProcesses, processEntry, processInfo } from "./proc.ts";
import { ProcessGroup } from "./process_group.ts";
import { Subreaper } from "./subreaper.ts";
import { Supervisor, type SupervisorOptions } from "./supervisor.ts";

/** Each group gets sleepers of its own: several tests look at the same process table. */
let made = 0;

function start(workspace: Workspace, supervisor: Supervisor, script: (sleep: string) => string) {
  const sleep = `sleep 7${Deno.pid}.${made++}`;
  const group = new ProcessGroup({
    argv: ["sh", "-c", script(sleep)],
    env: {},
    logPath: workspace.at("log"),
    supervisor,
    stopTimeoutMs: 2_000,
  });
  const sleepers = () => liveProcesses().filter(({ pid }) => commandLine(pid) === sleep);
  return { group, sleepers };
}

const canMakeCgroup = (() => {
  using supervisor = new Supervisor();
  const { cgroup, record } = supervisor.prepare();
  cgroup?.remove();
  record?.remove();
  return cgroup !== null;
})();
const canReap = (() => {
  const subreaper = Subreaper.become();
  subreaper?.[Symbol.dispose]();
  return subreaper !== null;
})();

/** A worker without our marker in a session of its own. */
const hidden = (sleep: string) => `env -i setsid ${sleep}`;

const CASES: readonly {
  readonly name: string;
  readonly options: SupervisorOptions;
  readonly ignore?: boolean;
  readonly script: (sleep: string) => string;
  /** The group is looked at before it is stopped. */
  readonly looked?: boolean;
}[] = [
  {
    name: "by its control group, whatever it did",
    options: { subreaper: false },
    ignore: !canMakeCgroup,
    script: (sleep) => `( ${hidden(sleep)} & ); exec sleep 600`,
  },
  {
    name: "by its parent, while that lives",
    options: { cgroups: false, subreaper: false },
    script: (sleep) => `${hidden(sleep)} & wait`,
  },
  {
    name: "as an orphan that comes to us",
    options: { cgroups: false },
    ignore: !canReap,
    script: (sleep) => `( ${hidden(sleep)} & ); exec sleep 600`,
  },
  {
    name: "by what was seen of it before its parents died",
    options: { cgroups: false, subreaper: false },
    looked: true,
    script: (sleep) => `( ${hidden(sleep)} & sleep 1 ) & exec sleep 600`,
  },
  {
    name: "by the group of the leader, without a marker",
    options: { cgroups: false, subreaper: false },
    script: (sleep) => `( env -i ${sleep} & ); exec sleep 600`,
  },
];

for (const { name, options, ignore = false, script, looked = false } of CASES) {
  Deno.test({
    name: `a worker that hides is found ${name}`,
    ignore,
    fn: async () => {
      using workspace = new Workspace();
      using supervisor = new Supervisor(options);
      const { group, sleepers } = start(workspace, supervisor, script);
      await eventually("the worker", () => sleepers().length === 1);
      const [worker] = sleepers();
      if (looked) {
        assert(group.pids().includes(worker!.pid));
        await eventually(
          "the death of its parent",
          () => processInfo(worker!.pid)?.parent !== worker!.parent,
        );
      }
      const { left } = await group.stop();
      assertEquals(left, []);
      assertEquals(sleepers(), []);
    },
  });
}

Deno.test({
  name: "orphans that end leave no zombie with us",
  ignore: !canReap,
  fn: async () => {
    using workspace = new Workspace();
    using supervisor = new Supervisor({ cgroups: false });
    const { group, sleepers } = start(
      workspace,
      supervisor,
      (sleep) => `( setsid ${sleep} & ); exec sleep 600`,
    );
    await eventually("the worker", () => sleepers().length === 1);
    const { pid } = sleepers()[0]!;
    assert(group.pids().includes(pid));
    Deno.kill(pid, "SIGKILL");
    await eventually("its end", () => {
      supervisor.observe();
      return processEntry(pid) === null;
    });
    await group.stop();
  },
});

Deno.test("a group whose members ended leaves neither control group nor record", async () => {
  using workspace = new Workspace();
  using supervisor = new Supervisor();
  const { group } = start(workspace, supervisor, () => "exit 3");
  assertEquals((await group.exited).code, 3);
  await group.stop();
  const { marker } = group.identity;
  const names = [ownCgroup(), `/tmp/servesweep-${Deno.uid()}`].flatMap((path) =>
    path === null ? [] : [...Deno.readDirSync(path)].map(({ name }) => name)
  );
  assertEquals(names.filter((name) => name.includes(marker)), []);
});
