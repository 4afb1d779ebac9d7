import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { CRASH, outlook, START_MS, Story } from "./_sweep.ts";
import { renderBlock, type Window } from "./block.ts";
import { NO_OUTLOOK } from "../../forecast/forecast.ts";
import { NO_LIMITS } from "./limits.ts";
import { columnsOf } from "../../lib/width.ts";

const WINDOW: Window = { columns: 80, rows: 24, nowMs: START_MS + 12_000, color: false };

function lines(story: Story, window: Partial<Window> = {}, changes = {}): string[] {
  const view = { ...shownOf(story), outlook: outlook(), ...changes };
  return renderBlock(view, { ...WINDOW, nowMs: story.nowMs, ...window });
}

function shownOf({ view: { state, results } }: Story) {
  return { state, results, limits: NO_LIMITS };
}

/** Two servers side by side: one measures, one loads. */
function twoServers(): Story {
  const story = new Story();
  story.begins(6, 2);
  story.starts("SERVE--small", ["0"]);
  story.isReady("SERVE--small", 3);
  story.runs("SERVE--small", "short", 0);
  story.ends("SERVE--small", "short", 0, 4);
  story.runs("SERVE--small", "short", 1);
  story.starts("SERVE--large", ["1", "2"]);
  story.nowMs += 5_000;
  return story;
}

Deno.test("the block shows counts, time, each server with its GPUs and what it does, and the last results", () => {
  assertEquals(lines(twoServers()), [
    "[###-----------------] 1/6 runs, 2 there before",
    "12 s, about 2 min 05 s left, +- 12 s",
    "GPU 0    small  measuring short run 1  5 s of 15 s",
    "GPU 1-2  large  loading                5 s of 15 s",
    "last small short run 0 4.0 s",
  ]);
});

Deno.test("in 40 columns names are cut in the middle, and times stay", () => {
  const story = new Story();
  story.begins(1);
  story.starts("SERVE--max_num_seqs=64-max_num_batched_tokens=8192", ["0"]);
  story.runs("SERVE--max_num_seqs=64-max_num_batched_tokens=8192", "random_input_len=1024", 7);
  story.nowMs += 65_000;
  const shown = lines(story, { columns: 40 });
  assertEquals(shown[2], "GPU 0 ma..192 ra..1024 run 7 1 min 05 s");
});

Deno.test("without GPUs to share there is no column for them", () => {
  const story = new Story();
  story.begins(1);
  story.starts("SERVE--a", []);
  story.warmsUp("SERVE--a", "b");
  assertEquals(lines(story)[2], "a  warm-up of b  0 s of 15 s");
});

Deno.test("GPUs that are named by their UUIDs are told apart by the beginnings", () => {
  const story = new Story();
  story.begins(1);
  story.starts("", ["GPU-07a0294c-c2c2-5476", "GPU-17a0294c-c2c2-5476"]);
  assertEquals(lines(story)[2], "GPU 07a0294c,17a0..  (no parameters)  loading  0 s of 15 s");
});

Deno.test("a run that failed counts as done, and not while it is tried again", () => {
  const story = twoServers();
  story.fails("SERVE--small", "short", 1, 1);
  assertStringIncludes(lines(story)[0]!, "2/6 runs, 1 failed");
  assertEquals(story.view.state.failures.map(({ failure }) => failure), [CRASH]);
  story.retries("SERVE--small", "short", 1);
  assertEquals(lines(story)[0], "[###-----------------] 1/6 runs, 2 there before");
  assertEquals(story.view.state.failures, []);
});

Deno.test("where nothing like it was measured no time is made up", () => {
  const story = twoServers();
  const certainty = { error: null, runs: 5, similar: 0, unknown: 5 };
  const shown = lines(story, {}, { outlook: { ...NO_OUTLOOK, certainty } });
  assertEquals(shown[1], "12 s, time left not known yet: nothing like it was measured yet");
  assertEquals(shown[2], "GPU 0    small  measuring short run 1  5 s");
  const some = { ...certainty, unknown: 2 };
  assertStringIncludes(
    lines(story, {}, { outlook: { ...NO_OUTLOOK, certainty: some } })[1]!,
    "time left not known yet: 2 of 5 runs are like none before",
  );
});

Deno.test("a time from other commands is called rough", () => {
  const certainty = { error: null, runs: 5, similar: 3, unknown: 0 };
  assertStringIncludes(
    lines(twoServers(), {}, { outlook: outlook({ certainty }) })[1]!,
    "roughly 2 min 05 s left: 3 of 5 runs are only like others",
  );
});

Deno.test("a deadline is shown, with a warning if not all will fit, and the GPU time", () => {
  const story = twoServers();
  const limits = { deadlineAtMs: story.nowMs + 60_000, gpuBudgetMs: 7_200_000 };
  const date = new Date(limits.deadlineAtMs);
  const two = (value: number) => String(value).padStart(2, "0");
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  assertEquals(
    lines(story, {}, { limits })[2],
    `deadline ${time}, in 1 min 00 s: not all will fit; 0.006 of 2 GPU hours used`,
  );
  const late = { deadlineAtMs: story.nowMs + 600_000, gpuBudgetMs: null };
  assertStringIncludes(lines(story, {}, { limits: late })[2]!, ", in 10 min 00 s");
});

Deno.test("what takes far longer than expected is marked, others are not", () => {
  const story = twoServers();
  const late = "\x1b[33m";
  assertEquals(lines(story, { color: true })[2]!.includes(late), false);
  const soon = outlook({ expectedMs: () => 1_000 });
  story.nowMs += 10_000;
  assertStringIncludes(lines(story, { color: true }, { outlook: soon })[2]!, late);
});

Deno.test("in a low window results go first, then servers are folded into a line that counts them", () => {
  const story = new Story();
  story.begins(9);
  for (let n = 0; n < 8; n++) story.starts(`SERVE--s${n}`, [`${n}`]);
  story.isReady("SERVE--s7", 1);
  story.runs("SERVE--s7", "b", 0);
  story.ends("SERVE--s7", "b", 0, 1);
  story.runs("SERVE--s7", "b", 1);
  assertEquals(lines(story, { rows: 24 }).at(-1), "last s7 b run 0 1.0 s");
  assertEquals(lines(story, { rows: 11 }).at(-1), "GPU 7  s7  measuring b run 1  0 s of 15 s");
  assertEquals(lines(story, { rows: 6 }).slice(2), [
    "GPU 0  s0  loading  2 s of 15 s",
    "GPU 1  s1  loading  2 s of 15 s",
    "and 6 more servers: 5 loading, 1 measuring",
  ]);
  for (let rows = 1; rows < 14; rows++) {
    assertEquals(lines(story, { rows }).length <= Math.max(1, rows - 1), true, `${rows} rows`);
  }
});

Deno.test("control characters in names do nothing to the terminal", () => {
  const story = new Story();
  story.begins(1);
  story.starts("SERVE--\x1b[2J\n\u202eevil", ["0"]);
  assertEquals(lines(story)[2], "GPU 0  ?[2J?evil  loading  0 s of 15 s");
});

Deno.test("property: no line is wider than its window, whatever the names, and colours change no text", () => {
  const name = fc.string({ unit: "grapheme", maxLength: 60 });
  const server = fc.record({
    server: name,
    bench: name,
    gpus: fc.array(fc.nat(15), { maxLength: 8 }),
  });
  const size = { columns: fc.integer({ min: 2, max: 240 }), rows: fc.integer({ min: 1, max: 40 }) };
  fc.assert(fc.property(
    fc.array(server, { maxLength: 12 }),
    size.columns,
    size.rows,
    fc.nat(40_000_000),
    (servers, columns, rows, laterMs) => {
      const story = new Story();
      story.begins(20, 3);
      for (const { server, bench, gpus } of servers) {
        story.starts(server, gpus.map(String));
        story.runs(server, bench, 0);
        story.ends(server, bench, 0, 1);
        story.runs(server, bench, 12);
      }
      const limits = { deadlineAtMs: START_MS + 9_000, gpuBudgetMs: 9e9 };
      const window = { columns, rows, nowMs: story.nowMs + laterMs };
      const plain = lines(story, window, { limits });
      for (const line of plain) assertEquals(columnsOf(line) < columns, true, line);
      const colored = lines(story, { ...window, color: true }, { limits });
      // deno-lint-ignore no-control-regex
      const bare = colored.map((line) => line.replaceAll(/\x1b\[\d+m/g, ""));
      assertEquals(bare, plain);
    },
  ));
});
