import { assertEquals } from "@std/assert";
import { WARMUP_RUN } from "../journal/event.ts";
import {
  afterRunLogFile,
  isStagingName,
  resultFile,
  resultName,
  runLogFile,
  serverLogFile,
  stagingDirectory,
} from "./paths.ts";

Deno.test("files of a run lie in its combination's directory, logs below logs", () => {
  assertEquals(resultFile("SERVE--a", 2), "SERVE--a/run=2.json");
  assertEquals(stagingDirectory("SERVE--a", 2), "SERVE--a/.run=2");
  assertEquals(runLogFile("SERVE--a", 2), "logs/SERVE--a/run=2.log");
  assertEquals(afterRunLogFile("SERVE--a", 2), "logs/SERVE--a/run=2.after.log");
  assertEquals(serverLogFile("SERVE--a", 0), "logs/SERVE--a/server.log");
  assertEquals(serverLogFile("SERVE--a", 1), "logs/SERVE--a/server-2.log");
});

Deno.test("the combination of empty sets lies in the experiment directory itself", () => {
  assertEquals(resultFile("", 0), "run=0.json");
  assertEquals(stagingDirectory("", 0), ".run=0");
  assertEquals(runLogFile("", 0), "logs/run=0.log");
  assertEquals(serverLogFile("", 0), "logs/server.log");
});

Deno.test("the unmeasured run has a name instead of a number", () => {
  assertEquals(resultName(WARMUP_RUN), "warmup.json");
  assertEquals(runLogFile("B", WARMUP_RUN), "logs/B/warmup.log");
});

Deno.test("a staging directory is told by its name, and nothing else is one", () => {
  for (const run of [0, 17, WARMUP_RUN]) {
    assertEquals(isStagingName(stagingDirectory("", run)), true);
  }
  for (const name of ["run=0", ".run=0.json", ".run=", ".lock", "x.run=0", ".warmup2"]) {
    assertEquals(isStagingName(name), false, name);
  }
});
