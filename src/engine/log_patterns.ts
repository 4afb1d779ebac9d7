/**
 * What the logs of all engines are searched for, together: a script may have any of them inside, and a benchmark quotes its
 * server. Every row is met by a line in tests/fixtures/logs.
 */
import { COMMON_CAUSES, COMMON_HARMLESS, COMMON_SYMPTOMS } from "./common_log.ts";
import { ENGINES } from "./engines.ts";
import type { FailureClass, FailurePattern } from "./failure_pattern.ts";

/** Of two rows that fit, that of the class which says more counts. */
const ORDER: readonly FailureClass[] = [
  "gpu-out-of-memory",
  "host-out-of-memory",
  "port-in-use",
  "model-not-found",
  "bad-argument",
  "infrastructure",
  "load-timeout",
  "hang",
  "bench-error",
  "crash",
];

const LOGS = ENGINES.map(({ log }) => log);

/** Lines that name a cause. A row stands before the rows that also fit its lines. */
export const CAUSES = ordered([...COMMON_CAUSES, ...LOGS.flatMap(({ causes }) => causes)]);

/** Lines that only say that something failed: they count where no line names a cause. */
export const SYMPTOMS = ordered([...COMMON_SYMPTOMS, ...LOGS.flatMap(({ symptoms }) => symptoms)]);

/** Lines that are no failure, whatever they say. */
export const HARMLESS = anyOf([COMMON_HARMLESS, ...LOGS.flatMap(({ harmless }) => harmless)]);

/** What a log says once its server's engine is dead, be the server alive or not. */
export const ENGINE_DEATH = anyOf(LOGS.flatMap(({ deaths }) => deaths));

/** One expression for all: a log may be long, and few of its lines match any. */
export function anyOf(patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => `(?:${source})`).join("|"));
}

function ordered(rows: readonly FailurePattern[]): readonly FailurePattern[] {
  const place = (row: FailurePattern) => ORDER.indexOf(row.class);
  return rows.toSorted((a, b) => place(a) - place(b));
}
