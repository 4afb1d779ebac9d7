/** What became of single requests, as a benchmark tells it: in its result, or in lines of its log before twenty lines of zeros. */
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";

/** Longest text, in UTF-16 units. */
const MAX_LENGTH = 200;

/** `vllm bench serve` and what is made after it: of the first ten, or of the request before the others. */
const LINE = /^Error \d+: (?<error>.*)$|Initial test run failed\b.*?\bError: (?<first>.*)$/;

/** Behind a traceback. */
const LAST_WORD = /^[\w.]*(?:Error|Exception|Timeout)\b.*$/;

/** A status of a client's error. Who waits too long (408), comes too early (425) or too often (429) may come again. */
const STATUS = /\b4(?!08|25|29)\d\d\b/;
const REFUSED = [
  new RegExp(
    `^(?:[\\w.]*Error(?: code)?:? )?(?:HTTP(?:/[\\d.]+)? |HTTP Error |status(?: code)?:? ?)?${STATUS.source}`,
    "i",
  ),
  new RegExp(`["'](?:code|status|status_code)["']: ?["']?${STATUS.source}`),
  /^(?:Bad Request|Unauthorized|Forbidden|Not Found|Method Not Allowed|Not Acceptable|Gone|(?:Payload|Content|Request Entity) Too Large|Unsupported Media Type|Unprocessable (?:Entity|Content))\b/,
];

/** The first error of a request; null if none is told. At most 200 characters. */
export function requestError(result: JsonObject | null, lines: readonly string[]): string | null {
  const error = errorsOf(result, lines)[0];
  if (error === undefined) return null;
  const text = error.replace(/\s+/g, " ").trim();
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 3)}...` : text;
}

/** Whether no request was answered, and each whose error is told was refused with a status of 4xx. */
export function allRefused(result: JsonObject | null, lines: readonly string[]): boolean {
  const completed = result?.get("completed");
  if (completed instanceof JsonNumber && completed.toNumber() > 0) return false;
  const errors = errorsOf(result, lines);
  return errors.length > 0 &&
    errors.every((error) => REFUSED.some((pattern) => pattern.test(error)));
}

function errorsOf(result: JsonObject | null, lines: readonly string[]): string[] {
  const told = result?.get("errors");
  const errors = Array.isArray(told) ? told.map(textOf).filter((text) => text !== "") : [];
  return errors.length > 0 ? errors : errorsInLog(lines);
}

function textOf(error: Json): string {
  if (typeof error === "string") return lastWord(error.split("\n"));
  if (!(error instanceof Map)) return "";
  const text = error.get("message") ?? error.get("error") ?? "";
  return typeof text === "string" ? lastWord(text.split("\n")) : "";
}

function errorsInLog(lines: readonly string[]): string[] {
  return lines.flatMap((line, index) => {
    const { error, first } = LINE.exec(line)?.groups ?? {};
    const text = error ?? first;
    if (text === undefined) return [];
    if (!text.startsWith("Traceback ")) return text === "" ? [] : [text];
    const next = lines.findIndex((other, at) => at > index && LINE.test(other));
    return [lastWord(lines.slice(index, next < 0 ? undefined : next))];
  });
}

/** Of a traceback what it ends with, else the first line. */
function lastWord(lines: readonly string[]): string {
  const [first = ""] = lines;
  if (!/^(?:Error \d+: )?Traceback /.test(first)) return first.trim();
  return lines.findLast((line) => LAST_WORD.test(line))?.trim() ?? first;
}
