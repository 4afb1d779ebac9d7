/** `servesweep status`. */
import { UsageError } from "../lib/errors.ts";
import { type CommandSpec, debugOption } from "./command.ts";

/** How far a sweep is. */
export interface StatusCommand {
  readonly kind: "status";
  /** The experiment directory, or one that has some in it. */
  readonly directory: string;
  readonly watch: boolean;
  readonly json: boolean;
}

const GROUP = "Options";

/** Where sweeps are, as `serve` has it. */
const DIRECTORY = "results";

/** Tells how far a sweep is, from another terminal. */
export const STATUS: CommandSpec<StatusCommand> = {
  name: "status",
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
    debugOption(GROUP),
  ],
  positionals: [
    {
      name: "DIR",
      what: "a directory",
      count: "optional",
      default: DIRECTORY,
      help: "An experiment directory, or a directory of them: then the one in which something " +
        "happened last",
    },
  ],
  page: {
    description:
      "Tells from the journal of a sweep how far it is, what its servers do, what failed, how long it will take and, if it " +
      "ended or died, how to go on. The sweep is not disturbed.",
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
    const directory = values.optionalWord("DIR") ?? DIRECTORY;
    return { kind: "status", directory, watch, json };
  },
};
