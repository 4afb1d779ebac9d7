/** The summary at the end of a sweep: table, what failed, where everything is, how to go on. */
import { unequalPrompts } from "../analysis/prompts.ts";
import type { Experiment } from "../analysis/experiment.ts";
import { combinationRows } from "../analysis/rows.ts";
import type { OutputSettings } from "../commands/serve/output.ts";
import type { Ending } from "../exec/executor.ts";
import { answersText } from "../report/answers_text.ts";
import { changedText } from "../report/changed_text.ts";
import { failedTable } from "../report/failed_table.ts";
import { newsOfGuards } from "../report/guards_text.ts";
import { guardFindings } from "../journal/guards.ts";
import { ledgerText } from "../report/ledger_text.ts";
import { failureText } from "../report/progress.ts";
import { resumeArguments } from "../report/resume_arguments.ts";
import { resultTable } from "../report/table.ts";
import { counted } from "../lib/count.ts";
import { quoteWords } from "../spec/shell_words.ts";
import { readExperiment } from "../store/read_experiment.ts";
import type { ChangedFile } from "../store/results.ts";
import type { Io } from "../terminal/terminal.ts";
import type { Location } from "./location.ts";
import { terminalWidth } from "../terminal/terminal_width.ts";

/** What is told. */
export interface SummaryOptions {
  readonly output: OutputSettings;
  /** Arguments of this process. */
  readonly argv: readonly string[];
  readonly location: Location;
  readonly io: Io;
  readonly ending: Ending;
  /** Why the sweep was stopped, if it was. */
  readonly stopText: string;
  /** Results that counted and were taken away or changed while it ran. */
  readonly changed: readonly ChangedFile[];
}

/** Prints it: the table to standard output, the answers and the rest to standard error. */
export function printSummary(options: SummaryOptions): void {
  const { output, argv, location, io, ending, stopText, changed } = options;
  const experiment = wholeDirectory(options);
  const rows = experiment === null ? [] : combinationRows(experiment);
  const width = terminalWidth();
  if (!output.json) {
    io.out(resultTable(rows, { choice: output.table, width }));
    const answers = output.quiet ? "" : answersText(rows, width);
    // A log has no empty lines.
    const gap = answers === "" || width === null ? "" : "\n";
    io.err(`${gap}${answers}${gap}`);
  }
  for (const line of unequalPrompts(rows)) io.err(`servesweep: ${line}\n`);
  if (!output.quiet) io.err(ledgerText(ending.ledger));
  if (experiment !== null && !output.quiet) io.err(newsOfGuards(guardFindings(experiment.events)));
  const resume = `To go on: servesweep ${quoteWords(resumeArguments(argv, location.name))}\n`;
  if (ending.failedCombinations.length > 0) {
    io.err(
      `servesweep: ${counted(ending.failedCombinations.length, "combination")} failed\n` +
        failedTable(ending.failedCombinations),
    );
  }
  if (ending.kind === "failed") {
    io.err(`servesweep: The sweep failed\n${failureText(ending.failure!, location.path)}\n`);
  } else if (stopText !== "") {
    io.err(`servesweep: ${stopText}\n`);
  }
  if (ending.leftOut > 0) {
    io.err(`servesweep: ${counted(ending.leftOut, "run")} of the sweep left for another time\n`);
  }
  if (changed.length > 0) io.err(`servesweep: ${changedText(changed)}\n`);
  const isWhole = ending.kind === "complete" && ending.leftOut === 0 && changed.length === 0;
  if (!isWhole || ending.failedCombinations.length > 0) io.err(resume);
  io.err(`Results: ${location.path}\n`);
}

/** The whole directory: what earlier sweeps in it measured is in it too. Null if it cannot be read. */
function wholeDirectory({ location, ending }: SummaryOptions): Experiment | null {
  try {
    return readExperiment(location.path);
  } catch (error) {
    // The disk may be what broke the sweep: that is the error to tell.
    if (ending.kind === "broken") return null;
    throw error;
  }
}
