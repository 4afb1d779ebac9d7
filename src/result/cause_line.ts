/** The line of a log that says why something failed, for a message of one line. */
import { CAUSES, HARMLESS } from "../engine/log_patterns.ts";

/** Longest text, in UTF-16 units. */
const MAX_LENGTH = 200;

/** What loggers put before the text: process, level, time, place in the source, rank. */
const PREFIX =
  /^(?:\([^)]*pid=\d+\)\s*)?(?:(?:ERROR|CRITICAL|FATAL)[:\s]+)?(?:\d{2,4}-\d{2}(?:-\d{2})?[ T][\d:.,]+\s*)?(?:\[[^\]]*\]\s*)*/;

/**
 * The first line that names a cause, without what its logger put before it.
 *
 * @returns At most 200 characters; null if no line names a cause.
 */
export function causeLine(lines: readonly string[]): string | null {
  const line = lines.find((line) =>
    !HARMLESS.test(line) && CAUSES.some(({ pattern }) => pattern.test(line))
  );
  if (line === undefined) return null;
  const text = line.trim().replace(PREFIX, "").trim();
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 3)}...` : text;
}
