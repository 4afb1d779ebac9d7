import { assertEquals } from "@std/assert";
import { hasTimeWait, timeWaitOver } from "./time_wait.ts";

const TABLE =
  `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:4895 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1234 1
   1: 0100007F:4895 0100007F:D3A2 06 00000000:00000000 03:00001770 00000000     0        0 0 3
   2: 0100007F:D3A4 0100007F:4896 06 00000000:00000000 03:00001770 00000000     0        0 0 3
   3: 0100007F:4897 0100007F:D3A2 01 00000000:00000000 00:00000000 00000000     0        0 1235 1
`;
const NEVER = new AbortController().signal;

Deno.test("a port is kept by connections of its own that are in TIME_WAIT, no others", () => {
  assertEquals([0x4895, 0x4896, 0x4897].map((port) => hasTimeWait(TABLE, port)), [
    true,
    false,
    false,
  ]);
});

Deno.test("the wait ends when the last one is gone; without any there is none", async () => {
  let looks = 0;
  const tables = () => [++looks < 3 ? TABLE : ""];
  assertEquals(await timeWaitOver(0x4895, NEVER, tables), true);
  assertEquals(looks, 3);
  assertEquals(await timeWaitOver(0x4895, NEVER, () => [""]), false);
});

Deno.test("a stop ends the wait", async () => {
  const stop = new AbortController();
  const wait = timeWaitOver(0x4895, stop.signal, () => [TABLE]);
  stop.abort();
  assertEquals(await wait, false);
});
