/** The line about throughput and queues that vLLM logs every ten seconds while there is something to do. */
import type { Cluster } from "./engine/cluster.ts";
import type { ServerLog } from "./log.ts";

const INTERVAL_MS = 10_000;

/** Starts logging. @returns Ends it. */
export function startStatsLog(cluster: Cluster, log: ServerLog): () => void {
  let last = totals(cluster);
  let wasIdle = true;
  const timer = setInterval(() => {
    const now = totals(cluster);
    const seconds = (now.ms - last.ms) / 1000;
    const prompt = (now.prompt - last.prompt) / seconds;
    const generation = (now.generation - last.generation) / seconds;
    const isIdle = prompt === 0 && generation === 0;
    last = now;
    // One line with zeros after the last work, then silence.
    if (!isIdle || !wasIdle) {
      log.info("APIServer", "loggers.py:127", statsText(cluster, prompt, generation));
    }
    wasIdle = isIdle;
  }, INTERVAL_MS);
  return () => clearInterval(timer);
}

/** @param prompt Prompt tokens per second. @param generation Generated tokens per second. */
export function statsText(cluster: Cluster, prompt: number, generation: number): string {
  const { running, waiting, usage, queries, hits } = cluster.load;
  const hitRate = queries === 0 ? 0 : hits / queries;
  return `Engine 000: Avg prompt throughput: ${prompt.toFixed(1)} tokens/s, ` +
    `Avg generation throughput: ${generation.toFixed(1)} tokens/s, ` +
    `Running: ${running} reqs, Waiting: ${waiting} reqs, ` +
    `GPU KV cache usage: ${(100 * usage).toFixed(1)}%, Prefix cache hit rate: ${
      (100 * hitRate).toFixed(1)
    }%`;
}

function totals({ metrics }: Cluster): { ms: number; prompt: number; generation: number } {
  return {
    ms: performance.now(),
    prompt: metrics.reduce((sum, { promptTokens }) => sum + promptTokens, 0),
    generation: metrics.reduce((sum, { generationTokens }) => sum + generationTokens, 0),
  };
}
