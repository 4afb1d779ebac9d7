/** How long the sweep may take, and what is done first. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";
import { PRIORITIES } from "../../machine/priority.ts";

/** What a sweep may take. */
export interface LimitSettings {
  /** Time of day or date; null: none. */
  readonly until: string | null;
  readonly budgetMs: number | null;
  readonly gpuBudgetMs: number | null;
  /** Null: no limit. */
  readonly sweepTimeoutMs: number | null;
}

const GROUP = "Budget";

/** Options that limit a sweep in time. */
export const BUDGET_OPTIONS: readonly Option[] = [
  {
    name: "until",
    kind: "string",
    metavar: "TIME",
    group: GROUP,
    help:
      "When the machine is needed for something else: 06:00, or 2026-11-26T06:00, local time. " +
      "What will not end before is not begun; then the sweep stops and ends with 5",
  },
  {
    name: "budget",
    kind: "duration",
    metavar: "TIME",
    min: 1,
    group: GROUP,
    help: "How long the sweep may take, in the same way: 4h, 90m",
  },
  {
    name: "gpu-budget",
    kind: "duration",
    metavar: "TIME",
    min: 1,
    group: GROUP,
    help: "GPU time that the sweep may take, in the same way: 20h is 10 hours of 2 GPUs",
  },
  {
    name: "priority",
    kind: "string",
    metavar: PRIORITIES.join("|"),
    choices: PRIORITIES,
    group: GROUP,
    help: "Which server starts come first. Without it: in the given order; side by side and " +
      "without a budget in the order that ends soonest",
  },
];

/** Reads the limits; the priority belongs to the order, the timeout of the sweep stands under another heading. */
export function readLimits(values: OptionValues): LimitSettings {
  return {
    until: values.optionalString("until"),
    budgetMs: values.optionalDurationMs("budget"),
    gpuBudgetMs: values.optionalDurationMs("gpu-budget"),
    sweepTimeoutMs: values.optionalDurationMs("sweep-timeout"),
  };
}
