import { assertEquals } from "@std/assert";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { nearness } from "../../machine/machine.ts";
import { parseGpuList } from "../../spec/gpu_list.ts";
import { GpuMemory } from "./gpu_memory.ts";
import { readMachine } from "./machine.ts";

const GIB = 2 ** 30;

/** A rocm-smi on PATH that knows three GPUs, the last one in the processor. Its only variables are those given. */
function amdMachine(workspace: Workspace, variables: Record<string, string> = {}) {
  const card = (index: number, total: number, used: number) => ({
    "Unique ID": `0x9246AB${index}`,
    "PCI Bus": `0000:C${index}:00.0`,
    "VRAM Total Memory (B)": String(total),
    "VRAM Total Used Memory (B)": String(used),
    "Card Series": "AMD Instinct MI300X",
  });
  const cards = {
    card0: card(0, 192 * GIB, 283 * 2 ** 20),
    card1: card(1, 192 * GIB, 5 * GIB),
    card2: card(2, 64 * 2 ** 20, 0),
    system: { "Driver version": "6.10.5" },
  };
  const links = {
    system: {
      "(Topology) Link type between DRM devices 0 and 1": "XGMI",
      "(Topology) Link type between DRM devices 0 and 2": "PCIE",
    },
  };
  const script = workspace.write(
    "rocm-smi",
    `#!/bin/sh
echo "WARNING: the spelling of a warning"
case "$*" in
  *showtopotype*) echo '${JSON.stringify(links)}' ;;
  *) echo '${JSON.stringify(cards)}' ;;
esac
`,
  );
  Deno.chmodSync(script, 0o755);
  return { PATH: workspace.path, ...variables };
}

async function ids(variables: Record<string, string>, list = "auto") {
  using workspace = new Workspace();
  const env = amdMachine(workspace, variables);
  const { gpus, hasRocrFilter } = await readMachine(parseGpuList(list), { env });
  return [gpus.map(({ id }) => id), hasRocrFilter];
}

Deno.test("auto finds the GPUs of rocm-smi, but for one that is part of the processor", async () => {
  using workspace = new Workspace();
  const machine = await readMachine({ kind: "auto" }, { env: amdMachine(workspace) });
  assertEquals(machine.vendor, "amd");
  assertEquals(machine.gpus.map(({ id, name, memoryMiB }) => [id, name, memoryMiB]), [
    ["0", "AMD Instinct MI300X", 196_608],
    ["1", "AMD Instinct MI300X", 196_608],
  ]);
  assertEquals([nearness(machine, "1", "0"), nearness(machine, "0", "2")], [10, 1]);
});

Deno.test("HIP counts what ROCR leaves, and the ids are those of rocm-smi", async () => {
  assertEquals(await ids({ HIP_VISIBLE_DEVICES: "1" }), [["1"], false]);
  assertEquals(await ids({ CUDA_VISIBLE_DEVICES: "1" }), [["1"], false]);
  assertEquals(await ids({ ROCR_VISIBLE_DEVICES: "1" }), [["1"], true]);
  assertEquals(await ids({ ROCR_VISIBLE_DEVICES: "GPU-9246ab1,0", HIP_VISIBLE_DEVICES: "0" }), [
    ["1"],
    true,
  ]);
  assertEquals(await ids({ ROCR_VISIBLE_DEVICES: "1", HIP_VISIBLE_DEVICES: "1" }), [[], true]);
});

Deno.test("a list may name GPUs as ROCm does", async () => {
  assertEquals(await ids({}, "GPU-9246ab1,0"), [["1", "0"], false]);
});

Deno.test("the memory in use is told by rocm-smi too", async () => {
  using workspace = new Workspace();
  const memory = new GpuMemory({ env: amdMachine(workspace) });
  await memory.baseline(["0", "1"]);
  const { back, usedMiB } = await memory.untilBack(["0", "1"], new AbortController().signal);
  assertEquals([back, usedMiB], [true, 283 + 5 * 1024]);
});
