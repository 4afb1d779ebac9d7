/** `servesweep plot`: curves of a sweep, with the options and file names of `vllm bench sweep plot`. */
import { isAbsolute } from "@std/path/is-absolute";
import { join } from "@std/path/join";
import { type Figure, makeFigures } from "../analysis/plot/figure.ts";
import { figureFile } from "../analysis/plot/figure_file.ts";
import type { PlotRun } from "../analysis/plot/grouping.ts";
import { checkNumeric, checkVariables } from "../analysis/plot/variables.ts";
import type { PlotCommand } from "../commands/plot.ts";
import { EXIT, UsageError } from "../lib/errors.ts";
import { pyStr } from "../json/python.ts";
import type { Io } from "../terminal/terminal.ts";
import type { World } from "./world.ts";
import { type FigureFile, outputLines, writeFigure } from "../plot/figures.ts";
import { readPlotRuns } from "../plot/plot_runs.ts";

/** Pixels of an SVG per inch, by the definition of CSS. */
const PIXELS_PER_INCH = 96;

/**
 * Draws the figures, or says which.
 *
 * @returns The exit code.
 * @throws {UsageError} If there are no results, a variable is not in them, or nothing is left to draw.
 */
export async function plot(command: PlotCommand, { io }: World): Promise<number> {
  const { directory, figDir, figName, formats, dryRun } = command;
  const runs = readPlotRuns(directory);
  check(runs, command);
  const figures = makeFigures(runs, command);
  if (figures.every(({ panels }) => panels.length === 0)) {
    throw new UsageError(
      `Nothing to plot: none of ${runs.length} runs passes --filter-by ${filterText(command)}`,
    );
  }
  const taken = new Set<string>();
  for (const figure of figures) {
    const file: FigureFile = {
      directory: figDir === "" ? directory : isAbsolute(figDir) ? figDir : join(directory, figDir),
      name: figureFile(figName, figure.group, taken),
      formats,
    };
    io.out(
      `[BEGIN FIGURE]\nGroup: ${pyStr(new Map(figure.group))}\n` +
        `Grid: ${figure.rows.length} rows x ${figure.columns.length} cols\n${outputLines(file)}`,
    );
    if (figure.panels.length === 0) io.out(`No data to plot. Filters: ${filterText(command)}\n`);
    else if (!dryRun) await draw(figure, file, command, io);
    io.out("[END FIGURE]\n");
  }
  return EXIT.ok;
}

async function draw(figure: Figure, file: FigureFile, command: PlotCommand, io: Io): Promise<void> {
  const { curvesChart } = await import("../report/charts/curves_chart.ts");
  const { varX, varY, figHeightInches, figDpi } = command;
  const panelSize = Math.round(figHeightInches * PIXELS_PER_INCH);
  const chart = curvesChart(figure, { ...command, panelSize });
  await writeFigure(file, chart, `${varY} over ${varX}`, figDpi / PIXELS_PER_INCH);
  if (figure.leftOut > 0) {
    io.err(`Left out ${figure.leftOut} runs that have no ${varX} or no finite ${varY}\n`);
  }
  if (chart.hidden > 0) {
    io.err(
      `Left out ${chart.hidden} points that the axes cannot show: a logarithmic one begins over 0\n`,
    );
  }
}

function check(runs: readonly PlotRun[], command: PlotCommand): void {
  const { figBy, rowBy, colBy, curveBy, varX, varY, filters, binners } = command;
  checkVariables(runs, {
    "--fig-by": figBy,
    "--row-by": rowBy,
    "--col-by": colBy,
    "--curve-by": curveBy,
    "--var-x": [varX],
    "--var-y": [varY],
    "--filter-by": filters.map(({ variable }) => variable),
    "--bin-by": binners.map(({ variable }) => variable),
  });
  checkNumeric(runs, "--var-y", varY);
  for (const { variable } of binners) checkNumeric(runs, "--bin-by", variable);
}

function filterText({ filters }: PlotCommand): string {
  return filters.map(({ variable, operator, target }) => variable + operator + target).join(",");
}
