import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { OTHER } from "../../engine/engines.ts";
import { baseUrls, serverHost, serverPort } from "./address.ts";

function address(command: string) {
  const argv = command.split(" ");
  return {
    host: serverHost(argv, OTHER),
    port: serverPort({ words: argv, engine: OTHER, variable: () => null }),
  };
}

Deno.test("the address comes from --host and --port in every spelling, the last one wins", () => {
  assertEquals(address("vllm serve m"), { host: "localhost", port: 8000 });
  assertEquals(address("x --port 1 -p 2 --port=3 --host 0.0.0.0"), { host: "0.0.0.0", port: 3 });
  assertEquals(address("x --port 1 -p 2"), { host: "localhost", port: 2 });
  assertEquals(address("x --host=::1 --host a"), { host: "a", port: 8000 });
});

Deno.test("a longer name that begins alike is another flag", () => {
  assertEquals(address("x --ports 1 --port-file 2 --hostname a -P 3"), {
    host: "localhost",
    port: 8000,
  });
});

Deno.test("what cannot be a port is an error with the port in it", () => {
  for (const port of ["many", "70000", "0", "-1", "8e3", "0x50", "1.0"]) {
    assertThrows(
      () => address(`x --port ${port}`),
      UsageError,
      `the serve command has --port ${port}, expected a whole number from 1 to 65535`,
    );
  }
  assertThrows(() => address("x --port="), UsageError, "from 1 to 65535");
  assertEquals(address("x --port 65535").port, 65535);
});

Deno.test("a server on every address is asked on loopback, localhost on both", () => {
  assertEquals(baseUrls("0.0.0.0", 1), ["http://127.0.0.1:1"]);
  assertEquals(baseUrls("localhost", 1), ["http://127.0.0.1:1", "http://[::1]:1"]);
  assertEquals(baseUrls("", 1), ["http://127.0.0.1:1", "http://[::1]:1"]);
  assertEquals(baseUrls("::", 1), ["http://[::1]:1", "http://127.0.0.1:1"]);
});

Deno.test("any other host is asked as it is, an IPv6 address in brackets", () => {
  assertEquals(baseUrls("::1", 1), ["http://[::1]:1"]);
  assertEquals(baseUrls("gpu7", 80), ["http://gpu7:80"]);
});
