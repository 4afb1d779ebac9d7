/** The requests of benchmark programs that are not in their results: of ready checks and warm-ups. */
import type { RequestRange } from "./engine.ts";
import { flagValue } from "./flags.ts";

/** What makes several requests, or none that counters tell, of one prompt. */
const MULTIPLIES = /beam.search|best.of|probe-request-rate|"n"\s*:|\.n$/;

/** Backends of which each prompt is one request. Embeddings, audio and ranking are cut into several. */
const ONE_EACH = /^(openai|openai-chat|vllm|vllm-chat|openai-completions|tgi|sglang|sglang-oai)$/;

/**
 * `vllm bench serve` and what was made of it: a ready check (0.32 makes none by default, older versions always one), then warm-ups.
 *
 * @param readyCheck Requests of the ready check where no flag tells.
 */
export function vllmUnmeasured(
  argv: readonly string[],
  readyCheck: RequestRange,
): RequestRange | null {
  if (argv.some((word) => MULTIPLIES.test(word))) return null;
  const backend = flagValue(argv, ["--backend", "--endpoint-type"]);
  if (backend !== null && !ONE_EACH.test(backend)) return null;
  const warmups = wholeNumber(flagValue(argv, ["--num-warmups"]) ?? "0");
  if (warmups === null) return null;
  const check = wholeNumber(flagValue(argv, ["--ready-check-timeout-sec"]) ?? "");
  const ready = check === null || check === 0 ? readyCheck : { least: 1, most: 1 };
  return { least: ready.least + warmups, most: ready.most + warmups };
}

/** `python -m sglang.bench_serving`: `--warmup-requests`, 1 by default; before it had the flag one, always. */
export function sglangUnmeasured(argv: readonly string[]): RequestRange | null {
  if (argv.some((word) => MULTIPLIES.test(word))) return null;
  const backend = flagValue(argv, ["--backend"]);
  if (backend !== null && !/^(sglang|sglang-oai|sglang-oai-chat|vllm|vllm-chat)$/.test(backend)) {
    return null;
  }
  const warmups = wholeNumber(flagValue(argv, ["--warmup-requests"]) ?? "1");
  return warmups === null ? null : { least: 0, most: Math.max(1, warmups) };
}

function wholeNumber(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}
