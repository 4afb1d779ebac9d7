/** `servesweep demo`. */
import { type CommandSpec, debugOption } from "./command.ts";
import { EXIT_CODES } from "./exit_codes.ts";
import { type LocationArgs, readLocation } from "./location.ts";

/** A sweep of the simulated server. */
export interface DemoCommand {
  readonly kind: "demo";
  readonly location: LocationArgs;
  readonly dryRun: boolean;
  readonly quiet: boolean;
}

/** Sweeps the simulated server, to see what servesweep does. */
export const DEMO: CommandSpec<DemoCommand> = {
  name: "demo",
  options: [
    {
      name: "output-dir",
      short: "o",
      kind: "string",
      metavar: "DIR",
      default: "results",
      group: "Options",
      help: "Directory that the experiment directory is made in",
    },
    {
      name: "experiment-name",
      short: "e",
      kind: "string",
      metavar: "NAME",
      group: "Options",
      help: "Name of the experiment directory; without it the local time, YYYYMMDD_HHMMSS",
    },
    {
      name: "resume",
      kind: "optional-string",
      metavar: "NAME",
      group: "Options",
      help: "Go on with a demo that was interrupted",
    },
    {
      name: "dry-run",
      kind: "boolean",
      group: "Options",
      help: "Print what the demo would run, then exit",
    },
    {
      name: "quiet",
      kind: "boolean",
      group: "Options",
      help: "Only the result table and the directory",
    },
    debugOption("Options"),
  ],
  page: {
    description:
      "A real sweep on this machine without a GPU: the built-in simulated server (servesweep sim), measured by " +
      "the built-in load generator (servesweep bench). 3 serve sets, 3 bench sets, 2 runs each.",
    examples: [],
    epilog: EXIT_CODES,
  },
  read(values) {
    return {
      kind: "demo",
      location: readLocation(values),
      dryRun: values.boolean("dry-run"),
      quiet: values.boolean("quiet"),
    };
  },
};
