import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { probeClient, probePauseMs, waitUntilReady } from "./health.ts";

Deno.test("readiness is seen within 15 ms in the first second and within 1 % of the time later", () => {
  fc.assert(fc.property(fc.double({ min: 0, max: 1e7, noNaN: true }), (elapsedMs) => {
    assert(probePauseMs(elapsedMs) <= Math.max(15, elapsedMs / 100));
  }));
});

Deno.test("a server is asked again and again until it answers 200", async () => {
  let probes = 0;
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(null, { status: ++probes < 4 ? 503 : 200 }),
  );
  const client = probeClient();
  const url = `http://127.0.0.1:${server.addr.port}/health`;
  const readiness = await waitUntilReady([url], 60_000, new AbortController().signal, client);
  client.close();
  assertEquals([readiness, probes], [{ kind: "ready", url }, 4]);
});
