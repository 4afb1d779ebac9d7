/** What is done after a failure. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";

/** When a sweep tries again, goes on or gives up. */
export interface FailureSettings {
  readonly continueOnError: boolean;
  readonly retries: number;
  /** Null: no limit. */
  readonly maxFailures: number | null;
  /** 0: no limit. */
  readonly maxStartFailures: number;
}

const GROUP = "Failures";

/** Options of what follows a failure. */
export const FAILURE_OPTIONS: readonly Option[] = [
  {
    name: "continue-on-error",
    kind: "boolean",
    group: GROUP,
    help: "Record a failed run or server start and go on with the next one",
  },
  {
    name: "retries",
    kind: "integer",
    metavar: "N",
    default: "1",
    min: 0,
    max: 100,
    group: GROUP,
    help:
      "How often a run or server start is tried again after a failure that may pass: a crash, a hang, " +
      "failed requests. Out of memory, a wrong flag, a missing model, a slow load and requests that are all refused (HTTP 4xx) " +
      "are not tried again",
  },
  {
    name: "max-failures",
    kind: "integer",
    metavar: "N",
    min: 1,
    group: GROUP,
    help:
      "End the sweep after so many failed runs and server starts, also with --continue-on-error",
  },
  {
    name: "max-start-failures",
    kind: "integer",
    metavar: "N",
    default: "3",
    min: 0,
    group: GROUP,
    help:
      "End the sweep when its first N server starts fail in the same way, or N runs in as many combinations or on " +
      "two servers, and none was valid; at the first run whose benchmark refuses its command; 0: never",
  },
];

/** Reads them. */
export function readFailures(values: OptionValues): FailureSettings {
  return {
    continueOnError: values.boolean("continue-on-error"),
    retries: values.integer("retries"),
    maxFailures: values.optionalInteger("max-failures"),
    maxStartFailures: values.integer("max-start-failures"),
  };
}
