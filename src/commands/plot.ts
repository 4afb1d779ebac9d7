/** `servesweep plot`. */
import { type Binner, parseBinners } from "../analysis/binning.ts";
import { type Filter, parseFilters } from "../analysis/filter.ts";
import type { Option } from "../cli/option.ts";
import { type ScaleName, SCALES } from "../report/charts/scale_name.ts";
import type { CommandSpec } from "./command.ts";
import {
  commaList,
  FIGURE_OPTIONS,
  FIGURE_POSITIONALS,
  type FigureArgs,
  readFigureArgs,
} from "./plot_options.ts";

/** Curves of one variable over another. */
export interface PlotCommand extends FigureArgs {
  readonly kind: "plot";
  /** Relative to the directory, or absolute. */
  readonly figDir: string;
  /** What the names of the files begin with. */
  readonly figName: string;
  readonly figBy: readonly string[];
  readonly rowBy: readonly string[];
  readonly colBy: readonly string[];
  readonly curveBy: readonly string[];
  readonly varX: string;
  readonly varY: string;
  readonly filters: readonly Filter[];
  readonly binners: readonly Binner[];
  readonly scaleX: ScaleName;
  readonly scaleY: ScaleName;
  readonly errorBars: boolean;
  /** Of one panel. */
  readonly figHeightInches: number;
  readonly figDpi: number;
}

const SPLIT = "Figures, panels and curves (comma-separated lists of variables)";
const AXES = "Axes";
const RUNS = "Runs";

/** Draws figures of stored results. */
export const PLOT: CommandSpec<PlotCommand> = {
  name: "plot",
  options: [
    split("fig-by", "A figure for each combination of their values"),
    split("row-by", "A row of panels for each combination of their values"),
    split("col-by", "A column of panels for each combination of their values"),
    split("curve-by", "A curve for each combination of their values"),
    {
      name: "var-x",
      kind: "string",
      metavar: "VARIABLE",
      default: "total_token_throughput",
      group: AXES,
      help: "Variable of the x axis: any key of a result, measured or set",
    },
    {
      name: "var-y",
      kind: "string",
      metavar: "VARIABLE",
      default: "median_ttft_ms",
      group: AXES,
      help: "Variable of the y axis, a number",
    },
    scale("scale-x", "Scale of the x axis"),
    scale("scale-y", "Scale of the y axis"),
    {
      name: "no-error-bars",
      kind: "boolean",
      group: AXES,
      help: "Without the bars of one standard deviation over the runs",
    },
    {
      name: "filter-by",
      kind: "string",
      metavar: "LIST",
      default: "",
      group: RUNS,
      help:
        "Only runs for which all of these hold: VARIABLE, one of == != <= >= < >, and a number, inf, true, false or " +
        "text. Example: max_concurrency<1000,request_rate==inf",
    },
    {
      name: "bin-by",
      kind: "string",
      metavar: "LIST",
      default: "",
      group: RUNS,
      help:
        "Values in bins of a size, each drawn at the lower end of its bin. Example: request_throughput%1",
    },
    {
      name: "fig-dir",
      kind: "string",
      metavar: "DIR",
      default: "",
      group: "Output",
      help: "Directory of the figures, relative to OUTPUT_DIR; without it OUTPUT_DIR itself",
    },
    {
      name: "fig-name",
      kind: "string",
      metavar: "NAME",
      default: "FIGURE",
      group: "Output",
      help: "First part of the file names; the values of --fig-by follow",
    },
    {
      name: "fig-height",
      kind: "number",
      metavar: "INCHES",
      default: "6.4",
      min: 1.5,
      max: 40,
      group: "Output",
      help: "Height and width of a panel in inches",
    },
    {
      name: "fig-dpi",
      kind: "integer",
      metavar: "N",
      default: "300",
      min: 20,
      max: 1200,
      group: "Output",
      help: "Dots per inch of a PNG",
    },
    ...FIGURE_OPTIONS,
  ],
  positionals: FIGURE_POSITIONALS,
  page: {
    description:
      "Draws the results of every summary.json in a directory and below, ours or of 'vllm bench sweep', with the " +
      "options and file names of 'vllm bench sweep plot'.",
    examples: [
      {
        title: "Latency against load, a curve for each server",
        command: "servesweep plot results/night --var-x max_concurrency --var-y p99_ttft_ms \\\n" +
          "    --scale-x log --curve-by max_num_seqs --col-by random_input_len",
      },
    ],
    epilog: `Points:
  Runs with the same x are one point at the mean of their y, with one standard
  deviation. Where x itself is measured, the runs of one combination are one
  point, with bars in both directions.
`,
  },
  read(values) {
    return {
      kind: "plot",
      ...readFigureArgs(values),
      figDir: values.string("fig-dir"),
      figName: values.string("fig-name"),
      figBy: commaList(values.string("fig-by")),
      rowBy: commaList(values.string("row-by")),
      colBy: commaList(values.string("col-by")),
      curveBy: commaList(values.string("curve-by")),
      varX: values.string("var-x"),
      varY: values.string("var-y"),
      filters: parseFilters(values.string("filter-by")),
      binners: parseBinners(values.string("bin-by")),
      scaleX: values.choice("scale-x", SCALES),
      scaleY: values.choice("scale-y", SCALES),
      errorBars: !values.boolean("no-error-bars"),
      figHeightInches: values.number("fig-height"),
      figDpi: values.integer("fig-dpi"),
    };
  },
};

function split(name: string, help: string): Option {
  return { name, kind: "string", metavar: "LIST", default: "", group: SPLIT, help };
}

function scale(name: string, help: string): Option {
  return {
    name,
    kind: "string",
    metavar: "SCALE",
    choices: SCALES,
    default: "linear",
    group: AXES,
    help: `${help}: ${SCALES.join(", ")}`,
  };
}
