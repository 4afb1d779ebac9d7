/** Shapes of the models that can be simulated. The name on the command line picks the nearest one by size. */

/** What the cost and memory models need to know of a transformer. */
export interface ModelProfile {
  /** The model whose published config.json the numbers are from. */
  readonly name: string;
  readonly parameters: number;
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly attentionHeads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly vocabulary: number;
  /** Input and output embedding are one matrix. */
  readonly tiedEmbeddings: boolean;
  /** `max_position_embeddings`: the longest context. */
  readonly maxPositions: number;
}

const LLAMA_1B: ModelProfile = {
  name: "Llama-3.2-1B",
  parameters: 1_235_814_400,
  layers: 16,
  hidden: 2048,
  intermediate: 8192,
  attentionHeads: 32,
  kvHeads: 8,
  headDim: 64,
  vocabulary: 128_256,
  tiedEmbeddings: true,
  maxPositions: 131_072,
};

const LLAMA_8B: ModelProfile = {
  name: "Llama-3.1-8B",
  parameters: 8_030_261_248,
  layers: 32,
  hidden: 4096,
  intermediate: 14_336,
  attentionHeads: 32,
  kvHeads: 8,
  headDim: 128,
  vocabulary: 128_256,
  tiedEmbeddings: false,
  maxPositions: 131_072,
};

const QWEN_32B: ModelProfile = {
  name: "Qwen2.5-32B",
  parameters: 32_763_876_352,
  layers: 64,
  hidden: 5120,
  intermediate: 27_648,
  attentionHeads: 40,
  kvHeads: 8,
  headDim: 128,
  vocabulary: 152_064,
  tiedEmbeddings: false,
  maxPositions: 32_768,
};

const LLAMA_70B: ModelProfile = {
  name: "Llama-3.1-70B",
  parameters: 70_553_706_496,
  layers: 80,
  hidden: 8192,
  intermediate: 28_672,
  attentionHeads: 64,
  kvHeads: 8,
  headDim: 128,
  vocabulary: 128_256,
  tiedEmbeddings: false,
  maxPositions: 131_072,
};

/** All profiles, smallest first. */
export const PROFILES: readonly ModelProfile[] = [LLAMA_1B, LLAMA_8B, QWEN_32B, LLAMA_70B];

/** The profile of a name that tells no size. */
export const DEFAULT_PROFILE = LLAMA_8B;

/** The profile whose size is nearest, as a ratio, to the size in the name (`-8B`, `0.5b`, `opt-125m`). */
export function profileFor(model: string): ModelProfile {
  const match = /(?:^|[^a-zA-Z0-9.])(\d+(?:\.\d+)?)([bBmM])(?![a-zA-Z0-9])/.exec(model);
  if (match === null) return DEFAULT_PROFILE;
  const size = Number(match[1]) * (match[2]!.toLowerCase() === "b" ? 1e9 : 1e6);
  if (size === 0) return DEFAULT_PROFILE;
  const distance = (profile: ModelProfile) => Math.abs(Math.log(profile.parameters / size));
  return PROFILES.reduce((best, profile) => distance(profile) < distance(best) ? profile : best);
}

/** Bytes of keys and values of one token, all layers, on the whole node. */
export function kvBytesPerToken(profile: ModelProfile, bytesPerElement: number): number {
  return 2 * profile.layers * profile.kvHeads * profile.headDim * bytesPerElement;
}

/** Parameters that every decode step reads: all but an input embedding of its own, of which it reads a row per token. */
export function readParameters(profile: ModelProfile): number {
  return profile.parameters - (profile.tiedEmbeddings ? 0 : embedding(profile));
}

/** Parameters that every token is multiplied with: those of the layers. */
export function layerParameters(profile: ModelProfile): number {
  return profile.parameters - (profile.tiedEmbeddings ? 1 : 2) * embedding(profile);
}

/** Parameters of one embedding matrix: also those that every sampled token is multiplied with. */
export function embedding(profile: ModelProfile): number {
  return profile.vocabulary * profile.hidden;
}
