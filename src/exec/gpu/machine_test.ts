import { assertEquals, assertRejects } from "@std/assert";
import { FakeGpus, type FakeGpusOptions, uuid } from "../../../tests/harness/fake_gpus.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { UsageError } from "../../lib/errors.ts";
import { nearness } from "../../machine/machine.ts";
import { parseGpuList } from "../../spec/gpu_list.ts";
import { readMachine } from "./machine.ts";

/** A PATH on which there is nothing. */
const NO_TOOLS = { PATH: "/nonexistent" };

async function machine(text: string, options: FakeGpusOptions = {}, env = {}) {
  using gpus = new FakeGpus(options);
  return await readMachine(parseGpuList(text), { env: { ...gpus.env, ...env } });
}

async function ids(text: string, env: Record<string, string> = {}): Promise<string[]> {
  return (await machine(text, {}, env)).gpus.map(({ id }) => id);
}

Deno.test("auto finds the GPUs of nvidia-smi with their memory, links and NUMA nodes", async () => {
  const found = await machine("auto");
  assertEquals(found.vendor, "nvidia");
  assertEquals(found.gpus.map(({ id }) => id), ["0", "1", "2", "3", "4", "5", "6", "7"]);
  const [first] = found.gpus;
  assertEquals([first!.name, first!.memoryMiB], ["NVIDIA H100 80GB HBM3", 81559]);
  assertEquals([first!.cpus!.length, first!.cpus![0], first!.cpus!.at(-1)], [112, 0, 167]);
  assertEquals(found.gpus[4]!.cpus![0], 56);
  assertEquals(nearness(found, "0", "7"), 27);
});

Deno.test("none asks nobody, and has the processors of this process", async () => {
  using gpus = new FakeGpus();
  const found = await readMachine({ kind: "none" }, { env: gpus.env });
  assertEquals([found.gpus, found.vendor, gpus.calls()], [[], null, []]);
  assertEquals(found.cpus.length > 0, true);
  assertEquals(found.cores.flat().toSorted((a, b) => a - b), found.cpus);
});

Deno.test("without a tool auto finds none, and a list is taken as it is written", async () => {
  assertEquals((await readMachine({ kind: "auto" }, { env: NO_TOOLS })).gpus, []);
  const listed = await readMachine(parseGpuList("3,GPU-a"), { env: NO_TOOLS });
  assertEquals(listed.gpus.map(({ id, cpus }) => [id, cpus]), [["3", null], ["GPU-a", null]]);
  assertEquals([listed.vendor, listed.hasRocrFilter], [null, false]);
});

Deno.test("without a tool a filter that only AMD's runtime reads tells the vendor", async () => {
  const env = { ...NO_TOOLS, ROCR_VISIBLE_DEVICES: "2,3" };
  const { vendor, hasRocrFilter } = await readMachine(parseGpuList("2"), { env });
  assertEquals([vendor, hasRocrFilter], ["amd", true]);
});

Deno.test("a list keeps its order, and a UUID becomes the index that it stands for", async () => {
  assertEquals(await ids("6,2-3"), ["6", "2", "3"]);
  assertEquals(await ids(`1,${uuid(5)}`), ["1", "5"]);
  assertEquals(await ids("GPU-4"), ["4"]);
});

Deno.test("a GPU that is not there is an error that says which are", async () => {
  await assertRejects(
    () => ids("7-8"),
    UsageError,
    "--gpus names GPU 8, which is not there: there is 0, 1, 2, 3, 4, 5, 6, 7",
  );
  await assertRejects(() => ids("GPU-ffff"), UsageError, "GPU GPU-ffff, which is not there");
});

Deno.test("a GPU that a list names by index and by UUID is named twice", async () => {
  await assertRejects(
    () => ids(`2,${uuid(2)}`),
    UsageError,
    `--gpus names GPU 2 twice: as 2 and as ${uuid(2)}`,
  );
});

Deno.test("only the GPUs that CUDA_VISIBLE_DEVICES leaves are used, by index or UUID", async () => {
  assertEquals(await ids("auto", { CUDA_VISIBLE_DEVICES: "5,2" }), ["5", "2"]);
  assertEquals(await ids("auto", { CUDA_VISIBLE_DEVICES: `${uuid(1)},GPU-3` }), ["1", "3"]);
  assertEquals(await ids("auto", { CUDA_VISIBLE_DEVICES: "" }), []);
  assertEquals(await ids("2", { CUDA_VISIBLE_DEVICES: "5,2" }), ["2"]);
  await assertRejects(
    () => ids("0,2", { CUDA_VISIBLE_DEVICES: "5,2" }),
    UsageError,
    "--gpus names GPU 0, which CUDA_VISIBLE_DEVICES=5,2 hides: there is 5, 2",
  );
});

Deno.test("a tool that fails or hangs is no tool", async () => {
  using gpus = new FakeGpus();
  gpus.write("broken", "");
  assertEquals((await readMachine({ kind: "auto" }, { env: gpus.env })).gpus, []);
  gpus.write("hangs", "");
  const options = { env: gpus.env, limitMs: 1 };
  assertEquals((await readMachine({ kind: "auto" }, options)).gpus, []);
});

Deno.test("a machine whose GPU shares the memory of the machine has none of its own", async () => {
  const { gpus } = await machine("auto", { count: 1, memory: "[N/A]" });
  assertEquals(gpus.map(({ id, memoryMiB }) => [id, memoryMiB]), [["0", null]]);
});

Deno.test("a GPU that is divided counts as its parts, near to the same processors", async () => {
  using gpus = new FakeGpus({ count: 2 });
  gpus.write(
    "list.txt",
    `GPU 0: NVIDIA H100 80GB HBM3 (UUID: ${uuid(0)})
  MIG 3g.40gb     Device  0: (UUID: MIG-c7384736-a75d-5afc-978f-d2f1294409fd)
  MIG 4g.40gb     Device  1: (UUID: MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d)
GPU 1: NVIDIA H100 80GB HBM3 (UUID: ${uuid(1)})
`,
  );
  const read = async (text: string, env = {}) =>
    (await readMachine(parseGpuList(text), { env: { ...gpus.env, ...env } })).gpus;
  const parts = [
    "MIG-c7384736-a75d-5afc-978f-d2f1294409fd",
    "MIG-a28ad590-3fda-56dd-84fc-0a0b96edc58d",
  ];
  const found = await read("auto");
  assertEquals(found.map(({ id }) => id), [...parts, "1"]);
  assertEquals(found[0]!.name, "NVIDIA H100 80GB HBM3 MIG 3g.40gb");
  assertEquals(found[0]!.cpus![111], 167);
  assertEquals((await read("MIG-a28")).map(({ id }) => id), [parts[1]]);
  assertEquals(
    (await read("auto", { CUDA_VISIBLE_DEVICES: parts[1] })).map(({ id }) => id),
    [parts[1]],
  );
  await assertRejects(() => read(`0,${parts[1]}`), UsageError, `GPU ${parts[1]} twice: as 0 and`);
});

Deno.test("where nvidia-smi hides the NUMA nodes the kernel is asked", async () => {
  using gpus = new FakeGpus({ count: 2, topology: "virtual" });
  using sys = new Workspace();
  for (const [bus, node, cpus] of [["1b", 1, "4-7"], ["1c", -1, "0-7"]]) {
    const device = `bus/pci/devices/0000:${bus}:00.0`;
    await Deno.mkdir(sys.at(device), { recursive: true });
    sys.write(`${device}/numa_node`, `${node}\n`);
    sys.write(`${device}/local_cpulist`, `${cpus}\n`);
  }
  const found = await readMachine({ kind: "auto" }, { env: gpus.env, sysRoot: sys.path });
  assertEquals(found.gpus.map(({ cpus }) => cpus), [[4, 5, 6, 7], null]);
});
