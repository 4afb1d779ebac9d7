/** How long the report of a large sweep takes, how that grows, and how large it is. */
import { combinationRows } from "../../src/analysis/rows.ts";
import { readExperiment } from "../../src/store/read_experiment.ts";
import { Browser, findChromium } from "../../tests/harness/browser.ts";
import { writeLargeExperiment } from "../../tests/harness/large_experiment.ts";
import { run, servesweep } from "./command.ts";
import type { Measure } from "./measure.ts";

/** Of how many runs the best counts: other work on the machine only ever adds. */
const ROUNDS = 3;

/** Ten times as many combinations may take ten times as long, with some room: what grows with their square takes a hundred times. */
const GROWTH = 20;

/** 2,000 combinations of 3 runs; how fast the page is ready only where there is a Chromium. */
export async function measureReport(directory: string): Promise<Measure[]> {
  const experiment = `${directory}/large`;
  const page = `${directory}/report.html`;
  writeLargeExperiment(experiment, { serveSets: 50, benchSets: 40, runs: 3 });
  let buildMs = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const argv = [...servesweep(), "report", experiment, "-o", page];
    buildMs = Math.min(buildMs, (await run(argv, `${directory}/output`)).ms);
  }
  const { size } = await Deno.stat(page);
  const others = await measureExports(directory);
  const small = `${directory}/small`;
  writeLargeExperiment(small, { serveSets: 50, benchSets: 4, runs: 3 });
  const growth = rowsMs(experiment) / rowsMs(small);
  const readyMs = await ready(page);
  return [
    { name: "report of 2,000 combinations x 3 runs", value: buildMs / 1000, bound: 5, unit: "s" },
    { name: "its rows against 200 combinations", value: growth, bound: GROWTH, unit: "times" },
    { name: "its size", value: size / 1e6, bound: 10, unit: "MB" },
    ...others,
    ...(readyMs === null
      ? []
      : [{ name: "until its page is ready", value: readyMs / 1000, bound: 2, unit: "s" }]),
  ];
}

/** How long a directory takes to be read and made into rows. */
function rowsMs(experiment: string): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const startedAt = performance.now();
    combinationRows(readExperiment(experiment));
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}

const FORMATS = ["table", "csv", "json", "jsonl", "markdown", "junit", "prometheus", "sqlite"];

/** Every export of 5,000 combinations, and a plot of 100 curves of them. */
async function measureExports(directory: string): Promise<Measure[]> {
  const experiment = `${directory}/exported`;
  writeLargeExperiment(experiment, { serveSets: 100, benchSets: 50, runs: 1 });
  const measures: Measure[] = [];
  const measure = async (name: string, bound: number, argv: string[]) => {
    const { ms } = await run([...servesweep(), ...argv], `${directory}/output`);
    measures.push({ name, value: ms / 1000, bound, unit: "s" });
  };
  for (const format of FORMATS) {
    const output = ["--format", format, "-o", `${directory}/export.${format}`];
    await measure(`export of 5,000 combinations as ${format}`, 5, [
      "export",
      experiment,
      ...output,
    ]);
  }
  const page = ["-o", `${directory}/exported.html`];
  await measure("report of 5,000 combinations", 5, ["report", experiment, ...page]);
  writeSummaries(experiment);
  await measure("plot of 100 curves", 10, [
    ...["plot", experiment, "--curve-by", "max_num_batched_tokens"],
    ...["--var-x", "max_concurrency", "--fig-dir", `${directory}/figures`],
  ]);
  return measures;
}

/** What `plot` reads. */
function writeSummaries(experiment: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(experiment)) {
    if (!isDirectory) continue;
    const result = Deno.readTextFileSync(`${experiment}/${name}/run=0.json`);
    Deno.writeTextFileSync(`${experiment}/${name}/summary.json`, `[${result}]`);
  }
}

async function ready(page: string): Promise<number | null> {
  const chromium = findChromium();
  if (chromium === null) return null;
  await using browser = await Browser.start(chromium);
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    await using tab = await browser.open();
    const startedAt = performance.now();
    await tab.goto(`file://${page}`, `document.documentElement.dataset.ready === "true"`);
    best = Math.min(best, performance.now() - startedAt);
  }
  return best;
}
