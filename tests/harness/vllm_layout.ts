/** A directory as `vllm bench sweep serve` leaves it: result files and summaries, nothing else. */
import { pyJson } from "../../src/json/python.ts";
import { fromPlain } from "../../src/json/plain.ts";
import type { Workspace } from "./workspace.ts";

/** Values of a run that a test is about. */
export interface VllmRun {
  readonly serve: Readonly<Record<string, unknown>>;
  readonly bench: Readonly<Record<string, unknown>>;
  readonly result: Readonly<Record<string, unknown>>;
}

/** What a run of `vllm bench serve` writes, the values of a test in their places. */
function resultOf({ serve, bench, result }: VllmRun, run: number) {
  return {
    date: "20261124-161500",
    endpoint_type: "openai",
    backend: "openai",
    label: null,
    model_id: "m",
    tokenizer_id: "m",
    num_prompts: 100,
    request_rate: "inf",
    burstiness: 1.5,
    max_concurrency: null,
    duration: 12.5,
    completed: 100,
    failed: 0,
    total_input_tokens: 12800,
    total_output_tokens: 12800,
    request_throughput: 8.25,
    request_goodput: null,
    output_throughput: 1024.125,
    total_token_throughput: 2048.25,
    max_output_tokens_per_s: 1100.5,
    max_concurrent_requests: 20,
    mean_ttft_ms: 20.5,
    p99_ttft_ms: 40.75,
    mean_tpot_ms: 9.125,
    ...result,
    run_number: run,
    ...serve,
    ...bench,
  };
}

/** Writes `SERVE--...-BENCH--.../run=N.json` and `summary.json` of each directory. @returns The experiment directory. */
export function vllmLayout(
  workspace: Workspace,
  name: string,
  directories: Readonly<Record<string, readonly VllmRun[]>>,
): string {
  for (const [directory, runs] of Object.entries(directories)) {
    const path = workspace.at(name, directory);
    Deno.mkdirSync(path, { recursive: true });
    const results = runs.map((run, number) => fromPlain(resultOf(run, number)));
    results.forEach((result, number) => {
      Deno.writeTextFileSync(`${path}/run=${number}.json`, pyJson(result, { indent: 4 }));
    });
    Deno.writeTextFileSync(`${path}/summary.json`, pyJson(results, { indent: 4 }));
  }
  return workspace.at(name);
}
