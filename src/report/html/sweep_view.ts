/** A directory as the report looks at it. */
import { type Costs, sweepCosts } from "../../journal/costs.ts";
import { type ServerLife, serverLives } from "../../journal/lives.ts";
import type { Experiment } from "../../analysis/experiment.ts";
import { combinationRows, type Row } from "../../analysis/rows.ts";
import { labelRows, type Labels, sideTexts } from "./labels.ts";

/** A directory and where it lies. */
export interface ReportInput {
  readonly experiment: Experiment;
  /** From where the report lies to the directory: a URL that ends with a slash, or nothing for the same place. */
  readonly href: string;
}

/** A directory with everything that is made of it. */
export interface SweepView extends ReportInput {
  readonly index: number;
  /** Differs from the names of the other directories. */
  readonly name: string;
  readonly rows: readonly Row[];
  /** Names of combinations by directory, and of serve sets by the name of the server start. */
  readonly labels: ReadonlyMap<string, Labels>;
  readonly serverLabels: ReadonlyMap<string, string>;
  readonly lives: readonly ServerLife[];
  readonly costs: Costs;
}

/** Looks at each directory. Two with the same name are told apart by their paths. */
export function viewSweeps(inputs: readonly ReportInput[]): SweepView[] {
  return inputs.map(({ experiment, href }, index) => {
    const { events, name, path } = experiment;
    const isTaken = inputs.some((other) =>
      other.experiment !== experiment && other.experiment.name === name
    );
    const rows = combinationRows(experiment);
    const labels = labelRows(rows);
    const gpus = new Map(rows.map(({ server, gpus }) => [server, gpus]));
    const lives = serverLives(events).map((life) => ({
      ...life,
      // An older journal does not tell: the command does.
      gpus: life.gpus ?? gpus.get(life.server) ?? null,
    }));
    return {
      experiment,
      href,
      index,
      name: isTaken ? path : name,
      rows,
      labels,
      serverLabels: new Map(
        rows.map(({ server, directory }) => [server ?? "", labels.get(directory)!.serve]),
      ),
      lives,
      costs: sweepCosts(events, lives),
    };
  });
}

/** What a combination of a sweep is called. */
export function labelOf({ labels }: SweepView, directory: string): string {
  return labels.get(directory)?.label ?? sideTexts(directory).label;
}

/** What a server start is called: its serve set. */
export function serverLabel({ serverLabels }: SweepView, server: string): string {
  return serverLabels.get(server) || sideTexts(server).label;
}

/** What one life of a server is called: its serve set, and which start of it where there are several. */
export function lifeLabel(sweep: SweepView, { server, round }: ServerLife): string {
  return serverLabel(sweep, server) + (round === 0 ? "" : ` #${round + 1}`);
}
