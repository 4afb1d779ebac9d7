/** An experiment directory of any size, as a sweep leaves it, without running one. */
import { ensureDirSync } from "@std/fs/ensure-dir";
import { join } from "@std/path/join";

/** How large it is. */
export interface ExperimentSize {
  readonly serveSets: number;
  readonly benchSets: number;
  readonly runs: number;
}

/** Time of the first event. */
const BEGIN_MS = Date.UTC(2026, 10, 24, 21);
const PARALLEL = [1, 2, 4, 8];

/** Writes manifest, journal and result files. The numbers follow from the parameters, so that the same call gives the same files. */
export function writeLargeExperiment(root: string, size: ExperimentSize): void {
  const serveSets = Array.from({ length: size.serveSets }, (_, index) => ({
    max_num_seqs: 32 * (1 + index % 13),
    tensor_parallel_size: PARALLEL[index % 4]!,
    max_num_batched_tokens: 1024 * (1 + index),
  }));
  const benchSets = Array.from({ length: size.benchSets }, (_, index) => ({
    max_concurrency: 2 ** (index % 10),
    random_input_len: 128 * (1 + Math.floor(index / 10)),
  }));
  const lines: string[] = [];
  let now = BEGIN_MS;
  const event = (type: string, ms: number, fields: object) => {
    now += ms;
    lines.push(JSON.stringify({ time: new Date(now).toISOString(), type, ...fields }));
  };
  ensureDirSync(root);
  event("sweep-started", 0, {
    ...{ journal: 1, version: "0.1.0", session: "1.1.large", pid: 1, reused: 0 },
    starts: serveSets.length,
    combinations: serveSets.length * benchSets.length,
    runs: serveSets.length * benchSets.length * size.runs,
  });
  const process = { pid: 2, startTicks: 3, marker: "1.1.large.0" };
  for (const serve of serveSets) {
    const server = `SERVE--${nameOf(serve)}`;
    const serveArgv = ["vllm", "serve", "meta-llama/Llama-3.1-8B-Instruct", ...flagsOf(serve)];
    const log = `logs/${server}/server.log`;
    event("server-starting", 900, { server, argv: serveArgv, env: {}, process, logFile: log });
    event("server-ready", 41_000, { server, startupMs: 41_000, serverVersion: "0.11.2" });
    for (const bench of benchSets) {
      const directory = `${server}-BENCH--${nameOf(bench)}`;
      ensureDirSync(join(root, directory));
      for (let run = 0; run < size.runs; run++) {
        const argv = [
          ...["vllm", "bench", "serve", "--model", "meta-llama/Llama-3.1-8B-Instruct"],
          ...["--dataset-name", "random", "--ignore-eos", ...flagsOf(bench)],
          ...["--percentile-metrics", "ttft,tpot,itl,e2el", "--save-result"],
          ...["--result-dir", `/data/results/night/${directory}/.run=${run}`],
          ...["--result-filename", `run=${run}.json`],
        ];
        const name = { directory, run };
        const runLog = `logs/${directory}/run=${run}.log`;
        event("run-started", 120, { server, name, argv, process, logFile: runLog });
        event("run-finished", 30_000, {
          ...{ server, name, key: "0".repeat(64), outcome: { kind: "valid" } },
          ...{ exit: { code: 0, signal: null }, durationMs: 30_000, file: `run=${run}.json` },
        });
        const result = { ...resultOf(serve, bench, run), run_number: run, ...serve, ...bench };
        Deno.writeTextFileSync(
          join(root, directory, `run=${run}.json`),
          JSON.stringify(result, null, 4),
        );
      }
    }
    const exit = { code: 0, signal: null };
    event("server-stopped", 2_000, { server, exit, durationMs: now, killed: false, left: [] });
  }
  Deno.writeTextFileSync(join(root, "journal.jsonl"), lines.map((line) => `${line}\n`).join(""));
  Deno.writeTextFileSync(
    join(root, "sweep.json"),
    JSON.stringify({
      schemaVersion: 1,
      sessions: [{
        session: "1.1.large",
        startedAt: new Date(BEGIN_MS).toISOString(),
        argv: ["servesweep", "serve", "--serve-params", "serve.json"],
        serve: serveSets.map((params) => ({
          name: `SERVE--${nameOf(params)}`,
          params,
          argv: ["vllm", "serve", ...flagsOf(params)],
          combinations: benchSets.map((bench) => ({
            directory: `SERVE--${nameOf(params)}-BENCH--${nameOf(bench)}`,
            params: bench,
            runs: size.runs,
          })),
        })),
      }],
    }),
  );
}

function nameOf(set: Record<string, number>): string {
  return Object.entries(set).map(([key, value]) => `${key}=${value}`).join("-");
}

function flagsOf(set: Record<string, number>): string[] {
  return Object.entries(set).flatMap(([key, value]) => [
    `--${key.replaceAll("_", "-")}`,
    String(value),
  ]);
}

/** A saturating server: numbers with the digits that real ones have. */
function resultOf(
  serve: { max_num_seqs: number; tensor_parallel_size: number },
  bench: { max_concurrency: number; random_input_len: number },
  run: number,
): object {
  const noise = 1 + 0.01 * Math.sin(12.9898 * (run + bench.max_concurrency + serve.max_num_seqs));
  const batch = Math.min(bench.max_concurrency, serve.max_num_seqs);
  const tpot = (6 + 0.05 * batch + bench.random_input_len / 500) * noise /
    serve.tensor_parallel_size ** 0.7;
  const ttft = (20 + bench.random_input_len / 20) * noise *
    Math.max(1, bench.max_concurrency / serve.max_num_seqs);
  const throughput = 1000 * batch / tpot;
  const latency = (name: string, ms: number) => ({
    [`mean_${name}_ms`]: ms,
    [`median_${name}_ms`]: ms * 0.97,
    [`std_${name}_ms`]: ms * 0.11,
    [`p99_${name}_ms`]: ms * 1.43,
  });
  return {
    date: "20261124-210000",
    endpoint_type: "openai",
    backend: "openai",
    label: null,
    model_id: "meta-llama/Llama-3.1-8B-Instruct",
    tokenizer_id: "meta-llama/Llama-3.1-8B-Instruct",
    num_prompts: 1000,
    request_rate: "inf",
    burstiness: 1.0,
    max_concurrency: bench.max_concurrency,
    duration: 128_000 / throughput,
    completed: 1000,
    failed: 0,
    total_input_tokens: 1000 * bench.random_input_len,
    total_output_tokens: 128_000,
    request_throughput: throughput / 128,
    request_goodput: null,
    output_throughput: throughput,
    total_token_throughput: throughput * (1 + bench.random_input_len / 128),
    max_output_tokens_per_s: throughput * 1.21,
    max_concurrent_requests: bench.max_concurrency + 3,
    ...latency("ttft", ttft),
    ...latency("tpot", tpot),
    ...latency("itl", tpot * 1.003),
    ...latency("e2el", ttft + 128 * tpot),
  };
}
