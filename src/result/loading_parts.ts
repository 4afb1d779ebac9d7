/**
 * Where the loading time of a server went, by the lines of its log that tell durations: each engine has its own.
 *
 * Every worker of a server writes the same lines, and they work side by side: of lines that mean the same the longest counts.
 */
import type { DurationLine } from "../engine/engine.ts";
import { ENGINES } from "../engine/engines.ts";

/** Durations that the log tells, in ms; null for what it does not tell. */
export interface LoadingParts {
  /** Reading the weights and putting them on the device. */
  readonly weightsMs: number | null;
  /** torch.compile, or loading what it compiled before. */
  readonly compileMs: number | null;
  /** Capture of CUDA graphs. */
  readonly graphsMs: number | null;
}

/** A loading time split up, in ms: all four together are the whole. */
export interface LoadingSplit {
  readonly weightsMs: number;
  readonly compileMs: number;
  readonly graphsMs: number;
  /** Everything else: imports, processes, profiling, warm-up, and what the log does not tell. */
  readonly otherMs: number;
}

/** What a line that tells a duration has, so that the patterns are tried on few of them: seconds. */
const HINT = /\d ?s(?:\b|ec)/;

const LOADING = ENGINES.map(({ log }) => log.loading);

/** Reads the durations of the parts from the log of one start of a server. */
export function loadingParts(log: string): LoadingParts {
  const lines = log.split("\n").filter((line) => HINT.test(line));
  return {
    weightsMs: told(lines, LOADING.flatMap(({ weights }) => weights)) ??
      firstKnown(LOADING.map(({ weightsBetween }) => () => weightsBetween(log))),
    compileMs: told(lines, LOADING.flatMap(({ compile }) => compile)),
    graphsMs: told(lines, LOADING.flatMap(({ graphs }) => graphs)),
  };
}

/** Splits a loading time. What the log tells is cut off where it is longer than the whole: some servers load side by side. */
export function splitLoading(startupMs: number, parts: LoadingParts): LoadingSplit {
  const told = [parts.weightsMs ?? 0, parts.compileMs ?? 0, parts.graphsMs ?? 0];
  let otherMs = startupMs;
  const [weightsMs, compileMs, graphsMs] = told.map((ms) => {
    const part = Math.min(ms, otherMs);
    otherMs -= part;
    return part;
  }) as [number, number, number];
  return { weightsMs, compileMs, graphsMs, otherMs };
}

function told(
  lines: readonly string[],
  choices: readonly (readonly DurationLine[])[],
): number | null {
  for (const choice of choices) {
    const seconds = new Map<string, number>();
    for (const line of lines) {
      for (const pattern of choice) {
        const groups = pattern.exec(line)?.groups;
        if (groups === undefined) continue;
        const of = groups["of"] ?? "";
        seconds.set(of, Math.max(seconds.get(of) ?? 0, Number(groups["s"])));
      }
    }
    if (seconds.size > 0) return sumMs(seconds.values());
  }
  return null;
}

function firstKnown(choices: readonly (() => number | null)[]): number | null {
  for (const choice of choices) {
    const ms = choice();
    if (ms !== null) return ms;
  }
  return null;
}

function sumMs(seconds: Iterable<number>): number {
  let sum = 0;
  for (const value of seconds) sum += value;
  return Math.round(sum * 1e6) / 1e3;
}
