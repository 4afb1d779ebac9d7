import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Screen } from "../../../tests/harness/screen.ts";
import { Frames } from "./frame.ts";

/** A block of so many lines that fill a window but for its last column. */
function block(name: string, lines: number, columns: number): string[] {
  return Array.from(
    { length: lines },
    (_, index) => `${name} ${index} `.padEnd(columns, "x").slice(0, columns - 1),
  );
}

Deno.test("a block is redrawn in its place, and lines above it stay", async () => {
  const screen = new Screen(20, 10);
  const frames = new Frames(true);
  await screen.write("$ servesweep\r\n");
  await screen.write(frames.next({ above: "", lines: ["one", "two"], columns: 20 }));
  assertEquals(screen.rows().slice(0, 4), ["$ servesweep", "one", "two", ""]);
  await screen.write(frames.next({ above: "event 1\n", lines: ["ONE"], columns: 20 }));
  assertEquals(screen.rows().slice(0, 5), ["$ servesweep", "event 1", "ONE", "", ""]);
  await screen.write(frames.next({ above: "", lines: ["1", "2", "3"], columns: 20 }));
  assertEquals(screen.rows().slice(0, 6), ["$ servesweep", "event 1", "1", "2", "3", ""]);
  await screen.write(frames.next({ above: "event 2\n", lines: [], columns: 20 }));
  await screen.write("$ ");
  assertEquals(screen.text(), "\n$ servesweep\nevent 1\nevent 2\n$\n");
  assertEquals(screen.cursor(), { row: 3, column: 2 });
});

Deno.test("what is on the screen already is not written again", () => {
  const frames = new Frames(true);
  const change = { above: "", lines: ["a", "b"], columns: 20 };
  assertEquals(frames.next(change) === "", false);
  assertEquals(frames.next(change), "");
  assertEquals(frames.next({ ...change, columns: 30 }) === "", false);
});

Deno.test("a frame without resize erases nothing that it does not write at once", () => {
  const frames = new Frames(true);
  frames.next({ above: "", lines: ["a", "b"], columns: 20 });
  const frame = frames.next({ above: "", lines: ["c", "d"], columns: 20 });
  assertEquals(frame, "\x1b[?2026h\r\x1b[2Ac\x1b[K\r\nd\x1b[K\r\n\x1b[J\x1b[?2026l");
});

Deno.test("an echoed ^C goes with the next frame", async () => {
  const screen = new Screen(20, 5);
  const frames = new Frames(true);
  await screen.write(frames.next({ above: "", lines: ["a", "b"], columns: 20 }));
  await screen.write("^C");
  await screen.write(frames.next({ above: "stopping\n", lines: ["c"], columns: 20 }));
  assertEquals(screen.rows().slice(0, 3), ["stopping", "c", ""]);
});

Deno.test("a terminal that cuts its lines instead of wrapping them anew loses none of the lines above", async () => {
  const screen = new Screen(20, 10);
  const frames = new Frames(false);
  const lines = block("a", 2, 20);
  await screen.write(frames.next({ above: "event 1\nevent 2\n", lines, columns: 20 }));
  // As such a terminal would look: the emulator here wraps, so its window stays as it is.
  await screen.write(frames.next({ above: "", lines: block("b", 2, 10), columns: 10 }));
  assertEquals(screen.rows().slice(0, 5), ["event 1", "event 2", "b 0 xxxxx", "b 1 xxxxx", ""]);
});

Deno.test("property: whatever the window does, as long as the block fits into it, each line above is there once and the block once below them", async () => {
  const step = fc.record({
    columns: fc.integer({ min: 30, max: 120 }),
    // Five lines of 119 columns are 20 rows in a window of 30. What a terminal has scrolled away nobody can take back.
    rows: fc.integer({ min: 22, max: 40 }),
    isResized: fc.boolean(),
    above: fc.nat(3),
    lines: fc.integer({ min: 1, max: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      let columns = 80;
      const screen = new Screen(columns, 24);
      const frames = new Frames(true);
      const events: string[] = [];
      let lines: string[] = [];
      for (const step of steps) {
        if (step.isResized) screen.resize(columns = step.columns, step.rows);
        let above = "";
        for (let n = 0; n < step.above; n++) {
          const event = `event ${events.length} ${"e".repeat(70)}`;
          events.push(event);
          above += `${event}\n`;
        }
        lines = block(`block ${events.length}`, step.lines, columns);
        await screen.write(frames.next({ above, lines, columns }));
        assertEquals(screen.text(), ["", ...events, ...lines, ""].join("\n"));
      }
      await screen.write(frames.next({ above: "", lines: [], columns }));
      assertEquals(screen.text().trim(), events.join("\n"));
    }),
    { numRuns: 100 },
  );
});
