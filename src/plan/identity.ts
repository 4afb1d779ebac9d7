/** The key of a run: what determines its numbers. Two runs with the same key measured the same thing. */
import type { Combination, ServerStart } from "./plan.ts";
import { maskArgv, maskEnv } from "../secrets/mod.ts";
import { sha256WithPrefix } from "./sha256.ts";

/**
 * What determines a run, but for its number. Names that do not matter (directory, file) are not in it, nor are secrets: a new
 * token measures the same, and a hash of a short one would give it away. A port that is left open stays so.
 */
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
  /** Versions of the programs, where they are known. */
  readonly serveVersion: string | null;
  readonly benchVersion: string | null;
}

/** The identity of the runs of a combination. */
export function identityOf(start: ServerStart, combination: Combination): Identity {
  return {
    serve: masked(start.argv),
    bench: masked(combination.benchArgv),
    afterBench: start.afterRun.kind === "command" ? masked(start.afterRun.argv) : null,
    serveEnv: sorted(start.env),
    benchEnv: sorted(combination.env),
    warmup: combination.warmupArgv === null ? null : masked(combination.warmupArgv),
    serveVersion: start.serverVersion,
    benchVersion: combination.benchVersion,
  };
}

/** Commands without their secrets. Combinations share commands: each is looked through once. */
const MASKED = new WeakMap<readonly string[], readonly string[]>();

function masked(argv: readonly string[]): readonly string[] {
  let result = MASKED.get(argv);
  if (result === undefined) MASKED.set(argv, result = maskArgv(argv));
  return result;
}

/**
 * Keys of the runs of a combination: SHA-256 over canonical JSON (no spaces, keys in the order of {@linkcode Identity},
 * variables sorted, versions only where they are known, the run number last), as 64 hex digits.
 */
export function runKeys(identity: Identity): (run: number) => string {
  const { serve, bench, afterBench, serveEnv, benchEnv, warmup } = identity;
  const text = JSON.stringify({
    ...{ serve, bench, afterBench, serveEnv, benchEnv, warmup },
    serveVersion: identity.serveVersion ?? undefined,
    benchVersion: identity.benchVersion ?? undefined,
  });
  const hash = sha256WithPrefix(text.slice(0, -1) + `,"run":`);
  return (run) => hash(`${run}}`);
}

function sorted(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(maskEnv(env)).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0),
  );
}
