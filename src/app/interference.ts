/** `--check-interference`: the first combination alone, then side by side with copies of itself, before the sweep begins. */
import { compareInterference, type InterferenceRow } from "../analysis/interference.ts";
import type { Ending } from "../exec/executor.ts";
import { fromPlain } from "../json/plain.ts";
import { pyJson } from "../json/python.ts";
import type { Json } from "../json/value.ts";
import { NO_LIMIT } from "../plan/admission.ts";
import { interferencePlans } from "../plan/interference.ts";
import type { Plan } from "../plan/plan.ts";
import type { EventBody } from "../record.ts";
import { interferenceText } from "../report/interference_text.ts";
import type { Masker } from "../secrets.ts";
import { writeAtomic } from "../store/atomic.ts";
import { Experiment } from "../store/experiment.ts";
import { carryOut, type CarryOutOptions } from "./carry_out.ts";
import { queueOf } from "./queue.ts";

/** The directory of the check, inside that of the sweep: its runs are no results of the sweep. */
const DIRECTORY = "interference";

/** What the check needs: the world of the sweep, but for what it does with events. */
export interface InterferenceOptions extends Omit<CarryOutOptions, "emit" | "admission"> {
  readonly masker: Masker;
  readonly say: (text: string) => void;
}

/**
 * Carries the check out and says what came of it.
 *
 * @param todo What the sweep is going to do.
 * @returns How the check ended, if it did not get to its end: then the sweep ends so too. Null otherwise.
 */
export async function checkInterference(
  todo: Plan,
  options: InterferenceOptions,
): Promise<Ending | null> {
  const { packing: { capacity, gpusOf }, say, masker } = options;
  const [first] = todo.starts;
  if (first === undefined) return null;
  const side = capacity.gpus === null ? Infinity : Math.floor(capacity.gpus / gpusOf(first));
  const copies = Math.min(capacity.parallel, side);
  const plans = interferencePlans(todo, copies)!;
  const path = freshDirectory(`${options.experimentPath}/${DIRECTORY}`);
  say(`Interference check: ${first.name || "the server"} alone, then ${copies} side by side`);
  const results = { alone: [] as InterferenceRuns, packed: [] as InterferenceRuns };
  for (const side of ["alone", "packed"] as const) {
    const plan = plans[side];
    await Deno.mkdir(`${path}/${side}`);
    using experiment = new Experiment(`${path}/${side}`, plan, () => false, masker);
    const ending = await carryOut(queueOf(plan.starts, options.packing, () => null), {
      ...options,
      experimentPath: `${path}/${side}`,
      emit: (event: EventBody) => void experiment.record(event),
      admission: NO_LIMIT,
    });
    if (ending.kind !== "complete") return ending;
    results[side] = experiment.results.all().flatMap(({ runs }) => runs);
  }
  const rows = compareInterference(results.alone, results.packed);
  writeAtomic(`${path}/difference.json`, pyJson(rowsJson(rows, copies), { indent: 2 }) + "\n");
  for (const line of interferenceText(rows, copies).trimEnd().split("\n")) say(line);
  return null;
}

type InterferenceRuns = Parameters<typeof compareInterference>[0];

/** A resumed sweep checks again, and keeps what was found before: `interference-2`. */
function freshDirectory(path: string): string {
  for (let n = 1;; n++) {
    const name = n === 1 ? path : `${path}-${n}`;
    try {
      Deno.lstatSync(name);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      Deno.mkdirSync(name, { recursive: true });
      return name;
    }
  }
}

function rowsJson(rows: readonly InterferenceRow[], copies: number): Json {
  return fromPlain({ copies, differences: rows.map((row) => ({ ...row })) });
}
