import { assertEquals } from "@std/assert";
import { gpuEnv } from "./gpu_env.ts";
import { visibleGpus } from "./visible_gpus.ts";

/** What a process of this vendor's runtime sees of eight GPUs under these variables. */
function seen(vendor: "nvidia" | "amd", variables: Record<string, string>): string[] {
  const gpus = Array.from({ length: 8 }, (_, index) => ({ id: `${index}`, uuid: `GPU-${index}` }));
  return visibleGpus(gpus, vendor, variables).map(({ id }) => id);
}

Deno.test("NVIDIA's GPUs are counted as nvidia-smi counts them", () => {
  assertEquals(gpuEnv(["2", "3"], "nvidia"), {
    CUDA_DEVICE_ORDER: "PCI_BUS_ID",
    CUDA_VISIBLE_DEVICES: "2,3",
  });
});

Deno.test("AMD's GPUs are filtered once, by variables that say the same", () => {
  const variables = gpuEnv(["2", "3"], "amd");
  assertEquals(variables, { HIP_VISIBLE_DEVICES: "2,3", CUDA_VISIBLE_DEVICES: "2,3" });
  assertEquals(seen("amd", variables), ["2", "3"]);
});

Deno.test("under a filter of ROCR that we inherited HIP counts what it leaves", () => {
  const variables = gpuEnv(["6", "4"], "amd", true);
  assertEquals(variables, {
    ROCR_VISIBLE_DEVICES: "6,4",
    HIP_VISIBLE_DEVICES: "0,1",
    CUDA_VISIBLE_DEVICES: "0,1",
  });
  assertEquals(seen("amd", { ROCR_VISIBLE_DEVICES: "4,5,6,7", ...variables }), ["6", "4"]);
});

Deno.test("GPUs of an unknown vendor are seen under either", () => {
  const variables = gpuEnv(["1", "5"], null);
  assertEquals(seen("nvidia", variables), ["1", "5"]);
  assertEquals(seen("amd", variables), ["1", "5"]);
});

Deno.test("a server without GPUs of its own gets no variables", () => {
  assertEquals(gpuEnv([], "nvidia"), {});
});

Deno.test("a list of visible GPUs ends at the first name that is unknown or twice in it", () => {
  const cuda = (list: string) => seen("nvidia", { CUDA_VISIBLE_DEVICES: list });
  assertEquals(cuda("1, 3"), ["1", "3"]);
  assertEquals(cuda("1,-1,2"), ["1"]);
  assertEquals(cuda("1,1,2"), ["1"]);
  assertEquals([cuda(""), cuda("-1"), cuda("NoDevFiles"), cuda("8")], [[], [], [], []]);
  assertEquals(seen("nvidia", {}), seen("amd", {}));
});
