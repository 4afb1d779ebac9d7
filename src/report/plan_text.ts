/** A plan for people: what a dry run prints. Yielded in pieces: a plan may hold 100,000 runs. */
import { type BenchLimits, TIMES_THE_LONGEST } from "../forecast/bench_limit.ts";
import type { Estimate } from "../forecast/estimate.ts";
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";
import { resultFile } from "../plan/paths.ts";
import { AUTO } from "../plan/port/port.ts";
import { runArgv, runEnv } from "../plan/run_argv.ts";
import { type IsFinished, planSize, remaining } from "../plan/remaining.ts";
import { quoteWords } from "../spec/shell_words.ts";
import { WARMUP_RUN } from "../journal/event.ts";
import { estimateText } from "./estimate_text.ts";
import { checkText, packingText, type SharedMachine, titleOf } from "./packing_text.ts";
import { counted } from "../lib/count.ts";
import { roughText } from "../lib/duration.ts";

/** What the texts need besides the plan. */
export interface PlanTextOptions {
  /** Path of the experiment directory as the user will see it. */
  readonly experimentPath: string;
  /** Runs that are there already. */
  readonly isFinished: IsFinished;
  /** Why a run is there already or is to be done, by its result file; null where that goes without saying. */
  readonly whyOf: (file: string) => string | null;
  /** What the runs that are not there will take. */
  readonly estimate: Estimate;
  /** How long each of them may take. */
  readonly limits: BenchLimits;
  readonly machine: SharedMachine;
}

/** The plan as text: server starts, their combinations, their runs, each with its command and file, then totals. */
export function* planText(plan: Plan, options: PlanTextOptions): Generator<string> {
  const { isFinished, machine } = options;
  let number = 0;
  for (const start of plan.starts) {
    number++;
    const title = `Server start ${number} of ${plan.starts.length}` +
      (start.name === "" && start.round === 0 ? "" : `: ${titleOf(start)}`) +
      (machine.gpus === null ? "" : gpusText(start, machine));
    const todo = remaining({ ...plan, starts: [start] }, isFinished).starts[0];
    if (todo === undefined) {
      const { runs } = planSize({ ...plan, starts: [start] });
      yield `${title}\n  not started: ${counted(runs, "run")} of it there already\n`;
      for (const combination of start.combinations) {
        yield combinationText(start, combination, options);
      }
      yield "\n";
      continue;
    }
    yield `${title}\n  $ ${environmentText(start.env)}${quoteWords(start.argv)}\n`;
    for (const combination of start.combinations) {
      yield combinationText(start, combination, options);
    }
    yield "\n";
  }
  yield totals(plan, options);
}

/** `, 2 GPUs`. A server that is given too few of them may fail, or be slow for no reason of its own. */
function gpusText(start: ServerStart, { gpusOf, isGuess }: SharedMachine): string {
  const how = isGuess(start) ? " (not known, --gpus-per-server)" : "";
  return `, ${counted(gpusOf(start), "GPU")}${how}`;
}

function combinationText(
  start: ServerStart,
  combination: Combination,
  { experimentPath, isFinished, whyOf }: PlanTextOptions,
): string {
  const { directory, workload: { warmupArgv }, runs } = combination;
  const lines = [`  Combination${directory === "" ? "" : `: ${directory}`}`];
  const command = (run: number) =>
    `      $ ${environmentText(runEnv(experimentPath, combination, run))}${
      quoteWords(runArgv(experimentPath, combination, run))
    }`;
  const path = (run: number) => `${experimentPath}/${resultFile(directory, run)}`;
  const isDone = runs.every((run) => isFinished(start, combination, run));
  if (warmupArgv !== null && !isDone) {
    lines.push(
      `    warm-up (not measured) -> ${path(WARMUP_RUN)}`,
      command(WARMUP_RUN),
    );
  }
  for (const run of runs) {
    const reason = whyOf(resultFile(directory, run));
    const why = reason === null ? "" : ` (${reason})`;
    if (isFinished(start, combination, run)) {
      lines.push(`    run ${run}: there already${why}: ${path(run)}`);
    } else {
      lines.push(`    run ${run}${why} -> ${path(run)}`, command(run));
    }
  }
  if (start.afterRun.kind === "command" && !isDone) {
    lines.push("    after each run", `      $ ${quoteWords(start.afterRun.argv)}`);
  } else if (start.afterRun.kind === "reset" && !isDone) {
    const paths = start.afterRun.paths.map(({ path }) => path).join(" ");
    lines.push(`    after each run: POST ${paths} to ${urlText(start.urls[0]!)}`);
  }
  return lines.join("\n") + "\n";
}

/** A port that is not known yet is no address to show. */
function urlText(url: string): string {
  return url.endsWith(`:${AUTO}`) ? `${url.slice(0, -AUTO.length - 1)}, at its port` : url;
}

function totals(plan: Plan, options: PlanTextOptions): string {
  const { experimentPath, isFinished, estimate, limits, machine } = options;
  const all = planSize(plan);
  const todo = planSize(remaining(plan, isFinished));
  const size = ({ starts, combinations, runs }: typeof all) =>
    `${counted(starts, "server start")}, ${counted(combinations, "combination")}, ${
      counted(runs, "run")
    }`;
  const reused = all.runs - todo.runs;
  return (reused === 0
    ? `Total: ${size(all)}\n`
    : `Total: ${size(all)}; ${counted(reused, "run")} there already\nTo do: ${size(todo)}\n`) +
    packingText(machine) +
    checkText(machine) +
    estimateText(estimate) +
    `Results would be in: ${experimentPath}\n` +
    (todo.runs === 0 ? "" : limitText(limits));
}

/** How long a run may take until it counts as one that hangs. */
function limitText({ givenMs, shortestMs, longestMs, without }: BenchLimits): string {
  if (givenMs !== null) return `A run may take ${roughText(givenMs)} (--bench-timeout)\n`;
  if (shortestMs === null || longestMs === null) {
    return "A run may take any time: none like it is known, --bench-timeout sets a limit\n";
  }
  const range = shortestMs === longestMs
    ? roughText(longestMs)
    : `${roughText(shortestMs)} to ${roughText(longestMs)}`;
  return `A run may take ${range}: ${TIMES_THE_LONGEST} times the longest like it, at least 10 min (--bench-timeout)` +
    (without === 0
      ? ""
      : `; any time for ${counted(without, "combination")}, of which no run is known`) +
    "\n";
}

/** `A=1 B='two words' ` before a command. */
function environmentText(env: Readonly<Record<string, string>>): string {
  return Object.entries(env).map(([name, value]) => `${name}=${quoteWords([value])} `).join("");
}
