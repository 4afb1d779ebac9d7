import { assertEquals } from "@std/assert";
import { causeLine, shownTail } from "./cause_line.ts";

Deno.test("the line that names the cause is shown without the logger's words before it", () => {
  const lines = [
    "(APIServer pid=1) INFO 11-24 23:04:34 [api_server.py:1896] vLLM API server version 0.11.0",
    "(EngineCore_DP0 pid=2) ERROR 11-24 23:04:34 [core.py:708] EngineCore failed to start.",
    "(EngineCore_DP0 pid=2) ERROR 11-24 23:04:34 [core.py:708] torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 0.23 GiB",
    "(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above.",
  ];
  assertEquals(
    causeLine(lines),
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 0.23 GiB",
  );
});

Deno.test("lines of other loggers lose what stands before their text", () => {
  assertEquals(
    causeLine([
      "[2026-11-24 10:00:00 TP0] RuntimeError: Not enough memory. Please try to increase --mem-fraction-static.",
    ]),
    "RuntimeError: Not enough memory. Please try to increase --mem-fraction-static.",
  );
  assertEquals(
    causeLine(["2026-11-24T10:00:00.1 x", "vllm: error: unrecognized arguments: --no-such"]),
    "vllm: error: unrecognized arguments: --no-such",
  );
});

Deno.test("without a cause there is none, and a long line is cut", () => {
  assertEquals(causeLine(["INFO: all is well", "Traceback (most recent call last):"]), null);
  const long = causeLine([`CUDA out of memory ${"x".repeat(500)}`]);
  assertEquals([long?.length, long?.endsWith("...")], [200, true]);
});

Deno.test("the sentence of pydantic is the cause, not the line that counts its errors", () => {
  assertEquals(
    causeLine([
      "(APIServer pid=1) pydantic_core._pydantic_core.ValidationError: 1 validation error for ModelConfig",
      "(APIServer pid=1)   Value error, User-specified max_model_len (4096) is too large. [type=value_error, input_value=ArgsKwargs((), {'model': 'x'}), input_type=ArgsKwargs]",
    ]),
    "User-specified max_model_len (4096) is too large.",
  );
});

Deno.test("where nothing is known the last error of the tracebacks is the cause", () => {
  assertEquals(
    causeLine([
      "Traceback (most recent call last):",
      `  File "/vllm/engine.py", line 12, in start`,
      "ValueError: block_size must be a multiple of 16",
      "(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}",
    ]),
    "ValueError: block_size must be a multiple of 16",
  );
});

Deno.test("informative lines and progress bars are not the end of a log, unless there is nothing else", () => {
  const info = "(APIServer pid=1) INFO 11-25 16:21:31 [model.py:733] Resolved architecture";
  const bar =
    "Loading safetensors checkpoint shards: 100% Completed | 4/4 [00:02<00:00,  1.72it/s]";
  const tqdm = " 40%|####      | 4/10 [00:02<00:03,  1.72it/s]";
  assertEquals(shownTail(["ValueError: x", info, bar, tqdm]), ["ValueError: x"]);
  assertEquals(shownTail([info, bar]), [info, bar]);
  assertEquals(shownTail(["ValueError: x", info], true), ["ValueError: x", info]);
});
