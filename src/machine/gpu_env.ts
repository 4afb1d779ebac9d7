/** The variables that show a server its GPUs and hide the others. */
import type { Machine } from "./machine.ts";

/**
 * Variables for a server that may use these GPUs; none of them for an empty list.
 *
 * AMD: HIP_VISIBLE_DEVICES and CUDA_VISIBLE_DEVICES mean the same to HIP, and programs (Ray) refuse to start where they
 * differ. ROCR_VISIBLE_DEVICES works one layer below: it hides GPUs first, then HIP counts what is left from 0. Set to the
 * same indices, `2,3` twice would leave nothing. It is not set here, for some programs refuse it and peer access fails under
 * it, unless it is in our environment already and cannot be taken out of the server's: then it picks, and HIP counts.
 *
 * Unknown vendor: the indices of the user for CUDA and HIP. One of them is read and the other one is nothing to the driver;
 * a list was given because GPUs are there, and to start two servers on all of them would spoil both.
 *
 * @param hasRocrFilter {@linkcode Machine.hasRocrFilter}.
 */
export function gpuEnv(
  ids: readonly string[],
  vendor: Machine["vendor"],
  hasRocrFilter = false,
): Record<string, string> {
  if (ids.length === 0) return {};
  const list = ids.join(",");
  // Without an order CUDA counts the fastest GPU first and nvidia-smi by place on the bus: two numberings.
  const nvidia = { CUDA_DEVICE_ORDER: "PCI_BUS_ID", CUDA_VISIBLE_DEVICES: list };
  switch (vendor) {
    case "nvidia":
      return nvidia;
    case "amd": {
      const counted = hasRocrFilter ? ids.map((_, index) => index).join(",") : list;
      return {
        ...hasRocrFilter ? { ROCR_VISIBLE_DEVICES: list } : {},
        HIP_VISIBLE_DEVICES: counted,
        CUDA_VISIBLE_DEVICES: counted,
      };
    }
    case null:
      return { ...nvidia, HIP_VISIBLE_DEVICES: list };
  }
}
