/** Where results go, and what becomes of those that are there. */
import type { Option } from "../../cli/option.ts";

/** What becomes of runs that another command measured. */
export const RESUME_CHANGED = ["keep", "rerun"] as const;

/** One of {@linkcode RESUME_CHANGED}. */
export type ResumeChanged = typeof RESUME_CHANGED[number];

const GROUP = "Results";

/** Options of where results go and which are there already. */
export const RESULT_OPTIONS: readonly Option[] = [
  {
    name: "output-dir",
    short: "o",
    kind: "string",
    metavar: "DIR",
    default: "results",
    group: GROUP,
    help: "Directory that experiment directories are made in",
  },
  {
    name: "experiment-name",
    short: "e",
    kind: "string",
    metavar: "NAME",
    group: GROUP,
    help: "Name of the experiment directory; without it the local time, YYYYMMDD_HHMMSS",
  },
  {
    name: "resume",
    kind: "optional-string",
    metavar: "NAME",
    group: GROUP,
    help:
      "Go on in an experiment directory: runs that are there are not done again. The name may " +
      "be left out where --experiment-name has it",
  },
  {
    name: "resume-changed",
    kind: "string",
    metavar: RESUME_CHANGED.join("|"),
    choices: RESUME_CHANGED,
    group: GROUP,
    help: "What becomes of runs that another command measured: keep them, or set them aside and " +
      "measure again. Without it servesweep refuses to resume and says what changed",
  },
  {
    name: "dry-run",
    kind: "boolean",
    group: GROUP,
    help: "Print every command and file, then exit. Nothing is started or written",
  },
];
