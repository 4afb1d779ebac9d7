/** Batch sizes for which CUDA graphs are captured at start-up. */

const LARGEST = 512;

/** vLLM's default sizes: 1, 2, 4, then steps of 8 up to 256 and of 16 up to twice the sequences, at most 512. */
export function captureSizes(
  config: { readonly maxNumSeqs: number; readonly eager: boolean },
): number[] {
  if (config.eager) return [];
  const largest = Math.min(2 * config.maxNumSeqs, LARGEST);
  const sizes = [1, 2, 4];
  for (let size = 8; size <= LARGEST; size += size < 256 ? 8 : 16) sizes.push(size);
  return sizes.filter((size) => size <= largest);
}
