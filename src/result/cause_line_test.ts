import { assertEquals } from "@std/assert";
import { causeLine } from "./cause_line.ts";

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
