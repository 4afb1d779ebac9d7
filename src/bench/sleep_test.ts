import { assert } from "@std/assert";
import { sleep } from "./sleep.ts";

Deno.test("a sleep that no timer takes does not end at once, but with the signal", async () => {
  const controller = new AbortController();
  let isOver = false;
  const forever = sleep(2 ** 31, controller.signal).then(() => isOver = true);
  await sleep(20, controller.signal);
  assert(!isOver, "an overflown timer fires after 1 ms");
  controller.abort();
  assert(await forever);
});
