import { assertEquals } from "@std/assert";
import { Progress } from "./progress.ts";

Deno.test("the line is rewritten at most every 200 ms, and always for the last request", () => {
  const written: string[] = [];
  const progress = new Progress(4, (text) => written.push(text));

  progress.add(true, 0);
  progress.add(false, 199);
  progress.add(true, 201);
  progress.add(true, 202);
  progress.end();

  assertEquals(written, [
    "\r1 of 4 requests",
    "\r3 of 4 requests, 1 failed",
    "\r4 of 4 requests, 1 failed",
    "\n",
  ]);
});

Deno.test("a run without a request leaves no empty line", () => {
  const written: string[] = [];
  new Progress(4, (text) => written.push(text)).end();

  assertEquals(written, []);
});
