/** A plan for programs: what `--dry-run --json` prints. Yielded in pieces that make one JSON document. */
import type { Estimate } from "../forecast/estimate.ts";
import type { Combination, Plan, ServerStart } from "../plan/plan.ts";
import { resultFile } from "../plan/paths.ts";
import { runArgv } from "../plan/run_argv.ts";
import { planSize, remaining } from "../plan/remaining.ts";
import { identityOf, runKeys } from "../plan/identity.ts";
import { exactJson } from "../json/exact.ts";
import { sharedJson, startJson } from "../plan/codec.ts";
import { PLAN_VERSION } from "../plan/decode_plan.ts";
import { WARMUP_RUN } from "../journal/event.ts";
import { type SharedMachine, titleOf } from "./packing_text.ts";
import type { PlanTextOptions } from "./plan_text.ts";

/**
 * The plan as one JSON document, which is that of plan.json with more in it: every server start, combination and run with its command, file, key and status. What is to do has an
 * `estimate`: see {@linkcode estimateJson}.
 *
 * @param plan Without secrets: see {@linkcode maskedPlan}.
 */
export function* planJson(plan: Plan, options: PlanTextOptions): Generator<string> {
  const { experimentPath, isFinished, estimate, machine } = options;
  yield `{"version":${PLAN_VERSION},"experimentDirectory":${
    JSON.stringify(experimentPath)
  },"starts":[`;
  let separator = "\n";
  for (const start of plan.starts) {
    yield separator + startHead(start, options);
    separator = ",\n";
    let comma = "\n";
    for (const combination of start.combinations) {
      yield comma + combinationJson(start, combination, options);
      comma = ",\n";
    }
    yield "]}";
  }
  const all = planSize(plan);
  const todo = planSize(remaining(plan, isFinished));
  yield "],\n";
  yield* sharedJson(plan);
  yield `,\n"totals":${JSON.stringify(all)},"toDo":${JSON.stringify(todo)},"packing":${
    JSON.stringify(machineJson(machine))
  },"estimate":${JSON.stringify(estimateJson(estimate))}}\n`;
}

/**
 * `gpus` that are shared out (null: none), how many starts are `parallel` (null: no limit), and their names in `order`; which
 * `server` the `interferenceCheck` before the sweep measures in how many `copies` (null: no check).
 */
function machineJson({ gpus, parallel, order, check }: SharedMachine): object {
  return {
    gpus,
    parallel: Number.isFinite(parallel) ? parallel : null,
    order: order.map(titleOf),
    interferenceCheck: check ? { server: check.start.name, copies: check.copies } : null,
  };
}

/**
 * The estimate without its commands: `wallMs`, `plusMinusMs`, `gpuMs` (null where they cannot be told), `isPartial`,
 * `certainty` (how many runs and server starts are the `same` as measured before, `similar` to others, or `unknown`), and
 * per server start `name`, `startupMs`, `runsMs`, `resetMs`, `stopMs`, `totalMs`.
 */
function estimateJson(
  { wallMs, plusMinusMs, gpuMs, isPartial, certainty, starts }: Estimate,
): object {
  return {
    ...{ wallMs, plusMinusMs, gpuMs, isPartial, certainty },
    starts: starts.map(({ start, ...times }) => ({ name: start.name, ...times })),
  };
}

function startHead(start: ServerStart, { machine }: PlanTextOptions): string {
  return `${startJson(start).slice(0, -1)},"gpus":${machine.gpusOf(start)},"combinations":[`;
}

function combinationJson(
  start: ServerStart,
  combination: Combination,
  { experimentPath, isFinished, whyOf }: PlanTextOptions,
): string {
  const { directory, workload: { params, warmupArgv, env } } = combination;
  const key = runKeys(identityOf(start, combination));
  const runs = combination.runs.map((run) => ({
    run,
    status: isFinished(start, combination, run) ? "reused" : "planned",
    reason: whyOf(resultFile(directory, run)),
    key: key(run),
    file: `${experimentPath}/${resultFile(directory, run)}`,
    argv: runArgv(experimentPath, combination, run),
  }));
  const warmup = warmupArgv === null
    ? null
    : { argv: runArgv(experimentPath, combination, WARMUP_RUN) };
  const head = JSON.stringify({ directory, env, warmup, runs });
  return `${head.slice(0, -1)},"params":${exactJson(params)}}`;
}
