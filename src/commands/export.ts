/** `servesweep export`. */
import { UsageError } from "../lib/errors.ts";
import type { TableChoice } from "../report/select.ts";
import { type CommandSpec, debugOption } from "./command.ts";
import { readTableChoice, tableOptions } from "./table_options.ts";

/** What an experiment can be written as. */
export const FORMATS = [
  "table",
  "csv",
  "json",
  "jsonl",
  "markdown",
  "junit",
  "prometheus",
  "sqlite",
] as const;

/** One of {@linkcode FORMATS}. */
export type Format = typeof FORMATS[number];

/** An experiment in another form. */
export interface ExportCommand {
  readonly kind: "export";
  /** The experiment directory. */
  readonly directory: string;
  readonly format: Format;
  /** File to write; null for standard output. */
  readonly output: string | null;
  /** For the formats that show a table. */
  readonly table: TableChoice;
}

const GROUP = "Options";

/** Writes stored results in the formats of other programs. */
export const EXPORT: CommandSpec<ExportCommand> = {
  name: "export",
  options: [
    {
      name: "format",
      short: "f",
      kind: "string",
      metavar: "FORMAT",
      choices: FORMATS,
      required: true,
      group: GROUP,
      help: `What to write: ${FORMATS.join(", ")}`,
    },
    {
      name: "output",
      short: "o",
      kind: "string",
      metavar: "FILE",
      group: GROUP,
      help: "File to write, whole or not at all; standard output without it. sqlite needs it",
    },
    ...tableOptions("Tables (table and markdown)"),
    debugOption(GROUP),
  ],
  positionals: [
    {
      name: "DIR",
      what: "an experiment directory",
      count: "one",
      help: "The experiment directory, ours or one of 'vllm bench sweep serve'",
    },
  ],
  page: {
    description:
      "Writes the results of an experiment directory, ours or one of 'vllm bench sweep serve', in another form.",
    examples: [
      {
        title: "The best five for the mail of the morning",
        command: "servesweep export results/night --format table --top 5",
      },
      {
        title: "All runs in one database, for SQL",
        command: "servesweep export results/night --format sqlite -o night.db",
      },
      {
        title: "For the textfile collector of the node exporter",
        command: "servesweep export results/night --format prometheus \\\n" +
          "    -o /var/lib/prometheus/node-exporter/servesweep.prom",
      },
    ],
    epilog: `Formats:
  table       as after a sweep: means over the runs, the best marked, failures
  csv         one row a run, as pandas writes it; the same as summary.csv
  json        one document: sessions, summary of where the time went,
              answers (best settings, how sure), combinations with parameters,
              runs, failures and metrics (n, mean, sd, min, max, 95 % interval)
  jsonl       one line a run or failure, each complete in itself
  markdown    the table for a pull request, the best in bold, the answers
  junit       JUnit XML: a combination is a test case, and a failed one fails
  prometheus  text format, gauges of the means in seconds and tokens
  sqlite      tables sweeps, starts, combinations, params, runs, metrics and
              failures; the view summary. The schema with comments:
              sqlite3 FILE .schema
`,
  },
  read(values) {
    const format = values.choice("format", FORMATS);
    const output = values.optionalString("output");
    const table = readTableChoice(values);
    if (format === "sqlite" && output === null) {
      throw new UsageError("--format sqlite needs a file: name it with -o FILE");
    }
    if (output === "") throw new UsageError("--output is empty, expected the name of a file");
    for (const name of ["sort", "top", "columns"]) {
      if (!values.has(name) || format === "table" || format === "markdown") continue;
      throw new UsageError(`--${name} is for tables: --format ${format} has everything in it`);
    }
    return { kind: "export", directory: values.word("DIR"), format, output, table };
  },
};
