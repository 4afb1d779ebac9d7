/** Parameter sets that come out as the same command: one thing is measured twice, under two names. */
import { UsageError } from "../lib/errors.ts";
import { flagName, isFlag } from "../engine/flags.ts";
import { NAME_KEY } from "../spec/sweep.ts";
import type { JsonObject } from "../json/value.ts";
import type { Plan, ServerStart } from "./plan.ts";
import type { Workload } from "./workload.ts";

/** Two sets. */
interface Pair {
  readonly side: "serve" | "bench";
  readonly names: readonly [string, string];
  /** Both were given a name: then it may be meant, to see how far two measurements of one thing are apart. */
  readonly isNamed: boolean;
}

/**
 * What to say about sets that are measured under two names on purpose.
 *
 * @throws {UsageError} If one of two equal sets has no name: that is a slip, a value that the command has already, or another order
 *   or spelling.
 */
export function equalSetNotes(plan: Plan): string[] {
  const pairs = [...equalStarts(plan), ...equalWorkloads(plan)];
  const slip = pairs.find(({ isNamed }) => !isNamed);
  if (slip !== undefined) {
    throw new UsageError(
      `${textOf(slip)}: remove one, or name both with "${NAME_KEY}" to measure it twice`,
    );
  }
  return pairs.map((pair) => `${textOf(pair)}, which is measured twice`);
}

function textOf({ side, names: [one, other] }: Pair): string {
  return `The ${side} sets "${one}" and "${other}" come out as the same command`;
}

function* equalStarts({ starts }: Plan): Generator<Pair> {
  const seen = new Map<string, ServerStart>();
  for (const start of starts) {
    const text = `${start.round} ${commandText(start.argv, start.env)}`;
    const first = seen.get(text);
    if (first === undefined) {
      seen.set(text, start);
    } else if (shareWorkload(first, start)) {
      yield pair(
        "serve",
        first,
        first.name || "(no parameters)",
        start,
        start.name || "(no parameters)",
      );
    }
  }
}

function* equalWorkloads({ starts }: Plan): Generator<Pair> {
  const texts = new Map<Workload, string>();
  const told = new Set<string>();
  for (const { combinations } of starts) {
    const seen = new Map<string, Workload>();
    for (const { workload } of combinations) {
      let text = texts.get(workload);
      if (text === undefined) {
        const { argv, warmupArgv, env } = workload;
        texts.set(workload, text = commandText([...argv, "\0", ...warmupArgv ?? []], env));
      }
      const first = seen.get(text);
      if (first === undefined) seen.set(text, workload);
      else if (!told.has(workload.id)) {
        told.add(workload.id);
        yield pair("bench", first, first.id, workload, workload.id);
      }
    }
  }
}

function pair(
  side: Pair["side"],
  first: { readonly params: JsonObject },
  firstName: string,
  second: { readonly params: JsonObject },
  secondName: string,
): Pair {
  const isNamed = first.params.has(NAME_KEY) && second.params.has(NAME_KEY);
  return { side, names: [firstName, secondName], isNamed };
}

/** With links two starts of one command may be there for different loads. */
function shareWorkload(one: ServerStart, other: ServerStart): boolean {
  const workloads = new Set(one.combinations.map(({ workload }) => workload));
  return other.combinations.some(({ workload }) => workloads.has(workload));
}

/** Equal for commands that differ in the order and the spelling of flags only. */
function commandText(argv: readonly string[], env: Readonly<Record<string, string>>): string {
  const groups: string[][] = [[]];
  for (const token of argv) {
    if (!isFlag(token)) {
      groups.at(-1)!.push(token);
      continue;
    }
    const name = flagName(token);
    const equals = token.indexOf("=");
    groups.push(name === null ? [token] : equals < 0 ? [name] : [name, token.slice(equals + 1)]);
  }
  // Behind "--" and in scripts the order may count.
  const [first, ...rest] = groups;
  const isPlain = !argv.includes("--");
  const ordered = isPlain ? rest.toSorted(([a], [b]) => a! < b! ? -1 : a! > b! ? 1 : 0) : rest;
  const variables = Object.entries(env).sort(([a], [b]) => a < b ? -1 : 1);
  return JSON.stringify([first, ordered, variables]);
}
