/** What a result table shows: the same for the table after a sweep and for one that is printed later. */
import type { Option } from "../cli/option.ts";
import type { OptionValues } from "../cli/read.ts";
import { UsageError } from "../lib/errors.ts";
import type { TableChoice } from "../report/select.ts";

/** `--sort`, `--top` and `--columns` under a heading of the help text. */
export function tableOptions(group: string): readonly Option[] {
  return [
    {
      name: "sort",
      kind: "string",
      metavar: "COLUMN",
      group,
      help:
        "Sort the result table: a result key (output_throughput, p99_ttft_ms), the best first; " +
        "a parameter, from small to large; combination, server, runs, failures, gpus or spread",
    },
    {
      name: "top",
      kind: "integer",
      metavar: "N",
      min: 1,
      group,
      help:
        "Only the first N combinations; without --sort those with the highest output_throughput",
    },
    {
      name: "columns",
      kind: "string",
      metavar: "A,B,C",
      group,
      help: "Columns of the result table, instead of the usual ones",
    },
  ];
}

/** @throws {UsageError} If `--columns` names none. */
export function readTableChoice(values: OptionValues): TableChoice {
  const text = values.optionalString("columns");
  const columns = text?.split(",").map((name) => name.trim()).filter((name) => name !== "") ?? null;
  if (columns?.length === 0) {
    throw new UsageError("--columns names no column, expected names joined by commas");
  }
  return {
    sort: values.optionalString("sort")?.trim() ?? null,
    top: values.optionalInteger("top"),
    columns: columns === null ? null : [...new Set(columns)],
  };
}
