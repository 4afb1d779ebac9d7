import { assertEquals, assertNotEquals } from "@std/assert";
import { PortLease } from "./port_lease.ts";

Deno.test("a leased port is nobody else's until it is given back", () => {
  const first = PortLease.take(null)!;
  const second = PortLease.take(first.port)!;
  assertNotEquals(first.port, second.port);
  second[Symbol.dispose]();
  first[Symbol.dispose]();
  using again = PortLease.take(first.port)!;
  assertEquals(again.port, first.port);
});

Deno.test("a port that somebody listens on is passed over, preferred or not", () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  using lease = PortLease.take(listener.addr.port)!;
  assertNotEquals(lease.port, listener.addr.port);
});
