/** JSON values as CPython prints and compares them: what it would do with the result of `json.load`. */
import { type Json, JsonNumber } from "./value.ts";

export { fromPlain, toPlain } from "./plain.ts";

/** `str(n)`: integers as written (`-0` is `0`), other numbers by `repr` of the nearest double, for example `1e-05`. */
export function pyNumber(n: JsonNumber): string {
  if (n.isInteger) return n.text === "-0" ? "0" : n.text;
  return pyFloat(n.toNumber());
}

/**
 * `repr` of a float. The digits are the shortest that read back the same, as in JavaScript; an exponent is written
 * below 1e-4 and from 1e16 on, with at least two digits (`float_repr_style` "short" of CPython's Python/pystrtod.c).
 */
export function pyFloat(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  const size = Math.abs(value);
  // Where neither language writes an exponent both write the same digits.
  if (size >= 1e-4 && size < 1e16) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa = "", shift = ""] = size.toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const exponent = Number(shift);
  if (exponent < -4 || exponent >= 16) {
    const power = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** `str(v)`: a string as it is, everything else as `pyRepr` has it. */
export function pyStr(v: Json): string {
  return typeof v === "string" ? v : pyRepr(v);
}

/** `repr(v)`: `True`, `None`, `'text'`, `[1, 2.0]`, `{'a': 1}`. */
export function pyRepr(v: Json): string {
  if (v === null) return "None";
  if (typeof v === "boolean") return v ? "True" : "False";
  if (typeof v === "string") return pyReprString(v);
  if (v instanceof JsonNumber) return pyNumber(v);
  if (Array.isArray(v)) return `[${v.map(pyRepr).join(", ")}]`;
  const members = Array.from(v, ([key, value]) => `${pyReprString(key)}: ${pyRepr(value)}`);
  return `{${members.join(", ")}}`;
}

const SHORT_REPR_ESCAPES = new Map([["\\", "\\\\"], ["\n", "\\n"], ["\r", "\\r"], ["\t", "\\t"]]);

/** Not printable to Python: categories "Other" and "Separator" but for the space (`str.isprintable`). */
const UNPRINTABLE = /[\\\p{C}\p{Z}]/gu;

function pyReprString(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(UNPRINTABLE, (char) => {
    if (char === " ") return char;
    const short = SHORT_REPR_ESCAPES.get(char);
    if (short !== undefined) return short;
    const code = char.codePointAt(0) ?? 0;
    if (code <= 0xff) return `\\x${hex(code, 2)}`;
    return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  });
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

/** The options of `pyJson`. */
export interface PyJsonOptions {
  /**
   * Spaces of each level, as `indent=` of `json.dumps`. Without it everything is on one line.
   *
   * @default {undefined}
   */
  indent?: number;
}

/** `json.dumps(v)`, or with an indent `json.dumps(v, indent=n)`: ASCII only, `NaN` and `Infinity` as Python has them. */
export function pyJson(v: Json, options: PyJsonOptions = {}): string {
  const { indent } = options;
  return indent === undefined ? dump(v, null, "") : dump(v, " ".repeat(indent), "\n");
}

/** As {@linkcode pyJson} on one line, for strict readers: numbers that JSON does not have are null, as `JSON.stringify` has it. */
export function strictJson(v: Json): string {
  return pyJson(withoutInfinities(v));
}

function withoutInfinities(v: Json): Json {
  if (v instanceof JsonNumber) return v.isInteger || Number.isFinite(v.toNumber()) ? v : null;
  if (Array.isArray(v)) return v.map(withoutInfinities);
  if (!(v instanceof Map)) return v;
  return new Map(Array.from(v, ([key, item]) => [key, withoutInfinities(item)]));
}

/** @param lineBreak The line end and the indent of the line that `v` starts on. */
function dump(v: Json, indent: string | null, lineBreak: string): string {
  if (v === null || typeof v === "boolean") return String(v);
  if (typeof v === "string") return dumpString(v);
  if (v instanceof JsonNumber) return dumpNumber(v);
  const inner = indent === null ? "" : lineBreak + indent;
  const separator = indent === null ? ", " : `,${inner}`;
  if (Array.isArray(v)) {
    if (v.length === 0) return "[]";
    return `[${inner}${v.map((item) => dump(item, indent, inner)).join(separator)}${lineBreak}]`;
  }
  if (v.size === 0) return "{}";
  const members = Array.from(
    v,
    ([key, value]) => `${dumpString(key)}: ${dump(value, indent, inner)}`,
  );
  return `{${inner}${members.join(separator)}${lineBreak}}`;
}

function dumpNumber(n: JsonNumber): string {
  const text = pyNumber(n);
  if (text === "nan") return "NaN";
  return text.endsWith("inf") ? text.replace("inf", "Infinity") : text;
}

function dumpString(text: string): string {
  // JSON.stringify has the same short escapes; only DEL and what is not ASCII are left to escape.
  return JSON.stringify(text).replace(
    /[^ -~]/g,
    (char) => `\\u${hex(char.charCodeAt(0), 4)}`,
  );
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}

/**
 * `a == b`: numbers by their exact value whatever their type (`5 == 5.0`, `True == 1`), NaN unequal to itself
 * unless it stands in a list or dict, dicts without regard to the order.
 */
export function pyEquals(a: Json, b: Json): boolean {
  const left = numeric(a);
  const right = numeric(b);
  if (left !== null || right !== null) {
    return left !== null && right !== null && numbersEqual(left, right);
  }
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length &&
      a.every((item, i) => itemsEqual(item, b[i] as Json));
  }
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [key, value] of a) {
      const other = b.get(key);
      if (other === undefined || !itemsEqual(value, other)) return false;
    }
    return true;
  }
  return a === b;
}

/** Containers look at identity first, and `json.load` makes every NaN the same object. */
function itemsEqual(a: Json, b: Json): boolean {
  return (isNaNLiteral(a) && isNaNLiteral(b)) || pyEquals(a, b);
}

function isNaNLiteral(v: Json): boolean {
  return v instanceof JsonNumber && v.text === "NaN";
}

function numeric(v: Json): JsonNumber | null {
  if (v instanceof JsonNumber) return v;
  return typeof v === "boolean" ? new JsonNumber(v ? "1" : "0") : null;
}

function numbersEqual(a: JsonNumber, b: JsonNumber): boolean {
  const [x, y] = [a.toNumber(), b.toNumber()];
  // Equal numbers have the same nearest double; only integers beyond 2^53 can share one and still differ.
  if (x !== y && !(a.isInteger && b.isInteger)) return false;
  if (!a.isInteger && !b.isInteger) return x === y;
  return exactInteger(a) === exactInteger(b);
}

/** The value as an integer; null if it has a fraction or is infinite. */
function exactInteger(n: JsonNumber): bigint | null {
  if (n.isInteger) return BigInt(n.text);
  const value = n.toNumber();
  return Number.isInteger(value) ? BigInt(value) : null;
}
