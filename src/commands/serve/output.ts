/** What is shown while the sweep runs. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";
import type { TableChoice } from "../../report/select.ts";
import { debugOption } from "../command.ts";
import { readTableChoice, tableOptions } from "../table_options.ts";

/** What is shown, and how. */
export interface OutputSettings {
  readonly showStdout: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  /** What the result table shows at the end. */
  readonly table: TableChoice;
}

const GROUP = "Output";

/** Options of what is printed. */
export const OUTPUT_OPTIONS: readonly Option[] = [
  ...tableOptions(GROUP),
  {
    name: "show-stdout",
    kind: "boolean",
    group: GROUP,
    help: "Also show the output of servers and benchmarks. It is in the log files in any case",
  },
  {
    name: "json",
    kind: "boolean",
    group: GROUP,
    help: "Events as JSON lines on standard output; with --dry-run the plan as one JSON document",
  },
  {
    name: "quiet",
    kind: "boolean",
    group: GROUP,
    help: "No progress on standard error; errors are still shown",
  },
  debugOption(GROUP),
];

/** Reads them. */
export function readOutput(values: OptionValues): OutputSettings {
  return {
    showStdout: values.boolean("show-stdout"),
    json: values.boolean("json"),
    quiet: values.boolean("quiet"),
    table: readTableChoice(values),
  };
}
