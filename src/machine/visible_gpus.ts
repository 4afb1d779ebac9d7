/** Which GPUs the environment that we were started in leaves to us: a scheduler, a container or the user set it. */

/** A GPU as these variables may name it. */
export interface Named {
  readonly id: string;
  readonly uuid: string | null;
}

/** Variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The GPUs that the variables of this vendor leave, in their order. As the drivers do it, a list ends before the first name
 * that is unknown or twice in it, so `-1` and an empty list leave none.
 */
export function visibleGpus<G extends Named>(
  gpus: readonly G[],
  vendor: "nvidia" | "amd",
  variables: Variables,
): readonly G[] {
  const { CUDA_VISIBLE_DEVICES: cuda, HIP_VISIBLE_DEVICES: hip, ROCR_VISIBLE_DEVICES: rocr } =
    variables;
  if (vendor === "nvidia") return listed(gpus, cuda, ({ id }) => id);
  const left = listed(gpus, rocr, ({ id }) => id);
  // HIP counts what is left, whatever rocm-smi calls it.
  return listed(left, hip ?? cuda, (gpu) => String(left.indexOf(gpu)));
}

/** Those of the GPUs that a list names, by index or by UUID or its first characters. */
function listed<G extends Named>(
  gpus: readonly G[],
  list: string | undefined,
  indexOf: (gpu: G) => string,
): readonly G[] {
  if (list === undefined) return gpus;
  const found: G[] = [];
  for (const name of list.split(",").map((name) => name.trim())) {
    const gpu = gpus.find((gpu) => indexOf(gpu) === name) ?? byUuid(gpus, name);
    if (gpu === undefined || found.includes(gpu)) break;
    found.push(gpu);
  }
  return found;
}

/** The GPU that a UUID names. NVIDIA takes its first characters too, as long as they fit one only. */
export function byUuid<G extends Named>(gpus: readonly G[], name: string): G | undefined {
  if (!/^(GPU|MIG)-./.test(name)) return undefined;
  const exact = gpus.find(({ uuid }) => uuid === name);
  if (exact !== undefined) return exact;
  const fitting = gpus.filter(({ uuid }) => uuid?.startsWith(name));
  return fitting.length === 1 ? fitting[0] : undefined;
}
