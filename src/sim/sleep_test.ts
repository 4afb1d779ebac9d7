import { assertEquals, assertRejects } from "@std/assert";
import { sleep } from "./sleep.ts";

Deno.test("sleep ends by itself, or with the reason of the signal", async () => {
  const controller = new AbortController();
  await sleep(0, controller.signal);
  const forever = sleep(Infinity, controller.signal);
  controller.abort(new Error("stop"));
  assertEquals((await assertRejects(() => forever, Error)).message, "stop");
  await assertRejects(() => sleep(0, controller.signal), Error, "stop");
});
