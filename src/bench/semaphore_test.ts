import { assertEquals, assertRejects } from "@std/assert";
import { Semaphore } from "./semaphore.ts";

Deno.test("no more tasks than places run, first come, first served", async () => {
  const semaphore = new Semaphore(2);
  const started: number[] = [];
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const tasks = gates.map((gate, index) =>
    semaphore.run(() => {
      started.push(index);
      return gate.promise;
    })
  );

  assertEquals(started, [0, 1]);
  gates[1]!.resolve();
  await tasks[1];
  assertEquals(started, [0, 1, 2]);
  gates[0]!.resolve();
  await tasks[0];
  assertEquals(started, [0, 1, 2, 3]);
  for (const gate of gates) gate.resolve();
  await Promise.all(tasks);
});

Deno.test("a task that fails gives its place back", async () => {
  const semaphore = new Semaphore(1);

  await assertRejects(
    () => semaphore.run(() => Promise.reject(new Error("broken"))),
    Error,
    "broken",
  );

  assertEquals(await semaphore.run(() => Promise.resolve(7)), 7);
});

Deno.test("an infinite number of places lets everything run at once", async () => {
  const semaphore = new Semaphore(Infinity);
  let started = 0;
  const gate = Promise.withResolvers<void>();
  const tasks = Array.from({ length: 100 }, () =>
    semaphore.run(() => {
      started++;
      return gate.promise;
    }));

  assertEquals(started, 100);
  gate.resolve();
  await Promise.all(tasks);
});
