import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { decode } from "fast-png";
import { assertCode, cli } from "./harness/cli.ts";
import { serverCommand, sweep } from "./harness/sweep.ts";
import { SvgFigure } from "./harness/svg.ts";
import { Workspace } from "./harness/workspace.ts";

const FIXTURE = new URL("fixtures/vllm_sweep/20260105_101500", import.meta.url).pathname;

/** A copy of the fixture, or a directory with these runs: the figure is written beside the results. */
class Results extends Workspace {
  constructor(runs?: readonly Record<string, unknown>[]) {
    super();
    if (runs !== undefined) {
      this.write("summary.json", JSON.stringify(runs));
      return;
    }
    for (const { name } of Deno.readDirSync(FIXTURE)) {
      Deno.mkdirSync(this.at(name));
      Deno.copyFileSync(`${FIXTURE}/${name}/summary.json`, this.at(name, "summary.json"));
    }
  }

  get figure(): SvgFigure {
    return new SvgFigure(this.read("pareto", "PARETO.svg"));
  }

  /** Points of a series: 0 all runs, 1 the frontier. */
  points(series: number): number[][] {
    const { figure } = this;
    const points = figure.points();
    return points.filter((_, i) => figure.markers[i]!.series === series);
  }
}

function assertPoints(found: readonly number[][], expected: readonly (readonly number[])[]): void {
  assertEquals(found.length, expected.length, JSON.stringify(found));
  for (const [i, [x, y]] of expected.entries()) {
    assertAlmostEquals(found[i]![0]!, x!, Math.abs(x!) * 2e-3 + 0.02);
    assertAlmostEquals(found[i]![1]!, y!, Math.abs(y!) * 2e-3 + 0.5);
  }
}

Deno.test("every run is a point, throughput by users against throughput by GPUs, as in vLLM", async () => {
  using results = new Results();
  const result = await cli(["plot_pareto", results.path]);
  assertCode(result, 0);
  assertEquals(
    result.stdout,
    `[BEGIN FIGURE]\nGroup: {}\nOutput file: ${results.at("pareto/PARETO.svg")}\n` +
      `Output file: ${results.at("pareto/PARETO.png")}\n` +
      `Plotted 12 points; Pareto frontier size: 4.\n[END FIGURE]\n`,
  );
  // Both runs at 64 sequences and 8 users are the same point; two GPUs halve it.
  assertPoints(
    results.points(0).sort(([a], [b]) => a! - b!),
    [
      [1650 / 128, 1650],
      [1655 / 128, 1655],
      [3000 / 128, 1500],
      [3100 / 128, 1550],
      [1500 / 32, 1500],
      [1600 / 32, 1600],
      [2000 / 32, 1000],
      [2010 / 32, 1005],
      [790 / 8, 395],
      [790 / 8, 395],
      [800 / 8, 800],
      [816 / 8, 816],
    ],
  );
  assertPoints(results.points(1), [
    [1655 / 128, 1655],
    [1600 / 32, 1600],
    [2010 / 32, 1005],
    [816 / 8, 816],
  ]);
  for (const text of ["Tokens/s/user", "Tokens/s/GPU", "max_concurrency=8", "gpu_count=2"]) {
    assert(results.figure.texts.includes(text), text);
  }
  const image = decode(await Deno.readFile(results.at("pareto", "PARETO.png")));
  const { px, py, color } = results.figure.markers.at(-1)!;
  const at = (Math.round(2 * py) * image.width + Math.round(2 * px)) * image.channels;
  const hex = [...image.data.slice(at, at + 3)].map((v) => v.toString(16).padStart(2, "0"));
  assertEquals(`#${hex.join("")}`, color);
});

Deno.test("the frontier keeps exact duplicates and drops ties that are dominated", async () => {
  const run = (users: number, gpus: number, output_throughput: number) => ({
    max_concurrency: users,
    tp: gpus,
    output_throughput,
  });
  // On the plane: (10, 100) twice, (10, 50) and (5, 100), which tie with it in one coordinate.
  using results = new Results([run(10, 1, 100), run(10, 1, 100), run(10, 2, 100), run(20, 1, 100)]);
  const result = await cli(["plot-pareto", results.path]);
  assertCode(result, 0);
  assertStringIncludes(result.stdout, "Plotted 4 points; Pareto frontier size: 2.");
  assertPoints(results.points(1), [[10, 100], [10, 100]]);
});

Deno.test("users and GPUs are counted from other variables where the first are missing", async () => {
  using results = new Results([
    { "request-rate": 4, output_throughput: 100 },
    { max_concurrency: null, max_concurrent_requests: 5, output_throughput: 200 },
    { request_rate: "inf", max_concurrent_requests: 10, output_throughput: 300 },
    { max_concurrency: 0, output_throughput: 1 },
    {
      max_concurrency: 3,
      pipeline_parallel_size: 2,
      "data-parallel-size": 3,
      output_throughput: 600,
    },
  ]);
  const result = await cli(["plot-pareto", results.path, "--dry-run"]);
  assertCode(result, 0);
  assertStringIncludes(
    result.stdout,
    "Skipped 1 runs without a user count (`max_concurrency` or `max_concurrent_requests`).",
  );
  assertEquals(results.files(), ["summary.json"]);
  assertCode(
    await cli(["plot-pareto", results.path, "--label-by", "user_count_estimate,gpu_count"]),
    0,
  );
  assertPoints(results.points(0).sort(([a], [b]) => a! - b!), [[25, 100], [30, 300], [40, 200], [
    200,
    100,
  ]]);
  for (const text of ["user_count_estimate=3", "gpu_count=6"]) {
    assert(results.figure.texts.includes(text), text);
  }
});

Deno.test("in a directory of ours the serve command tells the GPUs", async () => {
  using workspace = new Workspace();
  const serveCmd = `${serverCommand()} --tensor-parallel-size 4`;
  const params = { serveParams: `[{"a": 1}]`, benchParams: `[{"max_concurrency": 2}]` };
  assertCode(await sweep(workspace, { serveCmd, ...params }), 0);
  const directory = workspace.at("results", "sweep");
  assertCode(await cli(["plot-pareto", directory]), 0);
  const figure = new SvgFigure(workspace.read("results", "sweep", "pareto", "PARETO.svg"));
  assert(figure.texts.includes("gpu_count=4"));
  assertPoints(figure.points().slice(0, 1), [[100.5 / 2, 100.5 / 4]]);
  const combination = workspace.at("results", "sweep", "SERVE--a=1-BENCH--max_concurrency=2");
  assertStringIncludes(
    (await cli(["plot-pareto", combination])).stdout,
    "Plotted 2 points; Pareto frontier size: 2.",
  );
});

Deno.test("variables for users and GPUs can be named", async () => {
  using results = new Results([{ clients: 4, cards: 8, output_throughput: 800 }]);
  const args = ["--user-count-var", "clients", "--gpu-count-var", "cards", "--format", "svg"];
  assertCode(await cli(["plot-pareto", results.path, ...args]), 0);
  assertEquals(results.files("pareto"), ["PARETO.svg"]);
  assertPoints(results.points(0), [[200, 100]]);
});

Deno.test("runs that cannot be counted are errors", async () => {
  using nobody = new Results([{ output_throughput: 1 }]);
  const result = await cli(["plot-pareto", nobody.path]);
  assertCode(result, 2);
  assertStringIncludes(result.stderr, "Name its variable with --user-count-var");
  using words = new Results([{ output_throughput: 1, max_concurrency: "many" }]);
  const other = await cli(["plot-pareto", words.path]);
  assertCode(other, 2);
  assertStringIncludes(other.stderr, "max_concurrency: expected a number, found 'many'");
  using slow = new Results([{ max_concurrency: 1, duration: 2 }]);
  assertStringIncludes(
    (await cli(["plot-pareto", slow.path])).stderr,
    "Cannot find output_throughput",
  );
});
