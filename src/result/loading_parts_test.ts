import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type LoadingParts, loadingParts, splitLoading } from "./loading_parts.ts";

const LOGS = new URL("../../tests/fixtures/logs/", import.meta.url);

function ofFile(name: string): LoadingParts {
  return loadingParts(Deno.readTextFileSync(new URL(name, LOGS)));
}

function ofLines(...lines: string[]): (number | null)[] {
  return Object.values(loadingParts(lines.join("\n") + "\n"));
}

Deno.test("the healthy logs of the fixtures", () => {
  const parts = (weightsMs: number | null, compileMs: number | null, graphsMs: number | null) => ({
    ...{ weightsMs, compileMs, graphsMs },
  });
  assertEquals(ofFile("healthy--vllm.log"), parts(3712.309, null, 4_000));
  assertEquals(ofFile("healthy--sglang.log"), parts(4_000, null, 6_910));
  assertEquals(ofFile("healthy--sim.log"), parts(21.645, 60, 0));
  assertEquals(ofFile("healthy--llama-cpp.log"), parts(null, null, null));
  assertEquals(ofFile("healthy--text-generation-launcher.log"), parts(null, null, null));
  assertEquals(ofFile("healthy--trtllm.log"), parts(49_140, null, null));
  assertEquals(ofFile("healthy--lmdeploy.log"), parts(null, null, null));
});

Deno.test("vLLM with two workers: the slowest of each line counts", () => {
  assertEquals(
    ofLines(
      "(Worker_TP0 pid=322) INFO 05-06 20:59:57 [default_loader.py:384] Loading weights took 24.84 seconds",
      "(Worker_TP1 pid=323) INFO 05-06 20:59:57 [default_loader.py:384] Loading weights took 25.10 seconds",
      "(Worker_TP0 pid=322) INFO 05-06 20:59:59 [gpu_model_runner.py:4879] Model loading took 12.66 GiB memory and 31.657031 seconds",
      "(Worker_TP1 pid=323) INFO 05-06 20:59:59 [gpu_model_runner.py:4879] Model loading took 12.66 GiB memory and 30.120000 seconds",
      "(Worker_TP0 pid=322) INFO 05-06 21:00:16 [backends.py:1128] Dynamo bytecode transform time: 3.54 s",
      "(Worker_TP0 pid=322) INFO 05-06 21:00:40 [monitor.py:53] torch.compile took 25.93 s in total",
      "(Worker_TP1 pid=323) INFO 05-06 21:00:40 [monitor.py:53] torch.compile took 26.25 s in total",
      "(Worker_TP0 pid=322) INFO 05-06 21:00:41 [monitor.py:81] Initial profiling/warmup run took 0.40 s",
      "(Worker_TP0 pid=322) INFO 05-06 21:01:01 [gpu_model_runner.py:6971] Graph capturing finished in 18 secs, took 0.96 GiB",
      "(Worker_TP1 pid=323) INFO 05-06 21:01:01 [gpu_model_runner.py:6971] Graph capturing finished in 19 secs, took 0.96 GiB",
      "(EngineCore pid=300) INFO 05-06 21:01:02 [core.py:210] init engine (profile, create kv cache, warmup model) took 70.62 s (compilation: 26.25 s)",
    ),
    [31_657.031, 26_250, 19_000],
  );
});

Deno.test("vLLM V0 tells graphs with a full stop, compilation from another file, and weights by the loader", () => {
  assertEquals(
    ofLines(
      "INFO 02-18 04:51:36 loader.py:429] Loading weights took 2.17 seconds",
      "INFO 02-18 04:51:36 model_runner.py:1116] Loading model weights took 1.4123 GB",
      "INFO 02-18 04:51:41 backends.py:585] Dynamo bytecode transform time: 5.63 s",
      "INFO 02-18 04:51:47 monitor.py:31] torch.compile takes 5.96 s in total",
      "INFO 02-18 04:51:48 worker.py:266] Memory profiling takes 11.94 seconds",
      "INFO 02-18 04:52:05 model_runner.py:1518] Graph capturing finished in 17 secs.",
      "INFO 02-18 04:52:05 llm_engine.py:428] init engine (profile, create kv cache, warmup model) took 28.44 seconds",
    ),
    [2_170, 5_960, 17_000],
  );
});

Deno.test("vLLM with a compile cache tells no sum: its steps are added, each of the slowest worker", () => {
  assertEquals(
    ofLines(
      "(VllmWorker rank=0 pid=1) INFO 04-18 08:26:11 [backends.py:431] Dynamo bytecode transform time: 5.03 s",
      "(VllmWorker rank=1 pid=2) INFO 04-18 08:26:11 [backends.py:431] Dynamo bytecode transform time: 5.50 s",
      "(VllmWorker rank=0 pid=1) INFO 04-18 08:26:15 [backends.py:120] Directly load the compiled graph(s) for shape None from the cache, took 4.190 s",
      "(VllmWorker rank=1 pid=2) INFO 04-18 08:26:15 [backends.py:120] Directly load the compiled graph(s) for shape None from the cache, took 4.000 s",
      "(VllmWorker rank=0 pid=1) INFO 04-18 08:26:17 [backends.py:144] Compiling a graph for shape 1 takes 2.00 s",
    ),
    [null, 11_690, null],
  );
});

Deno.test("SGLang: the slowest rank, target and draft model one after the other", () => {
  assertEquals(
    ofLines(
      "[2026-02-26 16:41:05 TP1] Load weight end. elapsed=605.50 s, type=KimiK25ForConditionalGeneration, dtype=torch.bfloat16, avail mem=210.38 GB, mem usage=73.58 GB.",
      "[2026-02-26 16:41:06 TP3] Load weight end. elapsed=606.34 s, type=KimiK25ForConditionalGeneration, dtype=torch.bfloat16, avail mem=210.38 GB, mem usage=73.58 GB.",
      "[2026-02-26 16:41:37 TP1] Capture cuda graph end. Time elapsed: 27.40 s. mem usage=0.83 GB. avail mem=10.88 GB.",
      "[2026-02-26 16:41:37 TP0] Capture cuda graph end. Time elapsed: 27.41 s. mem usage=0.83 GB. avail mem=10.81 GB.",
      "[2026-02-26 16:41:41 TP0] Compiling a graph for dynamic shape takes 3.38 s",
      "[2026-02-26 16:41:47 TP0] Capture piecewise CUDA graph end. Time elapsed: 9.50 s. mem usage=0.10 GB. avail mem=10.71 GB.",
      "[2026-02-26 16:41:57 TP0] Load weight end. elapsed=8.00 s, type=LlamaForCausalLMEagle3, avail mem=11.36 GB, mem usage=6.78 GB.",
      "[2026-02-26 16:42:57 TP6] Capture draft cuda graph end. Time elapsed: 60.00 s. mem usage=0.21 GB. avail mem=15.31 GB.",
    ),
    [614_340, null, 96_910],
  );
  assertEquals(
    ofLines(
      "Capture target decode CUDA graph end. elapsed=22.18 s, mem usage=1.91 GB, avail mem=9.1 GB",
    ),
    [null, null, 22_180],
  );
});

Deno.test("an older SGLang tells no duration of the weights: the times of the lines do", () => {
  assertEquals(
    ofLines(
      "[2025-11-24 23:59:58 TP0] Load weight begin. avail mem=23.28 GB",
      "[2025-11-24 23:59:59 TP1] Load weight begin. avail mem=23.28 GB",
      "[2025-11-25 00:00:04 TP0] Load weight end. type=Qwen2ForCausalLM, dtype=torch.bfloat16, avail mem=8.76 GB, mem usage=14.52 GB.",
      "[2025-11-25 00:00:09 TP1] Load weight end. type=Qwen2ForCausalLM, dtype=torch.bfloat16, avail mem=8.76 GB, mem usage=14.52 GB.",
    ),
    [10_000, null, null],
  );
});

Deno.test("llama.cpp tells by the time stamps that it prints when it is asked to", () => {
  const lines = (end: string) => [
    "0.00.022.479 I print_info: max token length = 21",
    "0.00.022.480 I load_tensors: loading model tensors, this can take a while... (mmap = true)",
    "0.00.027.754 I load_tensors:   CPU_Mapped model buffer size =    63.84 MiB",
    "...............................................",
    end,
    "1.05.000.000 I llama_context: n_seq_max     = 1",
  ];
  assertEquals(
    ofLines(...lines("1.02.040.480 I llama_context: constructing llama_context")),
    [62_018, null, null],
  );
  assertEquals(
    ofLines(...lines("0.00.341.382 I llama_init_from_model: n_seq_max     = 1")),
    [318.902, null, null],
  );
});

Deno.test("a server without compilation and graphs tells of weights alone", () => {
  assertEquals(
    ofLines(
      "INFO 06-19 23:05:01 [gpu_model_runner.py:1273] Model loading took 3.4213 GiB and 0.902026 seconds",
    ),
    [902.026, null, null],
  );
});

Deno.test("what requests say in a log is no duration, and any text has an answer", () => {
  assertEquals(ofLines("torch.compile takes time on first boot", "it took 3 s"), [
    null,
    null,
    null,
  ]);
  fc.assert(fc.property(fc.array(fc.string()), (lines) => {
    loadingParts(lines.join("\n"));
  }));
});

Deno.test("the parts and the rest are the whole, whatever the log says", () => {
  const ms = fc.option(fc.nat(1_000_000));
  fc.assert(fc.property(
    fc.nat(1_000_000),
    fc.record({ weightsMs: ms, compileMs: ms, graphsMs: ms }),
    (startupMs, parts) => {
      const split = splitLoading(startupMs, parts);
      const all = Object.values(split);
      assert(all.every((part) => part >= 0));
      assertEquals(all.reduce((sum, part) => sum + part, 0), startupMs);
      for (const name of ["weightsMs", "compileMs", "graphsMs"] as const) {
        assert(split[name] <= (parts[name] ?? 0));
      }
    },
  ));
});
