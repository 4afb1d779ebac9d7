/** plan.json: what the last session of an experiment directory set out to do. Plans before it, if they differ, are kept beside it. */
import { join } from "@std/path/join";
import { UsageError } from "../lib/errors.ts";
import { encodePlan } from "../plan/codec.ts";
import { decodePlan } from "../plan/decode_plan.ts";
import { type Identity, identityOf, runKeys } from "../plan/identity.ts";
import { PLAN_FILE } from "../plan/paths.ts";
import type { Plan } from "../plan/plan.ts";
import type { Masker } from "../secrets/mod.ts";
import { writeAtomic } from "./atomic.ts";
import { freeJsonName, namesIn, readIfThere } from "./files.ts";
import { MAX_PLAN_BYTES } from "./limits.ts";

/** Name of earlier plans, without its ending: `plan.earlier.json`, `plan.earlier-2.json` ... */
const EARLIER = "plan.earlier";

/** Writes the plan of a session. @param masker Takes the secrets out of it. */
export function writePlan(root: string, plan: Plan, masker: Masker): void {
  const path = join(root, PLAN_FILE);
  const text = [...encodePlan(plan, masker)].join("");
  const there = readIfThere(path, MAX_PLAN_BYTES);
  if (there === text) return;
  // Written first: whatever is cut off here, no plan is lost.
  if (there !== null) writeAtomic(join(root, freeJsonName(root, EARLIER)), there);
  writeAtomic(path, text);
}

/** The plan of the last session; null if there is none, or not one that can be read: another hand, or version, wrote it. */
export function readPlan(root: string): Plan | null {
  return readPlanAt(join(root, PLAN_FILE));
}

/** All plans of the directory, oldest first. */
export function readPlans(root: string): Plan[] {
  const number = (name: string) => Number(/^plan\.earlier(?:-(\d+))?\.json$/.exec(name)?.[1] ?? 1);
  const names = [...namesIn(root)].filter((name) => /^plan\.earlier(-\d+)?\.json$/.test(name))
    .sort((a, b) => number(a) - number(b));
  return [...names, PLAN_FILE].map((name) => readPlanAt(join(root, name)))
    .filter((plan) => plan !== null);
}

/** What runs of a directory were planned to be, where its journal does not tell. Nothing is read before it is asked for. */
export class PlannedIdentities {
  readonly #root: string;
  #plans: readonly Plan[] | null = null;

  constructor(root: string) {
    this.#root = root;
  }

  /** The identity of a run; null if no plan has one with its key. */
  of(directory: string, run: number, key: string): Identity | null {
    this.#plans ??= readPlans(this.#root);
    for (const start of this.#plans.flatMap(({ starts }) => starts)) {
      for (const combination of start.combinations) {
        if (combination.directory !== directory) continue;
        const identity = identityOf(start, combination);
        if (runKeys(identity)(run) === key) return identity;
      }
    }
    return null;
  }
}

function readPlanAt(path: string): Plan | null {
  const text = readIfThere(path, MAX_PLAN_BYTES);
  if (text === null) return null;
  try {
    return decodePlan(text, path);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}
