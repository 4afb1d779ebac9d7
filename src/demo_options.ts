/** Options of `servesweep demo`. */
import type { Option } from "./cli/option.ts";

/** Every option of the command. */
export const DEMO_OPTIONS: readonly Option[] = [
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
  {
    name: "debug",
    kind: "boolean",
    group: "Options",
    help: "Show the stack trace of an error",
  },
];
