/** The runs that both plot commands draw. */
import { combinationId } from "../analysis/plot/combination.ts";
import type { PlotRun } from "../analysis/plot/grouping.ts";
import { Masker } from "../secrets/mod.ts";
import { readSummaryRuns } from "../store/read_runs.ts";

/** Reads them with secrets masked: figures go to others, and a parameter may be the key of an API. */
export function readPlotRuns(directory: string): PlotRun[] {
  const masker = new Masker([]);
  return readSummaryRuns(directory).map(({ directory, result }) => ({
    directory,
    combination: combinationId(directory, result),
    result: masker.value(result),
  }));
}
