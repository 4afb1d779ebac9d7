import { assertEquals } from "@std/assert";
import { ledgerText } from "./ledger_text.ts";

const LEDGER = {
  serverMs: { loading: 10_000, measured: 20_000 },
  gpuMs: { loading: 20_000, measured: 40_000 },
  availableGpuMs: 160_000,
  utilisation: 0.25,
  overheadMs: 300,
};

Deno.test("the parts of the GPU time add up to all GPUs for the whole time: those without a server too", () => {
  assertEquals(
    ledgerText(LEDGER),
    "GPU time: 25.0% measured; no server 1 min 40 s, measured 40.0 s, loading 20.0 s; servesweep itself 300 ms\n",
  );
});

Deno.test("where the GPUs are not known it is the time of the servers", () => {
  assertEquals(
    ledgerText({ ...LEDGER, gpuMs: {}, availableGpuMs: 0, utilisation: 0.667 }),
    "Server time: 66.7% measured; measured 20.0 s, loading 10.0 s; servesweep itself 300 ms\n",
  );
});

Deno.test("a sweep without a server has no line", () => {
  assertEquals(ledgerText({ ...LEDGER, serverMs: {}, gpuMs: {} }), "");
});
