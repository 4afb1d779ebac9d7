import { RAMP_UP_STRATEGIES } from "../../bench/settings/settings.ts";
import type { Option } from "../../cli/option.ts";

const GROUP = "Load";

/** When requests are sent, and how many at a time. */
export const LOAD_OPTIONS: readonly Option[] = [
  {
    name: "request-rate",
    kind: "number",
    default: "inf",
    help: "Requests per second. inf sends all of them at once",
    group: GROUP,
  },
  {
    name: "burstiness",
    kind: "number",
    default: "1.0",
    help:
      "Shape of the gamma distribution of the intervals: 1 is a Poisson process, less is more " +
      "bursty, more is more even",
    group: GROUP,
  },
  {
    name: "max-concurrency",
    kind: "integer",
    min: 1,
    help: "Requests at a time; the others wait on our side",
    group: GROUP,
  },
  {
    name: "ramp-up-strategy",
    kind: "string",
    choices: RAMP_UP_STRATEGIES,
    help: "Raise the request rate over the run",
    group: GROUP,
  },
  {
    name: "ramp-up-start-rps",
    kind: "integer",
    min: 1,
    help: "Requests per second at the start of a ramp-up",
    group: GROUP,
  },
  {
    name: "ramp-up-end-rps",
    kind: "integer",
    min: 1,
    help: "Requests per second at the end of a ramp-up",
    group: GROUP,
  },
  {
    name: "num-warmups",
    kind: "integer",
    default: "0",
    min: 0,
    help: "Send the first prompt this many times before anything is measured",
    group: GROUP,
  },
];
