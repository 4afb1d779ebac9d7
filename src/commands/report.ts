/** `servesweep report`. */
import { UsageError } from "../lib/errors.ts";
import type { CommandSpec } from "./command.ts";

/** A report about experiment directories. */
export interface ReportCommand {
  readonly kind: "report";
  readonly directories: readonly string[];
  /** File to write; `-` for standard output; null for report.html in the first directory. */
  readonly output: string | null;
}

/** The command. */
export const REPORT: CommandSpec<"report", ReportCommand> = {
  name: "report",
  summary: "One HTML file that says which settings to deploy",
  options: [
    {
      name: "output",
      short: "o",
      kind: "string",
      metavar: "FILE",
      group: "Options",
      help: "File to write, - for standard output; without it report.html in the first directory",
    },
    {
      name: "debug",
      kind: "boolean",
      group: "Options",
      help: "Show the stack trace of an error",
    },
  ],
  page: {
    usage: "servesweep report DIR... [options]",
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
    if (values.positionals.length === 0) {
      throw new UsageError(
        "servesweep report needs an experiment directory: servesweep report results/NAME",
      );
    }
    return { kind: "report", directories: values.positionals, output };
  },
};
