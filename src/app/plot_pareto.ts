/** `servesweep plot-pareto`: what each user gets against what each GPU gives, as `vllm bench sweep plot_pareto` counts it. */
import { dirname } from "@std/path/dirname";
import { join } from "@std/path/join";
import { relative } from "@std/path/relative";
import { resolve } from "@std/path/resolve";
import { paretoFrontier } from "../analysis/pareto.ts";
import type { PlotRun } from "../analysis/plot/grouping.ts";
import { type ParetoPoint, paretoPoints } from "../analysis/plot/pareto_points.ts";
import { combinationRows } from "../analysis/rows.ts";
import type { PlotParetoCommand } from "../commands/plot_pareto.ts";
import { EXIT, UsageError } from "../lib/errors.ts";
import { pyFloat, pyStr } from "../json/python.ts";
import { MANIFEST_FILE } from "../plan/paths.ts";
import { fileSize } from "../store/files.ts";
import { readExperiment } from "../store/read_experiment.ts";
import type { World } from "./world.ts";
import { type FigureFile, outputLines, writeFigure } from "../plot/figures.ts";
import { readPlotRuns } from "../plot/plot_runs.ts";

/** Directory and name of the figure, as vLLM has them. */
const DIRECTORY = "pareto";
const NAME = "PARETO";

/** Pixels of the PNG per pixel of the chart. */
const SCALE = 2;

/**
 * Draws the figure, or says where it would go.
 *
 * @returns The exit code.
 * @throws {UsageError} If there are no results, or no run has a number of users.
 */
export async function plotPareto(command: PlotParetoCommand, { io }: World): Promise<number> {
  const { directory, formats, dryRun } = command;
  const { points, skipped } = paretoPoints(
    readPlotRuns(directory),
    command,
    serverGpuCounts(directory),
  );
  if (skipped > 0) {
    io.out(
      `Skipped ${skipped} runs without a user count (\`${
        command.userCountVar ?? "request_rate"
      }\` or \`max_concurrent_requests\`).\n`,
    );
  }
  if (points.length === 0) {
    throw new UsageError(
      `Nothing to plot: no run in "${directory}" has a number of users. Name its variable with --user-count-var`,
    );
  }
  const file: FigureFile = { directory: join(directory, DIRECTORY), name: NAME, formats };
  io.out(`[BEGIN FIGURE]\nGroup: {}\n${outputLines(file)}`);
  if (!dryRun) {
    const frontier = paretoFrontier(
      points,
      ({ tokensPerUser }) => tokensPerUser,
      ({ tokensPerGpu }) => tokensPerGpu,
    );
    await draw(points, frontier, file, command);
    io.out(`Plotted ${points.length} points; Pareto frontier size: ${frontier.length}.\n`);
  }
  io.out("[END FIGURE]\n");
  return EXIT.ok;
}

async function draw(
  points: readonly ParetoPoint[],
  frontier: readonly ParetoPoint[],
  file: FigureFile,
  { labelBy }: PlotParetoCommand,
): Promise<void> {
  const { paretoChart } = await import("../report/charts/pareto_chart.ts");
  const onPlane = (point: ParetoPoint) => ({
    x: point.tokensPerUser,
    y: point.tokensPerGpu,
    label: labelBy.flatMap((name) => {
      const text = labelText(point, name);
      return text === null ? [] : [`${name}=${text}`];
    }),
  });
  const chart = paretoChart(points.map(onPlane), frontier.map(onPlane));
  await writeFigure(file, chart, "Tokens/s/GPU over tokens/s/user", SCALE);
}

/** Null if the run has no such variable. The derived ones have vLLM's names. */
function labelText({ run, users, gpus, tokensPerUser, tokensPerGpu }: ParetoPoint, name: string) {
  const derived: Record<string, number> = {
    gpu_count: gpus,
    user_count_estimate: users,
    tokens_per_user: tokensPerUser,
    tokens_per_gpu: tokensPerGpu,
  };
  if (Object.hasOwn(derived, name)) {
    const number = derived[name]!;
    return Number.isInteger(number) ? String(number) : pyFloat(Number(number.toPrecision(6)));
  }
  const value = run.result.get(name);
  return value === undefined ? null : pyStr(value);
}

/** Looks up GPUs by the serve command in our own experiment directories; vLLM's do not have it. */
function serverGpuCounts(directory: string): (run: PlotRun) => number | null {
  const experiments = new Map<string, ReadonlyMap<string, number>>();
  const countsOf = (root: string) => {
    let counts = experiments.get(root);
    if (counts === undefined) {
      const rows = combinationRows(readExperiment(root));
      counts = new Map(rows.map(({ directory, gpus }) => [directory, gpus]));
      experiments.set(root, counts);
    }
    return counts;
  };
  return (run) => {
    const path = resolve(directory, run.directory);
    const root = [path, dirname(path)].find((root) => fileSize(join(root, MANIFEST_FILE)) !== null);
    return root === undefined ? null : countsOf(root).get(relative(root, path)) ?? null;
  };
}
