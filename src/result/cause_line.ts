/** The line of a log that says why something failed, for a message of one line. */
import { PROGRESS_BAR } from "../engine/common_log.ts";
import { anyOf, CAUSES, HARMLESS, SYMPTOMS } from "../engine/log_patterns.ts";

/** Longest text, in UTF-16 units. */
const MAX_LENGTH = 200;

/** How many lines of a log a failure holds. */
const SHOWN_LINES = 20;

/** What loggers put before the text: process, level, time, place in the source, rank. */
const PREFIX =
  /^(?:\([^)]*pid=\d+\)\s*)?(?:(?:ERROR|CRITICAL|FATAL)[:\s]+)?(?:\d{2,4}-\d{2}(?:-\d{2})?[ T][\d:.,]+\s*)?(?:\[[^\]]*\]\s*)*/;

/** What pydantic puts before and behind the text of a validator. */
const PYDANTIC = /^(?:Value error|Assertion failed), | \[type=[\w.]+, input_value=.*$/g;

/** The last line of a traceback, and errors of programs that have none: `ValueError: ...`, `error: ...`. */
const LAST_WORD = /^(?:[\w.]*(?:Error|Exception)|[Ee]rror|fatal|FATAL): +\S/;

const ANY_CAUSE = anyOf(CAUSES.map(({ pattern }) => pattern));
const ANY_SYMPTOM = anyOf(SYMPTOMS.map(({ pattern }) => pattern));

/**
 * The first line that names a cause, without what its logger put before it; where no line does the last error of a traceback which
 * is not about another error.
 *
 * @returns At most 200 characters; null if no line says why.
 */
export function causeLine(lines: readonly string[]): string | null {
  const loud = lines.filter((line) => !HARMLESS.test(line));
  const named = loud.find((line) => ANY_CAUSE.test(line));
  const line = named === undefined
    ? loud.map(withoutPrefix).findLast((text) => LAST_WORD.test(text) && !ANY_SYMPTOM.test(text))
    : withoutPrefix(named).replace(PYDANTIC, "");
  if (line === undefined) return null;
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH - 3)}...` : line;
}

/**
 * The end of a log as a failure holds it. What is below the level of an error says nothing about an end, and neither do progress
 * bars: they count where there is nothing else.
 *
 * @param all Keep all lines: of something that did not end they tell how far it came.
 */
export function shownTail(lines: readonly string[], all = false): readonly string[] {
  const loud = all
    ? lines
    : lines.filter((line) => !HARMLESS.test(line) && !PROGRESS_BAR.test(line));
  return (loud.length > 0 ? loud : lines).slice(-SHOWN_LINES);
}

/** `: CAUSE` behind a sentence; nothing where the cause is not known. */
export function because(cause: string | null): string {
  return cause === null ? "" : `: ${cause}`;
}

function withoutPrefix(line: string): string {
  return line.trim().replace(PREFIX, "").trim();
}
