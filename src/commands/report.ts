/** `servesweep report`. */
import { UsageError } from "../lib/errors.ts";
import { type CommandSpec, debugOption } from "./command.ts";

/** A report about experiment directories. */
export interface ReportCommand {
  readonly kind: "report";
  readonly directories: readonly string[];
  /** File to write; `-` for standard output; null for report.html in the first directory. */
  readonly output: string | null;
}

/** Makes one HTML page of experiment directories. */
export const REPORT: CommandSpec<ReportCommand> = {
  name: "report",
  options: [
    {
      name: "output",
      short: "o",
      kind: "string",
      metavar: "FILE",
      group: "Options",
      help: "File to write, - for standard output; without it report.html in the first directory",
    },
    debugOption("Options"),
  ],
  positionals: [
    {
      name: "DIR",
      what: "an experiment directory",
      count: "one-or-more",
      help: "The experiment directories, of servesweep or vLLM",
    },
  ],
  page: {
    description:
      "Writes a page about one experiment directory, or several side by side, of servesweep or vLLM. It is one file that " +
      "needs no network: answers, a table to sort and filter, curves, Pareto frontier, heat map, main effects, " +
      "timeline, failures, commands. Its links lead to result files and logs as long as it lies where it was written.",
    examples: [
      {
        title: "A report beside the results:",
        command: "servesweep report results/night",
      },
      {
        title: "Two nights compared:",
        command: "servesweep report results/monday results/tuesday -o week.html",
      },
    ],
    epilog: "",
  },
  read(values) {
    const output = values.optionalString("output");
    if (output === "") throw new UsageError('--output is "", expected a file or -');
    return { kind: "report", directories: values.words("DIR"), output };
  },
};
