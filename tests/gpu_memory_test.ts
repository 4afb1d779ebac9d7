/** The memory of a server that has ended comes back late: the next one starts when it is really back. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { GpuMemory } from "../src/exec/gpu/gpu_memory.ts";
import { ProcessGroup } from "../src/exec/process/process_group.ts";
import { Supervisor } from "../src/exec/process/supervisor.ts";
import { gpuEnv } from "../src/machine/gpu_env.ts";
import { assertCode } from "./harness/cli.ts";
import { FakeGpus } from "./harness/fake_gpus.ts";
import { eventually } from "./harness/process_table.ts";
import { serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("a server that is started before memory is back fails, one that is started then is ready", async () => {
  using workspace = new Workspace();
  using gpus = new FakeGpus({ linger: 2 });
  using supervisor = new Supervisor();
  const start = (name: string) =>
    new ProcessGroup({
      argv: serverCommand("gives_memory_back_late.ts").split(" "),
      env: { ...gpus.env, ...gpuEnv(["2", "3"], "nvidia") },
      logPath: workspace.at(name),
      supervisor,
      stopTimeoutMs: 10_000,
    });
  const ready = (name: string) =>
    eventually("ready", () => workspace.read(name).includes("listening"));
  const memory = new GpuMemory({ env: gpus.env });
  await memory.baseline(["2", "3"]);

  const first = start("first");
  await ready("first");
  await first.stop();

  const tooEarly = start("too-early");
  assertEquals((await tooEarly.exited).code, 1);
  await tooEarly.stop();
  assertStringIncludes(
    workspace.read("too-early"),
    "Free memory on device cuda:2 (11559/81559 MiB)",
  );

  const queries = gpus.queries();
  const { back, usedMiB } = await memory.untilBack(["2", "3"], new AbortController().signal);
  assertEquals([back, usedMiB, gpus.queries()], [true, 0, queries + 3]);

  const second = start("second");
  await ready("second");
  await second.stop();
});

Deno.test("the manifest names the GPUs of the machine", async () => {
  using workspace = new Workspace();
  using gpus = new FakeGpus({ count: 2 });
  assertCode(await sweep(workspace, { env: gpus.env, numRuns: 1 }), 0);
  const facts = workspace.json("results/sweep/sweep.json").sessions.at(-1).gpus;
  assertEquals(facts.map(({ index, memoryMiB }: Record<string, unknown>) => [index, memoryMiB]), [
    [0, 81559],
    [1, 81559],
  ]);
  assertEquals(facts[1].driver, "570.86.15");
});
