/** The key of a run: what determines its numbers. Two runs with the same key measured the same thing. */
import type { Combination, ServerStart } from "./plan.ts";
import { sha256WithPrefix } from "./sha256.ts";

/** What determines a run, but for its number. Names that do not matter (directory, file) are not in it. */
export interface Identity {
  readonly serve: readonly string[];
  readonly bench: readonly string[];
  readonly afterBench: readonly string[] | null;
  /** Variables set for the server. */
  readonly serveEnv: Readonly<Record<string, string>>;
  /** Variables set for the benchmark. */
  readonly benchEnv: Readonly<Record<string, string>>;
  /** The command of the unmeasured run before, which leaves the server warm. */
  readonly warmup: readonly string[] | null;
}

/** The identity of the runs of a combination. */
export function identityOf(start: ServerStart, combination: Combination): Identity {
  return {
    serve: start.argv,
    bench: combination.benchArgv,
    afterBench: start.afterRun.kind === "command" ? start.afterRun.argv : null,
    serveEnv: sorted(start.env),
    benchEnv: sorted(combination.env),
    warmup: combination.warmupArgv,
  };
}

/**
 * Keys of the runs of a combination: SHA-256 over canonical JSON (no spaces, keys in the order of {@linkcode Identity},
 * variables sorted, the run number last), as 64 hex digits.
 */
export function runKeys(identity: Identity): (run: number) => string {
  const { serve, bench, afterBench, serveEnv, benchEnv, warmup } = identity;
  const text = JSON.stringify({ serve, bench, afterBench, serveEnv, benchEnv, warmup });
  const hash = sha256WithPrefix(text.slice(0, -1) + `,"run":`);
  return (run) => hash(`${run}}`);
}

function sorted(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}
