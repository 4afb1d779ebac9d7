/** The variables that a sweep sets for its commands. */
import { pyStr } from "../json/python.ts";
import { ENV_KEY, type ParameterSet, type Sweep } from "../spec/sweep.ts";

/** Those of a command: of all commands, and of its set, which win. */
export function environment(sweep: Sweep, set: ParameterSet): Record<string, string> {
  return { ...Object.fromEntries(sweep.env), ...ownVariables(set) };
}

/** Variables of a set itself. */
export function ownVariables({ params }: ParameterSet): Record<string, string> {
  const own = params.get(ENV_KEY);
  if (!(own instanceof Map)) return {};
  return Object.fromEntries([...own].map(([name, value]) => [name, pyStr(value)]));
}
