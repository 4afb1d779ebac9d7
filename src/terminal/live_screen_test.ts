import { assertEquals } from "@std/assert";
import { LiveScreen } from "./live_screen.ts";

/** A screen with timers that fire when the test says so. */
class Fixture {
  nowMs = 0;
  written: string[] = [];
  lines = ["a"];
  columns = 80;
  isForeground = true;
  #timer: { readonly act: () => void; readonly atMs: number } | null = null;
  readonly screen = new LiveScreen({
    block: () => this.lines,
    write: (text) => this.written.push(text),
    now: () => this.nowMs,
    size: () => ({ columns: this.columns, rows: 24 }),
    isWrappedAnew: true,
    isForeground: () => this.isForeground,
    later: (act, ms) => {
      const timer = this.#timer = { act, atMs: this.nowMs + ms };
      return () => {
        if (this.#timer === timer) this.#timer = null;
      };
    },
  });

  /** Lets time pass. @returns What was written meanwhile. */
  pass(ms: number): string[] {
    this.written = [];
    const untilMs = this.nowMs + ms;
    while (this.#timer !== null && this.#timer.atMs <= untilMs) {
      const { act, atMs } = this.#timer;
      this.#timer = null;
      this.nowMs = atMs;
      act();
    }
    this.nowMs = untilMs;
    return this.written;
  }

  get isWaiting(): boolean {
    return this.#timer !== null;
  }
}

Deno.test("however much happens there are at most four frames in a second", () => {
  const fixture = new Fixture();
  fixture.pass(0);
  let frames = 0;
  for (let n = 0; n < 100; n++) {
    fixture.lines = [`${n}`];
    fixture.screen.changed();
    frames += fixture.pass(20).length;
  }
  assertEquals(frames, 8);
});

Deno.test("clocks go on once a second, and what is the same is not written again", () => {
  const fixture = new Fixture();
  assertEquals(fixture.pass(0).length, 1);
  assertEquals(fixture.pass(5_000), []);
  fixture.lines = ["b"];
  assertEquals(fixture.pass(1_000).length, 1);
});

Deno.test("lines above come in one write with the next frame, at the end without a block", () => {
  const fixture = new Fixture();
  fixture.pass(1_000);
  fixture.screen.above("one\n");
  fixture.screen.above("two\n");
  const [frame, ...others] = fixture.pass(300);
  assertEquals(others, []);
  assertEquals(frame!.includes("one\r\ntwo\r\na"), true);
  fixture.screen.above("three\n");
  fixture.screen[Symbol.dispose]();
  const last = fixture.written.at(-1)!;
  assertEquals([last.includes("three\r\n"), last.includes("a\x1b[K")], [true, false]);
  assertEquals(fixture.isWaiting, false);
});

Deno.test("in the background only lines that stay are written, without an escape code; then a new block begins", () => {
  const fixture = new Fixture();
  fixture.pass(0);
  fixture.isForeground = false;
  fixture.lines = ["b"];
  fixture.screen.above("event\n");
  assertEquals(fixture.pass(3_000), ["event\n"]);
  fixture.isForeground = true;
  const [frame] = fixture.pass(1_000);
  assertEquals(
    frame!.includes("A"),
    false,
    "it does not go back to a block that others wrote over",
  );
});

Deno.test("a change of the window is shown at once, and so is the return after Ctrl-Z", () => {
  const fixture = new Fixture();
  fixture.pass(0);
  fixture.columns = 40;
  fixture.screen.resized();
  assertEquals(fixture.pass(50).length, 1);
  fixture.screen.resumed();
  assertEquals(fixture.pass(0).length, 1);
});
