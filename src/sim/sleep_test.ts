import { assertEquals, assertRejects } from "@std/assert";
import { sleep } from "./sleep.ts";

Deno.test("sleep ends by itself, or with the reason of the signal", async () => {
  const controller = new AbortController();
  await sleep(0, controller.signal);
  const waits = [Infinity, 1e9].map((seconds) => sleep(seconds, controller.signal));
  await sleep(0.02, controller.signal);
  controller.abort(new Error("stop"));
  for (const forever of waits) {
    assertEquals((await assertRejects(() => forever, Error)).message, "stop");
  }
  await assertRejects(() => sleep(0, controller.signal), Error, "stop");
});
