import { assert, assertEquals, assertRejects } from "@std/assert";
import { pause, sleep } from "./sleep.ts";

Deno.test("sleep ends by itself, or with the reason of the signal", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  await sleep(0);
  await sleep(0, { signal });
  const waits = [Infinity, 1e12, 2 ** 31].map((ms) => sleep(ms, { signal }));
  await sleep(20, { signal });
  controller.abort(new Error("stop"));
  for (const endless of waits) {
    assertEquals((await assertRejects(() => endless, Error)).message, "stop");
  }
  await assertRejects(() => sleep(0, { signal }), Error, "stop");
});

Deno.test("a pause that no timer takes does not end at once, but with the signal and without an error", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  let isOver = false;
  const endless = pause(2 ** 31, { signal }).then(() => isOver = true);
  await pause(20, { signal });
  assert(!isOver, "an overflown timer fires after 1 ms");
  controller.abort("reason");
  assert(await endless);
  await pause(1e9, { signal });
});
