import { assertEquals } from "@std/assert";
import { closestName } from "./suggest.ts";

const KNOWN = ["dry-run", "num-runs", "output-dir", "ready-timeout", "resume", "resume-changed"];

Deno.test("a slip of the finger finds the name that was meant", () => {
  assertEquals(
    ["dry-rum", "nun-runs", "ouput-dir", "resune"].map((name) => closestName(name, KNOWN)),
    ["dry-run", "num-runs", "output-dir", "resume"],
  );
});

Deno.test("a part of a name finds it: first one at the beginning, then the shortest", () => {
  assertEquals(closestName("output", KNOWN), "output-dir");
  assertEquals(closestName("timeout", KNOWN), "ready-timeout");
  assertEquals(closestName("resu", KNOWN), "resume");
  assertEquals(
    closestName("runs", ["a-runs-b", "num-runs", "runs-of-many-kinds"]),
    "runs-of-many-kinds",
  );
});

Deno.test("what resembles nothing finds nothing", () => {
  assertEquals(closestName("tensor-parallel-size", KNOWN), null);
  assertEquals(closestName("x", KNOWN), null);
  assertEquals(closestName("dry-run", []), null);
});
