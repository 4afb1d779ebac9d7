/** `--dry-run`: the plan, printed. */
import type { ServeCommand } from "../commands/serve.ts";
import { EXIT } from "../lib/errors.ts";
import { benchLimits } from "../forecast/bench_limit.ts";
import { interferenceSubject } from "../plan/interference.ts";
import type { Plan } from "../plan/plan.ts";
import { remaining } from "../plan/remaining.ts";
import { planText, type PlanTextOptions } from "../report/plan_text.ts";
import type { Masker } from "../secrets/mod.ts";
import type { Io } from "../terminal/terminal.ts";
import { expectations } from "./expectations.ts";
import type { Location } from "./location.ts";
import type { Packing } from "../machine/packing.ts";
import { schedule } from "./schedule.ts";
import type { Reuse } from "./reuse.ts";

/** A sweep that is ready to be run, or printed. */
export interface PreparedSweep {
  readonly command: ServeCommand;
  readonly plan: Plan;
  readonly packing: Packing;
  readonly location: Location;
  readonly reuse: Reuse;
}

/** Where it is printed. */
export interface PlanOutput {
  /** Masks the secrets in what it is given. */
  readonly io: Io;
  /** Does not: a plan as JSON must stay one. */
  readonly out: (text: string) => void;
  readonly masker: Masker;
}

/** How much is collected before it is written. */
const BUFFER_LENGTH = 1 << 16;

/**
 * Prints what would be run.
 *
 * @returns The exit code.
 * @throws {UsageError} In the end, if the sweep would be refused.
 */
export async function printPlan(
  sweep: PreparedSweep,
  { io, out, masker }: PlanOutput,
): Promise<number> {
  const { command, plan, packing, location, reuse } = sweep;
  const { isFinished, resultOf, whyOf, refusal, unusable, notes, durations } = reuse;
  const history = await expectations(durations);
  const todo = remaining(plan, isFinished, resultOf);
  const { estimate, starts } = await schedule(todo, { ...command, packing, history });
  const limits = benchLimits(command.timeouts.benchTimeoutMs, history, todo);
  const machine = {
    gpus: packing.machine?.gpus.map(({ id }) => id) ?? null,
    parallel: packing.capacity.parallel,
    gpusOf: packing.gpusOf,
    isGuess: packing.isGuess,
    order: starts,
    ...command.packing.checkInterference ? { check: interferenceSubject(todo, packing) } : {},
  };
  const options = { experimentPath: location.path, isFinished, whyOf, estimate, limits, machine };
  for (const note of [...notes, ...packing.notes]) io.err(`${note}\n`);
  for (const { file, reason } of unusable) io.err(`${file} does not count: ${reason}\n`);
  const { json } = command.output;
  const pieces = json ? await planDocument(plan, options, masker) : planText(plan, options);
  const write = json ? out : io.out;
  let buffer = "";
  for (const piece of pieces) {
    buffer += piece;
    if (buffer.length < BUFFER_LENGTH) continue;
    write(buffer);
    buffer = "";
  }
  write(json ? buffer : `${buffer}Dry run: nothing was started or written\n`);
  if (refusal !== null) throw refusal;
  return EXIT.ok;
}

/** Loaded only then: a dry run starts at once. */
async function planDocument(
  plan: Plan,
  options: PlanTextOptions,
  masker: Masker,
): Promise<Iterable<string>> {
  const [{ planJson }, { maskedPlan }] = await Promise.all([
    import("../report/plan_json.ts"),
    import("../plan/masked_plan.ts"),
  ]);
  const whyOf = (file: string) => {
    const reason = options.whyOf(file);
    return reason === null ? null : masker.text(reason);
  };
  return planJson(maskedPlan(plan, masker), { ...options, whyOf });
}
