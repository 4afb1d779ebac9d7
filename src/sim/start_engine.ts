/** The simulated start-up: takes its time and says what vLLM says meanwhile. */
import type { ServerLog } from "./log.ts";
import { H100 } from "./model/hardware.ts";
import { gib, MemoryError, type MemoryPlan, outOfMemory, planMemory } from "./model/memory.ts";
import { scalePhases, STARTUP_SPEED_UP, startupPhases, totalSeconds } from "./model/startup.ts";
import type { SimSettings } from "./settings/settings.ts";
import { sleep } from "../lib/sleep.ts";

/** Where a process without a GPU or without the model ends. */
const FAULTS: Readonly<Record<string, { kind: string; message: (model: string) => string }>> = {
  "no-gpu": {
    kind: "RuntimeError",
    message: () =>
      "Found no NVIDIA driver on your system. Please check that you have an NVIDIA GPU and installed a driver " +
      "from http://www.nvidia.com/Download/index.aspx",
  },
  "no-model": {
    kind: "OSError",
    message: (model) =>
      `${model} is not a local folder and is not a valid model identifier listed on 'https://huggingface.co/models'`,
  },
  "kv-cache": {
    kind: "ValueError",
    message: () =>
      "No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.",
  },
};

/**
 * Starts the engine; rejects with the reason of the signal when it is aborted.
 *
 * @throws {MemoryError} If it does not fit, or if a failure was asked for.
 */
export async function startEngine(
  settings: SimSettings,
  log: ServerLog,
  signal: AbortSignal,
): Promise<MemoryPlan> {
  const { engine, model, startupError } = settings;
  if (startupError === "hang") await sleep(Infinity, { signal });
  const fault = FAULTS[startupError ?? ""];
  if (fault !== undefined) throw new MemoryError(fault.kind, fault.message(model));

  log.info(
    "EngineCore_DP0",
    "core.py:77",
    `Initializing a V1 LLM engine with config: model='${model}'`,
  );
  const memory = planMemory(engine, H100);
  if (startupError === "oom") throw outOfMemory(memory.weights, H100);
  const phases = scaledPhases(settings, memory);

  await sleep(phases.launch * 1000, { signal });
  log.info("EngineCore_DP0", "gpu_model_runner.py:2602", `Starting to load model ${model}...`);
  await sleep(phases.weights * 1000, { signal });
  log.info(
    "EngineCore_DP0",
    "default_loader.py:267",
    `Loading weights took ${two(phases.weights)} seconds`,
  );
  log.info(
    "EngineCore_DP0",
    "gpu_model_runner.py:2653",
    `Model loading took ${(memory.weights / 2 ** 30).toFixed(4)} GiB and ${
      phases.weights.toFixed(6)
    } seconds`,
  );
  if (!engine.eager) {
    await sleep(phases.compile * 1000, { signal });
    log.info(
      "EngineCore_DP0",
      "monitor.py:34",
      `torch.compile takes ${two(phases.compile)} s in total`,
    );
  }
  await sleep(phases.profile * 1000, { signal });
  logCache(settings, memory, log);
  if (!engine.eager) {
    await sleep(phases.graphs * 1000, { signal });
    log.info(
      "EngineCore_DP0",
      "gpu_model_runner.py:3480",
      `Graph capturing finished in ${phases.graphs.toFixed(0)} secs, took ${
        gib(memory.graphs)
      } GiB`,
    );
  }
  const warm = phases.compile + phases.profile + phases.graphs;
  log.info(
    "EngineCore_DP0",
    "core.py:210",
    `init engine (profile, create kv cache, warmup model) took ${two(warm)} seconds`,
  );
  return memory;
}

function scaledPhases(settings: SimSettings, memory: MemoryPlan) {
  const { engine, startupSeconds, loadWeights } = settings;
  const phases = startupPhases(engine, memory, loadWeights);
  const factor = startupSeconds === null
    ? engine.timeScale / STARTUP_SPEED_UP
    : startupSeconds / totalSeconds(phases);
  return scalePhases(phases, factor);
}

function logCache({ engine }: SimSettings, memory: MemoryPlan, log: ServerLog): void {
  const grouped = (count: number) => count.toLocaleString("en-US");
  log.info(
    "EngineCore_DP0",
    "gpu_worker.py:298",
    `Available KV cache memory: ${gib(memory.kvCache)} GiB`,
  );
  log.info(
    "EngineCore_DP0",
    "kv_cache_utils.py:1087",
    `GPU KV cache size: ${grouped(memory.tokens)} tokens`,
  );
  log.info(
    "EngineCore_DP0",
    "kv_cache_utils.py:1091",
    `Maximum concurrency for ${grouped(engine.maxModelLen)} tokens per request: ` +
      `${two(memory.tokens / engine.maxModelLen)}x`,
  );
}

function two(value: number): string {
  return value.toFixed(2);
}
