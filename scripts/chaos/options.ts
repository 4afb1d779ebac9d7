/** The command line of the chaos script. */
import { parseArgs } from "@std/cli/parse-args";

/** What the script is asked for. */
export interface ChaosOptions {
  readonly rounds: number;
  readonly seed: number;
  /** Sweeps at a time. */
  readonly parallelSweeps: number;
  /** Servers side by side in each sweep, as `serve --parallel` takes them. */
  readonly parallel: number;
  /** Kill the guards as well in every second round: the next start has to find and end what survives. */
  readonly killGuards: boolean;
  /** The fixture programs of the tests in place of sim and bench. */
  readonly light: boolean;
  /** Each server leaves a worker behind that erased its environment and left its session and its parents. */
  readonly hiding: boolean;
}

const NUMBERS = ["rounds", "seed", "parallel-sweeps", "parallel"];
const SWITCHES = ["kill-guards", "light", "hiding"];

/** @throws {TypeError} If a flag is unknown or no whole number where one is needed. */
export function readOptions(args: readonly string[]): ChaosOptions {
  const values = parseArgs([...args], {
    string: NUMBERS,
    boolean: SWITCHES,
    unknown: (arg: string): boolean => {
      throw new TypeError(`Unknown argument "${arg}"`);
    },
  });
  const number = (name: string, least: number, otherwise: number): number => {
    const text: unknown = values[name];
    if (text === undefined) return otherwise;
    const value = Number(text);
    if (text !== "" && Number.isSafeInteger(value) && value >= least) return value;
    throw new TypeError(`--${name} is "${text}": expected a whole number of at least ${least}`);
  };
  const parallelSweeps = number("parallel-sweeps", 1, 1);
  const killGuards = values["kill-guards"] === true;
  if (killGuards && parallelSweeps > 1) {
    // Any start on the machine ends the survivors of all dead sweeps: it would not be the next start of the same sweep that says so.
    throw new TypeError(
      "--kill-guards needs --parallel-sweeps 1 and a machine without other sweeps",
    );
  }
  return {
    rounds: number("rounds", 1, 300),
    seed: number("seed", 0, Math.floor(Math.random() * 2 ** 32)),
    parallelSweeps,
    parallel: number("parallel", 1, 1),
    killGuards,
    light: values.light === true,
    hiding: values.hiding === true,
  };
}
