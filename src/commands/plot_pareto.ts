/** `servesweep plot-pareto`. */
import type { CommandSpec } from "./command.ts";
import {
  commaList,
  FIGURE_OPTIONS,
  FIGURE_POSITIONALS,
  type FigureArgs,
  readFigureArgs,
} from "./plot_options.ts";

/** The Pareto frontier of a sweep. */
export interface PlotParetoCommand extends FigureArgs {
  readonly kind: "plot-pareto";
  readonly userCountVar: string | null;
  readonly gpuCountVar: string | null;
  /** Variables whose values stand at the points of the frontier. */
  readonly labelBy: readonly string[];
}

const GROUP = "Counting";

/** Draws throughput by users against throughput by GPUs. */
export const PLOT_PARETO: CommandSpec<PlotParetoCommand> = {
  name: "plot-pareto",
  options: [
    {
      name: "user-count-var",
      kind: "string",
      metavar: "VARIABLE",
      default: "max_concurrency",
      group: GROUP,
      help:
        "Variable with the number of users. Where a run lacks it, its request_rate; else max_concurrent_requests",
    },
    {
      name: "gpu-count-var",
      kind: "string",
      metavar: "VARIABLE",
      group: GROUP,
      help:
        "Variable with the number of GPUs. Without it tensor times pipeline times data parallel size, from the parameters " +
        "or the serve command",
    },
    {
      name: "label-by",
      kind: "string",
      metavar: "LIST",
      default: "max_concurrency,gpu_count",
      group: "Output",
      help:
        "Variables whose values are written at the points of the frontier, a comma-separated list",
    },
    ...FIGURE_OPTIONS,
  ],
  positionals: FIGURE_POSITIONALS,
  page: {
    description:
      "Draws each run of every summary.json in a directory and below, ours or of 'vllm bench sweep', and the runs that no " +
      "other one beats, with the options of 'vllm bench sweep plot_pareto', into OUTPUT_DIR/pareto.",
    examples: [
      {
        title: "Which settings are on the frontier",
        command: "servesweep plot-pareto results/night --label-by max_concurrency,max_num_seqs",
      },
    ],
    epilog: "",
  },
  read(values) {
    return {
      kind: "plot-pareto",
      ...readFigureArgs(values),
      userCountVar: values.optionalString("user-count-var") || null,
      gpuCountVar: values.optionalString("gpu-count-var") || null,
      labelBy: commaList(values.string("label-by")),
    };
  },
};
