import { assertEquals } from "@std/assert";
import { boxLockPath } from "./box_lock.ts";

Deno.test("all users of a machine meet at one file unless the environment names another", () => {
  assertEquals(boxLockPath(""), "/tmp/servesweep-box.lock");
  assertEquals(boxLockPath("/run/lock/box"), "/run/lock/box");
});
