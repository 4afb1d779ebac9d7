/**
 * Filters over runs: `max_concurrency<1000,dtype=="bfloat16"`. All must hold.
 *
 *     filters   = filter { "," filter }
 *     filter    = variable operator target
 *     operator  = "==" | "!=" | "<=" | ">=" | "<" | ">"
 *     target    = number | "inf" | "-inf" | "nan" | "true" | "false" | text, in quotes or not
 */
import { UsageError } from "../lib/errors.ts";
import { pyStr } from "../json/python.ts";
import type { Json, JsonObject } from "../json/value.ts";
import { floatOf, numericValue } from "./numeric.ts";

/** Longer ones first: `<=` is not `<` and a target that starts with `=`. */
const OPERATORS = ["==", "!=", "<=", ">=", "<", ">"] as const;

/** How a value is compared with the target. */
export type Operator = typeof OPERATORS[number];

/** One condition. */
export interface Filter {
  readonly variable: string;
  readonly operator: Operator;
  /** The target without quotes. */
  readonly target: string;
}

/** A part between commas; commas in quotes do not count. */
const STATEMENT = /(?:"[^"]*"|'[^']*'|[^,])+/g;

const PARTS = /^\s*([^=!<>]*?)\s*(==|!=|<=|>=|<|>)\s*(.*?)\s*$/s;

/**
 * Reads a comma-separated list of conditions; the empty text has none.
 *
 * @throws {UsageError} If a condition has no operator or variable, or an order is asked of what is no number.
 */
export function parseFilters(text: string): Filter[] {
  if (text.trim() === "") return [];
  return (text.match(STATEMENT) ?? []).map(parseFilter);
}

function parseFilter(text: string): Filter {
  const [, variable = "", operator, quoted = ""] = PARTS.exec(text) ?? [];
  if (variable === "" || operator === undefined) {
    throw new UsageError(
      `Cannot read filter "${text.trim()}": expected VARIABLE, one of ${
        OPERATORS.join(" ")
      }, and a ` +
        `value, for example max_concurrency<=64`,
    );
  }
  const target = quoted.replace(/^(["'])(.*)\1$/s, "$2");
  const filter = { variable, operator: operator as Operator, target };
  if (!isEquality(filter) && floatOf(target) === null) {
    throw new UsageError(
      `Cannot read filter "${text.trim()}": "${target}" is no number, and ${operator} needs one`,
    );
  }
  return filter;
}

/** Whether a run fulfils every filter. A run without a variable fulfils only `!=`. */
export function matches(filters: readonly Filter[], run: JsonObject): boolean {
  return filters.every((filter) => fulfils(filter, run.get(filter.variable)));
}

function fulfils(filter: Filter, value: Json | undefined): boolean {
  const { operator, target } = filter;
  if (operator === "==") return equals(value, target);
  if (operator === "!=") return !equals(value, target);
  const left = numericValue(value);
  const right = floatOf(target);
  if (left === null || right === null) return false;
  switch (operator) {
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    case "<":
      return left < right;
    case ">":
      return left > right;
  }
}

/** Equal as numbers, as booleans in either spelling, or as the text that Python prints. */
function equals(value: Json | undefined, target: string): boolean {
  if (value === undefined) return false;
  const left = numericValue(value);
  const right = floatOf(target);
  if (left !== null && right !== null) return left === right;
  if (typeof value === "boolean") return String(value) === target.toLowerCase();
  return pyStr(value) === target;
}

function isEquality({ operator }: Filter): boolean {
  return operator === "==" || operator === "!=";
}
