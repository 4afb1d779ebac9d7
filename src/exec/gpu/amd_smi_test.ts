import { assertEquals } from "@std/assert";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { nearness } from "../../machine/machine.ts";
import { GpuMemory } from "./gpu_memory.ts";
import { readMachine } from "./machine.ts";

/** An amd-smi on PATH that knows two GPUs, as ROCm 6 prints them (a list) or ROCm 7 (in an object). */
function amdMachine(workspace: Workspace, release: 6 | 7) {
  const size = (value: number) => ({ value, unit: "MB" });
  const answers = {
    static: [0, 1].map((gpu) => ({
      gpu,
      asic: { market_name: "AMD Instinct MI300X", asic_serial: `0x5D1B0A${gpu}` },
      bus: { bdf: `0000:0${gpu + 5}:00.0`, max_pcie_width: 16 },
      driver: { name: "amdgpu", version: "6.10.5" },
      vram: { type: "HBM", vendor: "N/A", size: size(196_592) },
    })),
    metric: [0, 1].map((gpu) => ({
      gpu,
      mem_usage: { total_vram: size(196_592), used_vram: size(283 + gpu), free_vram: "N/A" },
    })),
    topology: [0, 1].map((gpu) => ({
      gpu,
      bdf: `0000:0${gpu + 5}:00.0`,
      links: [0, 1].map((other) => ({
        gpu: other,
        link_type: gpu === other ? "SELF" : "XGMI",
        num_hops: gpu === other ? "N/A" : 1,
      })),
    })),
  };
  const printed = (answer: unknown) =>
    JSON.stringify(release === 7 ? { gpu_data: answer, node_data: [] } : answer);
  const script = workspace.write(
    "amd-smi",
    `#!/bin/sh
echo "WARNING: User is missing the following required groups: render"
case $1 in
  static) echo '${printed(answers.static)}' ;;
  metric) echo '${printed(answers.metric)}' ;;
  topology) echo '${printed(answers.topology)}' ;;
  *) exit 1 ;;
esac
`,
  );
  Deno.chmodSync(script, 0o755);
  return { PATH: `${workspace.path}:/usr/bin:/bin` };
}

for (const release of [6, 7] as const) {
  Deno.test(`the GPUs of amd-smi, ROCm ${release}: memory, nearness, what is in use`, async () => {
    using workspace = new Workspace();
    const env = amdMachine(workspace, release);
    const machine = await readMachine({ kind: "auto" }, { env });
    assertEquals(machine.vendor, "amd");
    assertEquals(
      machine.gpus.map(({ id, name, memoryMiB }) => [id, name, memoryMiB]),
      [["0", "AMD Instinct MI300X", 196_592], ["1", "AMD Instinct MI300X", 196_592]],
    );
    assertEquals(nearness(machine, "0", "1"), 10);
    const byUuid = await readMachine({ kind: "list", ids: ["GPU-5d1b0a1"] }, { env });
    assertEquals(byUuid.gpus.map(({ id }) => id), ["1"]);
    using memory = new GpuMemory({ env });
    await memory.baseline(["0", "1"]);
    const { usedMiB } = await memory.untilBack(["0", "1"], new AbortController().signal);
    assertEquals(usedMiB, 283 + 284);
  });
}
