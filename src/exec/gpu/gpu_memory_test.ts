import { assertEquals } from "@std/assert";
import { FakeGpus, type FakeGpusOptions, uuid } from "../../../tests/harness/fake_gpus.ts";
import { eventually } from "../../../tests/harness/process_table.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { GpuMemory, type GpuMemoryOptions } from "./gpu_memory.ts";

/** Pids that no process has: the kernel gives none above 4,194,304. */
const DEAD = 99_999_901;
const DEAD_TOO = 99_999_902;

const NEVER = new AbortController().signal;

/** A machine and its memory, with the baseline of GPUs 0 to 3 taken. */
async function measured(options: FakeGpusOptions = {}, memoryOptions: GpuMemoryOptions = {}) {
  const gpus = new FakeGpus(options);
  const memory = new GpuMemory({ env: gpus.env, ...memoryOptions });
  await memory.baseline(["0", "1", "2", "3"]);
  return { gpus, memory, [Symbol.dispose]: () => gpus[Symbol.dispose]() };
}

Deno.test("memory that is back already takes one look", async () => {
  using machine = await measured();
  const { gpus, memory } = machine;
  const queries = gpus.queries();
  const { back, usedMiB } = await memory.untilBack(["0", "1"], NEVER);
  assertEquals([back, usedMiB, gpus.queries()], [true, 0, queries + 1]);
});

Deno.test("memory that comes back late is waited for, on every GPU of the set", async () => {
  using machine = await measured({ linger: 3 });
  const { gpus, memory } = machine;
  const queries = gpus.queries();
  gpus.hold(DEAD, 1, 70_000);
  const { back, usedMiB } = await memory.untilBack(["0", "1"], NEVER);
  assertEquals([back, usedMiB, gpus.queries()], [true, 0, queries + 4]);
});

Deno.test("memory that others hold on the same GPU before us is not waited for", async () => {
  using gpus = new FakeGpus();
  gpus.hold(Deno.pid, 0, 5_000);
  const memory = new GpuMemory({ env: gpus.env });
  await memory.baseline([uuid(0)]);
  const { back, usedMiB } = await memory.untilBack([uuid(0)], NEVER);
  assertEquals([back, usedMiB], [true, 5_000]);
});

Deno.test("a baseline is taken once, and gets lower when something else has ended", async () => {
  using machine = await measured({ linger: "forever" }, { limitMs: 0 });
  const { gpus, memory } = machine;
  gpus.hold(Deno.pid, 4, 900);
  await memory.baseline(["0", "4"]);
  gpus.release(Deno.pid);
  assertEquals((await memory.untilBack(["4"], NEVER)).usedMiB, 0);
  gpus.hold(DEAD, 4, 800);
  assertEquals((await memory.untilBack(["4"], NEVER)).back, false);
});

Deno.test("the wait ends when the memory is released, however long that takes", async () => {
  using machine = await measured({ linger: "forever" });
  const { gpus, memory } = machine;
  gpus.hold(DEAD, 2, 70_000);
  const queries = gpus.queries();
  const returned = memory.untilBack(["2"], NEVER);
  await eventually("some queries", () => gpus.queries() >= queries + 3);
  gpus.release(DEAD);
  assertEquals((await returned).back, true);
});

Deno.test("the wait is bounded, and what did not come back is not waited for again", async () => {
  using machine = await measured({ linger: "forever" }, { limitMs: 100 });
  const { gpus, memory } = machine;
  gpus.hold(DEAD, 0, 70_000);
  const first = await memory.untilBack(["0"], NEVER);
  assertEquals([first.back, first.usedMiB], [false, 70_000]);
  assertEquals(first.waitedMs >= 100, true);
  assertEquals((await memory.untilBack(["0"], NEVER)).back, true);
  gpus.hold(DEAD_TOO, 0, 300);
  assertEquals((await memory.untilBack(["0"], NEVER)).back, false);
});

Deno.test("a little more than at first is back, the context of one process is not", async () => {
  using machine = await measured({ linger: "forever" }, { limitMs: 0 });
  const { gpus, memory } = machine;
  gpus.hold(DEAD, 0, 64);
  assertEquals((await memory.untilBack(["0"], NEVER)).back, true);
  gpus.hold(DEAD, 0, 300);
  assertEquals((await memory.untilBack(["0"], NEVER)).back, false);
});

Deno.test("an aborted wait ends at once and forgets nothing", async () => {
  using machine = await measured({ linger: "forever" });
  const { gpus, memory } = machine;
  gpus.hold(DEAD, 0, 70_000);
  const abort = new AbortController();
  const returned = memory.untilBack(["0"], abort.signal);
  const queries = gpus.queries();
  await eventually("a query", () => gpus.queries() > queries);
  abort.abort();
  assertEquals((await returned).back, false);
  assertEquals((await memory.untilBack(["0"], abort.signal)).back, false);
  gpus.release(DEAD);
  assertEquals((await memory.untilBack(["0"], NEVER)).usedMiB, 0);
});

Deno.test("waits at the same time share one look", async () => {
  using machine = await measured();
  const { gpus, memory } = machine;
  const queries = gpus.queries();
  const returns = await Promise.all(
    ["0", "1", "2", "3"].map((id) => memory.untilBack([id], NEVER)),
  );
  assertEquals(returns.map(({ back }) => back), Array(4).fill(true));
  assertEquals(gpus.queries(), queries + 1);
});

Deno.test("a look that began before the wait does not count for it", async () => {
  using workspace = new Workspace();
  const state = workspace.path;
  // The look with the number N waits for the file answer-N.
  const script = workspace.write(
    "nvidia-smi",
    `#!/bin/sh
case "$*" in
  *memory.used*)
    echo look >>'${state}/queries'
    answer='${state}'/answer-$(wc -l <'${state}/queries')
    while [ -d '${state}' ] && [ ! -e "$answer" ]; do sleep 0.01; done
    cat "$answer" ;;
  *) echo '0, GPU-a, some GPU, 80000, 00000000:01:00.0, 570' ;;
esac
`,
  );
  await Deno.chmod(script, 0o755);
  const answer = (look: number, usedMiB: number) => {
    workspace.write("answer", `0, GPU-a, ${usedMiB}\n`);
    Deno.renameSync(workspace.at("answer"), workspace.at(`answer-${look}`));
  };
  const queries = () => workspace.read("queries").length / "look\n".length;
  const memory = new GpuMemory({ env: { PATH: `${state}:${Deno.env.get("PATH")}` } });
  answer(1, 0);
  await memory.baseline(["0"]);
  const early = memory.untilBack(["0"], NEVER);
  await eventually("the second query", () => queries() === 2);
  const late = memory.untilBack(["0"], NEVER);
  answer(3, 70_000);
  answer(4, 0);
  answer(2, 0);
  assertEquals((await early).back, true);
  assertEquals([(await late).back, queries()], [true, 4]);
});

Deno.test("where no tool is there is nothing to wait for", async () => {
  const memory = new GpuMemory({ env: { PATH: "/nonexistent" } });
  await memory.baseline(["0"]);
  assertEquals(await memory.untilBack(["0"], NEVER), { waitedMs: 0, back: true, usedMiB: null });
});

Deno.test("a part of a GPU, and a machine that shares its memory, are not waited for", async () => {
  using machine = await measured();
  await machine.memory.baseline(["MIG-a"]);
  assertEquals((await machine.memory.untilBack(["MIG-a"], NEVER)).usedMiB, null);
});

Deno.test("a tool that fails or hangs in the night does not stop it", async () => {
  using machine = await measured({}, { limitMs: 0, queryLimitMs: 1_000 });
  const { gpus, memory } = machine;
  // On a busy machine a tool that works takes longer, too.
  while ((await memory.untilBack(["0"], NEVER)).usedMiB === null) await memory.baseline(["0"]);
  gpus.write("broken", "");
  const { back, usedMiB } = await memory.untilBack(["0"], NEVER);
  assertEquals([back, usedMiB], [false, null]);
  gpus.write("hangs", "");
  assertEquals((await memory.untilBack(["0"], NEVER)).back, false);
});

Deno.test("memory of a server that was killed a moment ago is no baseline", async () => {
  using gpus = new FakeGpus({ linger: 4 });
  gpus.hold(DEAD, 0, 60_000);
  using memory = new GpuMemory({ env: gpus.env, steadyMs: 60_000, steadyLimitMs: 120_000 });
  await memory.baseline(["0"], NEVER);
  assertEquals(gpus.queries(), 5);
  gpus.write("linger", "0\n");
  assertEquals((await memory.untilBack(["0"], NEVER)).usedMiB, 0);
});

Deno.test("memory of somebody who works on is the baseline after a while", async () => {
  using gpus = new FakeGpus();
  gpus.hold(Deno.pid, 0, 60_000);
  using memory = new GpuMemory({ env: gpus.env, steadyMs: 0 });
  await memory.baseline(["0"], NEVER);
  assertEquals(gpus.queries(), 1);
  assertEquals((await memory.untilBack(["0"], NEVER)).back, true);
});

Deno.test({
  name: "a tool that hangs holds up neither a stop nor the end",
  // It is killed and left to die.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    using gpus = new FakeGpus();
    gpus.write("hangs", "");
    const stop = new AbortController();
    using memory = new GpuMemory({ env: gpus.env, queryLimitMs: 600_000 });
    const baseline = memory.baseline(["0"], stop.signal);
    await eventually("the question", () => gpus.calls().length > 0);
    stop.abort();
    await baseline;
  },
});
