/** `servesweep export`: an experiment directory in another form. */
import type { Experiment } from "../analysis/experiment.ts";
import { combinationRows, type Row } from "../analysis/rows.ts";
import type { ExportCommand } from "../commands/export.ts";
import { EXIT } from "../lib/errors.ts";
import { printable } from "../lib/printable.ts";
import { columnsOfRows } from "../report/find_column.ts";
import { checkChoice } from "../report/select.ts";
import { writeAtomic } from "../store/atomic.ts";
import { readExperiment } from "../store/read_experiment.ts";
import type { World } from "./world.ts";
import { terminalWidth } from "../terminal/terminal_width.ts";
import { withoutSecrets } from "../report/without_secrets.ts";
import { writing } from "../store/write_output.ts";

/** @returns The exit code. */
export async function exportExperiment(command: ExportCommand, { io }: World): Promise<number> {
  const { format, output, table } = command;
  const experiment = withoutSecrets(readExperiment(command.directory));
  const rows = combinationRows(experiment);
  checkChoice(table, columnsOfRows(rows));
  if (format === "sqlite") {
    const { writeSqlite } = await import("../store/sqlite/write_sqlite.ts");
    writing(output!, () => writeSqlite(output!, experiment, rows));
    return EXIT.ok;
  }
  // Prometheus knows no other escape sequence than of a backslash.
  const backslash = format === "prometheus" ? "\\\\" : "\\";
  const text = printable(await rendered(command, experiment, rows), backslash);
  if (output === null) io.out(text);
  else writing(output, () => writeAtomic(output, text));
  return EXIT.ok;
}

async function rendered(
  { format, output, table }: ExportCommand,
  experiment: Experiment,
  rows: readonly Row[],
): Promise<string> {
  switch (format) {
    case "csv":
      return (await import("../report/export/csv.ts")).csvExport(experiment);
    case "json":
      return (await import("../report/export/json.ts")).jsonExport(experiment, rows);
    case "jsonl":
      return (await import("../report/export/json.ts")).jsonLinesExport(experiment, rows);
    case "markdown":
      return (await import("../report/export/markdown.ts")).markdownExport(experiment, rows, table);
    case "junit":
      return (await import("../report/export/junit.ts")).junitExport(experiment, rows);
    case "prometheus":
      return (await import("../report/export/prometheus.ts")).prometheusExport(experiment, rows);
    default: {
      const { failureList, resultTable } = await import("../report/table.ts");
      const width = output === null ? terminalWidth() : null;
      const failures = failureList(rows);
      const results = resultTable(rows, { choice: table, width });
      return results + (results !== "" && failures !== "" ? "\n" : "") + failures;
    }
  }
}
