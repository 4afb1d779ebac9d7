/** `servesweep status`. */
import type { OptionValues } from "../cli/read.ts";
import { UsageError } from "../lib/errors.ts";
import type { CommandSpec } from "./command.ts";

/** How far a sweep is. */
export interface StatusCommand {
  readonly kind: "status";
  /** The experiment directory, or one that has some in it. */
  readonly directory: string;
  readonly watch: boolean;
  readonly json: boolean;
}

const GROUP = "Options";

/** The command. */
export const STATUS: CommandSpec<"status", StatusCommand> = {
  name: "status",
  summary: "How far a sweep is that runs elsewhere, has ended or died",
  options: [
    {
      name: "watch",
      short: "w",
      kind: "boolean",
      group: GROUP,
      help: "Follow it until it ends: on a terminal with the block that the sweep itself shows, " +
        "elsewhere with a line for each event",
    },
    {
      name: "json",
      kind: "boolean",
      group: GROUP,
      help: "One JSON object on standard output",
    },
    {
      name: "debug",
      kind: "boolean",
      group: GROUP,
      help: "Show the stack trace of an error",
    },
  ],
  page: {
    usage: "servesweep status [DIR] [options]",
    description:
      "Tells from the journal of a sweep how far it is, what its servers do, what failed, how long it will take and, if it " +
      "ended or died, how to go on. The sweep is not disturbed. DIR is an experiment directory, or a directory of them: then " +
      "it is the one in which something happened last. Without DIR: results.",
    examples: [
      { title: "From another terminal", command: "servesweep status results/night --watch" },
      {
        title: "For a script: how many runs are done",
        command: "servesweep status results/night --json | jq .runs.done",
      },
    ],
    epilog: `Exit codes:
  0   it runs, or every planned run is valid
  1   it failed, was stopped by a signal, or died
  2   bad usage, or no sweep there
  3   it finished, but some combinations failed
  5   it ended with its budget or deadline
  6   the disk was full
`,
  },
  read(values) {
    const [watch, json] = [values.boolean("watch"), values.boolean("json")];
    if (watch && json) {
      throw new UsageError(
        "--json tells how it is now, --watch how it goes on: pass one of them. " +
          "servesweep serve --json has every event as it happens",
      );
    }
    return { kind: "status", directory: readDirectory(values), watch, json };
  },
};

function readDirectory({ positionals }: OptionValues): string {
  const [directory = "results", unexpected] = positionals;
  if (directory === "") throw new UsageError("The directory is an empty text");
  if (unexpected !== undefined) {
    throw new UsageError(`Unexpected argument "${unexpected}": one directory at a time`);
  }
  return directory;
}
