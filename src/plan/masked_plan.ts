/** Plans without their secrets, as they are printed and stored, and the way back. */
import { UsageError } from "../lib/errors.ts";
import type { Masker } from "../secrets/mod.ts";
import { NAME_KEY } from "../spec/sweep.ts";
import { flagName } from "../engine/flags.ts";
import type { AfterRun, Plan, ServerStart } from "./plan.ts";
import type { Masked, Workload } from "./workload.ts";

/** The parts of a plan that may hold secrets. */
type Side = ServerStart | Workload;

/**
 * A plan with a mask in place of each secret. Names of starts and directories have none, and what keys are made of has none:
 * they stay.
 */
export function maskedPlan(plan: Plan, masker: Masker): Plan {
  const workloads = new Map<Workload, Workload>();
  const maskedWorkload = (workload: Workload) => {
    let masked = workloads.get(workload);
    if (masked === undefined) {
      const { argv, warmupArgv } = workload;
      const mask = new Mask(masker, workload);
      masked = {
        ...workload,
        params: mask.params(),
        argv: mask.argv(argv),
        warmupArgv: warmupArgv === null ? null : mask.argv(warmupArgv),
        env: mask.env(),
        ...mask.masked(),
      };
      workloads.set(workload, masked);
    }
    return masked;
  };
  return {
    ...plan,
    starts: plan.starts.map((start) => {
      const mask = new Mask(masker, start);
      return {
        ...start,
        params: mask.params(),
        argv: mask.argv(start.argv),
        env: mask.env(),
        healthUrls: start.healthUrls.map((url) => mask.text(url, "--health-url")),
        afterRun: mask.afterRun(start.afterRun),
        ...mask.masked(),
        combinations: start.combinations.map((combination) => ({
          ...combination,
          workload: maskedWorkload(combination.workload),
        })),
      };
    }),
  };
}

/**
 * A plan that was stored, ready to be run: variables get their values back from the environment.
 *
 * @param variable The value of a variable of our environment; undefined if it is not set.
 * @param origin What the plan was read from, for messages.
 * @throws {UsageError} If a secret is missing: which one, and of what.
 */
export function unmaskedPlan(
  plan: Plan,
  variable: (name: string) => string | undefined,
  origin: string,
): Plan {
  const missing = { variables: new Set<string>(), flags: new Set<string>() };
  const restored = <T extends Side>(side: T): T => {
    if (side.masked === undefined) return side;
    const { variables, flags } = side.masked;
    const env = { ...side.env };
    for (const name of variables) {
      const value = variable(name);
      if (value === undefined) missing.variables.add(name);
      else env[name] = value;
    }
    for (const flag of flags) missing.flags.add(flag);
    const { masked: _, ...rest } = side;
    return { ...rest, env } as T;
  };
  const workloads = new Map<Workload, Workload>();
  const restoredWorkload = (workload: Workload) => {
    let whole = workloads.get(workload);
    if (whole === undefined) workloads.set(workload, whole = restored(workload));
    return whole;
  };
  const starts = plan.starts.map((start) => ({
    ...restored(start),
    combinations: start.combinations.map((combination) => ({
      ...combination,
      workload: restoredWorkload(combination.workload),
    })),
  }));
  requireAll([...missing.variables].sort(), [...missing.flags], origin);
  return { ...plan, starts };
}

function requireAll(variables: readonly string[], flags: readonly string[], origin: string): void {
  const problems = [
    ...variables.length === 0 ? [] : [
      `of its --env or "_env" the variables ${
        variables.join(", ")
      } are taken from the environment, and are not set in it`,
    ],
    ...flags.length === 0 ? [] : [
      `a value of ${
        flags.join(", ")
      } is missing. Give the program its secret in a variable of its own ` +
      "(HF_TOKEN, VLLM_API_KEY, OPENAI_API_KEY) and make the plan anew",
    ],
  ];
  if (problems.length === 0) return;
  throw new UsageError(
    `Cannot run the plan "${origin}", which was written masked: ${problems.join("; ")}`,
  );
}

/** Masks one start or workload, and remembers what. */
class Mask {
  readonly #masker: Masker;
  readonly #side: Side;
  readonly #flags = new Set<string>();
  #variables: string[] = [];

  constructor(masker: Masker, side: Side) {
    this.#masker = masker;
    this.#side = side;
  }

  argv(argv: readonly string[]): readonly string[] {
    const masked = this.#masker.argv(argv);
    for (const [index, word] of masked.entries()) {
      if (word !== argv[index]) this.#flags.add(flagAt(argv, index));
    }
    return masked;
  }

  env(): Readonly<Record<string, string>> {
    const { env } = this.#side;
    const masked = this.#masker.value(env);
    this.#variables = Object.keys(env).filter((name) => masked[name] !== env[name]);
    return masked;
  }

  /** They are for tables and results, which have none of the secrets either. */
  params(): Side["params"] {
    const { params } = this.#side;
    const masked = new Map(this.#masker.value(params));
    const name = params.get(NAME_KEY);
    if (name !== undefined) masked.set(NAME_KEY, name);
    return masked;
  }

  text(text: string, flag: string): string {
    const masked = this.#masker.text(text);
    if (masked !== text) this.#flags.add(flag);
    return masked;
  }

  afterRun(afterRun: AfterRun): AfterRun {
    return afterRun.kind === "command" ? { ...afterRun, argv: this.argv(afterRun.argv) } : afterRun;
  }

  masked(): { readonly masked?: Masked } {
    const earlier = this.#side.masked;
    const variables = [...new Set([...earlier?.variables ?? [], ...this.#variables])];
    const flags = [...new Set([...earlier?.flags ?? [], ...this.#flags])];
    return variables.length + flags.length > 0 ? { masked: { variables, flags } } : {};
  }
}

/** What a reader of the command calls the place of a word: the flag that it is, or that it follows. */
function flagAt(argv: readonly string[], index: number): string {
  for (let at = index; at > 0; at--) {
    const token = argv[at]!;
    if (at < index && !/^-{1,2}[A-Za-z]/.test(token)) break;
    const name = flagName(token) ?? /^-[A-Za-z]+/.exec(token)?.[0];
    if (name !== undefined) return name;
  }
  return `word ${index + 1} of the command "${argv[0]}"`;
}
