import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { decode } from "fast-png";
import { assertCode, cli } from "./harness/cli.ts";
import { SvgFigure } from "./harness/svg.ts";
import { Workspace } from "./harness/workspace.ts";

const FIXTURE = new URL("fixtures/vllm_sweep/20260105_101500", import.meta.url).pathname;

/** `plot` of the fixture into a workspace. */
async function plot(workspace: Workspace, ...args: string[]) {
  return await cli(["plot", FIXTURE, "--fig-dir", workspace.path, ...args]);
}

/** Fails unless both lists hold the same points, up to the rounding of pixels in an SVG. */
function assertPoints(found: readonly number[][], expected: readonly (readonly number[])[]): void {
  assertEquals(found.length, expected.length, JSON.stringify(found));
  for (const [i, [x, y]] of expected.entries()) {
    assertAlmostEquals(found[i]![0]!, x!, Math.abs(x!) * 1e-3 + 0.01);
    assertAlmostEquals(found[i]![1]!, y!, Math.abs(y!) * 1e-3 + 0.5);
  }
}

Deno.test("points over a parameter are the means of the runs in the files", async () => {
  using workspace = new Workspace();
  const args = ["--var-x", "max_concurrency", "--curve-by", "max_num_seqs"];
  assertCode(await plot(workspace, ...args), 0);
  const figure = new SvgFigure(workspace.read("FIGURE.svg"));
  assertPoints(figure.points(), [
    [8, 42],
    [32, 135],
    [128, 810],
    [8, 41],
    [32, 85],
    [128, 400],
  ]);
  for (const text of ["max_concurrency", "Median time to first token (ms)", "max_num_seqs", "64"]) {
    assert(figure.texts.includes(text), text);
  }
});

Deno.test("by default throughput is against latency, and the runs of a combination are one point", async () => {
  using workspace = new Workspace();
  assertCode(await plot(workspace), 0);
  const figure = new SvgFigure(workspace.read("FIGURE.svg"));
  assertPoints(figure.points(), [
    [1580, 41],
    [1616, 42],
    [3100, 135],
    [3305, 810],
    [4010, 85],
    [6100, 400],
  ]);
  assert(figure.texts.includes("Total token throughput (tokens/s)"));
});

Deno.test("loads that share one summary.json, as a workload sweep leaves them, are different points", async () => {
  using workspace = new Workspace();
  const runs = [[1, 0, 10, 5], [1, 1, 12, 7], [4, 0, 30, 20], [4, 1, 34, 22]].map(
    ([request_rate, run_number, output_throughput, median_ttft_ms]) => (
      { request_rate, output_throughput, median_ttft_ms, run_number }
    ),
  );
  workspace.write("summary.json", JSON.stringify(runs));
  const points = async (x: string) => {
    assertCode(await cli(["plot", workspace.path, "--var-x", x, "--format", "svg"]), 0);
    return new SvgFigure(workspace.read("FIGURE.svg")).points();
  };
  assertPoints(await points("request_rate"), [[1, 6], [4, 21]]);
  assertPoints(await points("output_throughput"), [[11, 6], [32, 21]]);
});

Deno.test("logarithmic, root and symmetric logarithmic scales show the same values", async () => {
  using workspace = new Workspace();
  const args = ["--var-x", "max_concurrency", "--filter-by", "max_num_seqs==32"];
  const expected = [[8, 42], [32, 135], [128, 810]];
  const scales = {
    log: Math.log,
    sqrt: Math.sqrt,
    symlog: Math.log1p,
  };
  for (const [name, scale] of Object.entries(scales)) {
    assertCode(
      await plot(workspace, ...args, "--scale-x", name, "--scale-y", name, "--fig-name", name),
      0,
    );
    const points = new SvgFigure(workspace.read(`${name}.svg`)).points({ x: scale, y: scale });
    assertPoints(points, expected.map(([x, y]) => [scale(x!), scale(y!)]));
  }
});

Deno.test("bars of one standard deviation can be left away", async () => {
  using workspace = new Workspace();
  const args = ["--var-x", "max_concurrency", "--filter-by", "max_num_seqs==64"];
  assertCode(await plot(workspace, ...args), 0);
  // Deviations of 0 have no bar: the two runs at 8 are equal.
  const bars = (name: string) =>
    new Set(
      [...workspace.read(name).matchAll(/ecmeta_series_index="0" ecmeta_data_index="(\d)"/g)]
        .map(([, index]) => index),
    );
  assertEquals(bars("FIGURE.svg").size, 2);
  assertCode(await plot(workspace, ...args, "--no-error-bars", "--fig-name", "plain"), 0);
  assertEquals(new SvgFigure(workspace.read("plain.svg")).markers.map(({ series }) => series), [
    0,
    0,
    0,
  ]);
});

Deno.test("the PNG shows the markers of the SVG at the size asked for", async () => {
  using workspace = new Workspace();
  const args = ["--var-x", "max_concurrency", "--curve-by", "max_num_seqs", "--fig-height", "4"];
  assertCode(await plot(workspace, ...args, "--fig-dpi", "192"), 0);
  const image = decode(await Deno.readFile(workspace.at("FIGURE.png")));
  const svg = workspace.read("FIGURE.svg");
  assertEquals(image.width, 2 * Number(/width="(\d+)"/.exec(svg)![1]));
  const markers = new SvgFigure(svg).markers;
  assertEquals(markers.length, 6);
  for (const { px, py, color } of markers.slice(3)) {
    const at = (Math.round(2 * py) * image.width + Math.round(2 * px)) * image.channels;
    const hex = [...image.data.slice(at, at + 3)].map((v) => v.toString(16).padStart(2, "0"));
    assertEquals(`#${hex.join("")}`, color);
  }
});

Deno.test("filters, bins and groups make vLLM's file names, and each figure has its points", async () => {
  using workspace = new Workspace();
  const result = await plot(
    workspace,
    ...["--fig-by", "max_num_seqs,enable_prefix_caching", "--var-x", "max_concurrency"],
    ...["--filter-by", "max_concurrency<128,request_rate==inf,enable_prefix_caching!=false"],
    ...["--bin-by", "max_concurrency%20", "--format", "svg"],
  );
  assertCode(result, 0);
  const names = [
    "FIGURE-max_num_seqs=32-enable_prefix_caching=False.svg",
    "FIGURE-max_num_seqs=64-enable_prefix_caching=True.svg",
  ];
  assertEquals(workspace.files(), [names[1]!]);
  assertEquals(
    result.stdout,
    `[BEGIN FIGURE]
Group: {'max_num_seqs': '32', 'enable_prefix_caching': 'False'}
Grid: 0 rows x 0 cols
Output file: ${workspace.at(names[0]!)}
No data to plot. Filters: max_concurrency<128,request_rate==inf,enable_prefix_caching!=false
[END FIGURE]
[BEGIN FIGURE]
Group: {'max_num_seqs': '64', 'enable_prefix_caching': 'True'}
Grid: 1 rows x 1 cols
Output file: ${workspace.at(names[1]!)}
[END FIGURE]
`,
  );
  assertPoints(new SvgFigure(workspace.read(names[1]!)).points(), [[0, 41], [20, 85]]);
});

Deno.test("rows and columns have titles and one scale", async () => {
  using workspace = new Workspace();
  const result = await plot(
    workspace,
    ...["--row-by", "max_num_seqs", "--col-by", "max_concurrency", "--var-x", "run_number"],
  );
  assertCode(result, 0);
  assertStringIncludes(result.stdout, "Grid: 2 rows x 3 cols\n");
  const { texts, markers } = new SvgFigure(workspace.read("FIGURE.svg"));
  for (const text of ["max_num_seqs=32", "max_concurrency=128"]) assert(texts.includes(text), text);
  assertEquals(markers.length, 12);
});

Deno.test("a dry run prints what vLLM prints and writes nothing", async () => {
  using workspace = new Workspace();
  const directory = workspace.at("figures");
  const result = await cli(["plot", FIXTURE, "--fig-dir", directory, "--dry-run"]);
  assertCode(result, 0);
  assertEquals(
    result.stdout,
    `[BEGIN FIGURE]\nGroup: {}\nGrid: 1 rows x 1 cols\nOutput file: ${directory}/FIGURE.svg\n` +
      `Output file: ${directory}/FIGURE.png\n[END FIGURE]\n`,
  );
  assertEquals(workspace.files(), []);
});

Deno.test("a rate without bound has a place of its own, and text is a category", async () => {
  using workspace = new Workspace();
  assertCode(await plot(workspace, "--var-x", "request_rate", "--format", "svg"), 0);
  assert(new SvgFigure(workspace.read("FIGURE.svg")).texts.includes("inf"));
  const byText = ["--var-x", "model_id", "--fig-name", "text", "--format", "svg"];
  assertCode(await plot(workspace, ...byText), 0);
  assert(new SvgFigure(workspace.read("text.svg")).texts.includes("demo-model"));
});

Deno.test("mistakes are named with what there is", async () => {
  using workspace = new Workspace();
  const failure = async (...args: string[]) => {
    const result = await plot(workspace, ...args);
    assertCode(result, 2);
    assertEquals(workspace.files(), []);
    return result.stderr;
  };
  const unknown = await failure("--curve-by", "max_num_seq");
  assertStringIncludes(unknown, `"max_num_seq" of --curve-by`);
  assertStringIncludes(unknown, `did you mean "max_num_seqs"?`);
  assertStringIncludes(unknown, "output_throughput");
  assertStringIncludes(await failure("--var-y", "model_id"), "no run has a number");
  assertStringIncludes(
    await failure("--filter-by", "max_concurrency>1000"),
    "none of 12 runs passes --filter-by max_concurrency>1000",
  );
  assertStringIncludes(await failure("--filter-by", "max_concurrency"), `filter "max_concurrency"`);
  assertStringIncludes(await failure("--bin-by", "duration%0"), `bin "duration%0"`);
  assertStringIncludes(await failure("--scale-y", "cubic"), "cubic");
  assertStringIncludes(await failure("--format", "pdf"), "expected svg, png");
});

Deno.test("a directory without results is named with what was looked for", async () => {
  using workspace = new Workspace();
  for (const command of ["plot", "plot-pareto"]) {
    const missing = await cli([command, workspace.at("gone")]);
    assertCode(missing, 2);
    assertStringIncludes(missing.stderr, "there is no such directory");
    const file = await cli([command, workspace.write("run=0.json", "{}")]);
    assertCode(file, 2);
    assertStringIncludes(file.stderr, "it is no directory. Name the experiment directory");
    const empty = await cli([command, workspace.path]);
    assertCode(empty, 2);
    assertStringIncludes(empty.stderr, "no summary.json");
    assertCode(await cli([command]), 2);
  }
  workspace.write("summary.json", "[{");
  const torn = await cli(["plot", workspace.path]);
  assertCode(torn, 2);
  assertStringIncludes(torn.stderr, workspace.at("summary.json"));
});

Deno.test("names in figures stay text", async () => {
  using workspace = new Workspace();
  const name = `<script>&"' x`;
  const run = { request_throughput: 1, median_ttft_ms: 5, _benchmark_name: name };
  workspace.write("summary.json", JSON.stringify([run]));
  const args = [
    "--var-x",
    "request_throughput",
    "--curve-by",
    "_benchmark_name",
    "--col-by",
    "_benchmark_name",
  ];
  assertCode(await cli(["plot", workspace.path, ...args]), 0);
  const svg = workspace.read("FIGURE.svg");
  assert(!svg.includes("<script"));
  assert(new SvgFigure(svg).texts.includes(name));
});

Deno.test("a point that a logarithmic axis cannot show is named", async () => {
  using workspace = new Workspace();
  const runs = [{ median_ttft_ms: 5, x: 0 }, { median_ttft_ms: 6, x: 10 }, { x: 10 }]
    .map(({ x, ...result }) => ({ ...result, run_number: 0, x }));
  workspace.write("summary.json", JSON.stringify(runs));
  const result = await cli(["plot", workspace.path, "--var-x", "x", "--scale-x", "log"]);
  assertCode(result, 0);
  assertStringIncludes(result.stderr, "Left out 1 runs that have no x or no finite median_ttft_ms");
  assertStringIncludes(result.stderr, "Left out 1 points that the axes cannot show");
});
