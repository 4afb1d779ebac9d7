/** The key of a run: what determines its numbers. Two runs with the same key measured the same thing. */
import { maskArgv, maskEnv } from "../secrets/mod.ts";
import type { Files } from "./named_files.ts";
import { sha256WithPrefix } from "./sha256.ts";

/**
 * What determines a run, but for its number. Names that do not matter (directory, file) are not in it, nor are secrets: a new
 * token measures the same, and a hash of a short one would give it away. A port that is left open stays so.
 */
export interface Identity extends ServerIdentity, WorkloadIdentity {}

/** The part of the server. */
export interface ServerIdentity {
  readonly serve: readonly string[];
  readonly afterBench: readonly string[] | null;
  /** Variables set for the server. */
  readonly serveEnv: Readonly<Record<string, string>>;
  /** Version of its program, where that is known. */
  readonly serveVersion: string | null;
  /** Files that its commands name; left out where there are none, and in journals from before they were looked at. */
  readonly serveFiles?: Files;
}

/** The part of the workload. */
export interface WorkloadIdentity {
  readonly bench: readonly string[];
  /** Variables set for the benchmark. */
  readonly benchEnv: Readonly<Record<string, string>>;
  /** The command of the unmeasured run before, which leaves the server warm. */
  readonly warmup: readonly string[] | null;
  /** Version of its program, where that is known. */
  readonly benchVersion: string | null;
  /** Files that its commands name; left out as those of the server. */
  readonly benchFiles?: Files;
}

/** The identity of the runs of a combination. */
export function identityOf(
  { identity: { serve, afterBench, serveEnv, serveVersion, serveFiles } }: {
    readonly identity: ServerIdentity;
  },
  { workload: { identity: { bench, benchEnv, warmup, benchVersion, benchFiles } } }: {
    readonly workload: { readonly identity: WorkloadIdentity };
  },
): Identity {
  return {
    ...{ serve, bench, afterBench, serveEnv, benchEnv, warmup, serveVersion, benchVersion },
    ...serveFiles === undefined ? {} : { serveFiles },
    ...benchFiles === undefined ? {} : { benchFiles },
  };
}

/**
 * An identity as somebody had it who looked at certain files only: with those of its files that the other has. A run of an earlier
 * version, which looked at none, is compared by the rest; a file that was made since determined nothing.
 */
export function withFilesOf(
  { serveFiles, benchFiles, ...rest }: Identity,
  other: Pick<Identity, "serveFiles" | "benchFiles"> | null,
): Identity {
  const serve = common(serveFiles, other?.serveFiles);
  const bench = common(benchFiles, other?.benchFiles);
  return {
    ...rest,
    ...serve === null ? {} : { serveFiles: serve },
    ...bench === null ? {} : { benchFiles: bench },
  };
}

function common(files: Files = {}, other: Files = {}): Files | null {
  const kept = Object.entries(files).filter(([path]) => Object.hasOwn(other, path));
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

/** What determines a run of the commands and variables of a server. */
export function serverIdentity(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  afterRun: readonly string[] | null,
  version: string | null,
  files: Files = {},
): ServerIdentity {
  return {
    ...isEmpty(files) ? {} : { serveFiles: byName(files) },
    serve: maskArgv(argv),
    afterBench: afterRun === null ? null : maskArgv(afterRun),
    serveEnv: sorted(env),
    serveVersion: version,
  };
}

/** What determines a run of the commands and variables of a benchmark. */
export function workloadIdentity(
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
  warmupArgv: readonly string[] | null,
  version: string | null,
  files: Files = {},
): WorkloadIdentity {
  return {
    ...isEmpty(files) ? {} : { benchFiles: byName(files) },
    bench: maskArgv(argv),
    benchEnv: sorted(env),
    warmup: warmupArgv === null ? null : maskArgv(warmupArgv),
    benchVersion: version,
  };
}

/**
 * Keys of the runs of a combination: SHA-256 over canonical JSON (no spaces, keys in the order of {@linkcode Identity},
 * variables and files sorted, versions and files only where there are any, the run number last), as 64 hex digits.
 */
export function runKeys(identity: Identity): (run: number) => string {
  const { serve, bench, afterBench, serveEnv, benchEnv, warmup } = identity;
  const text = JSON.stringify({
    ...{ serve, bench, afterBench, serveEnv, benchEnv, warmup },
    serveVersion: identity.serveVersion ?? undefined,
    benchVersion: identity.benchVersion ?? undefined,
    serveFiles: identity.serveFiles,
    benchFiles: identity.benchFiles,
  });
  const hash = sha256WithPrefix(text.slice(0, -1) + `,"run":`);
  return (run) => hash(`${run}}`);
}

function sorted(env: Readonly<Record<string, string>>): Record<string, string> {
  return byName(maskEnv(env));
}

function byName(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0),
  );
}

function isEmpty(files: Files): boolean {
  return Object.keys(files).length === 0;
}
