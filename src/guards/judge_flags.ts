/** The guard `flags`: what the parameters of a serve set asked for is what the server works with. */
import type { ConfigurationSource } from "../engine/engine.ts";
import type { FlagFinding, GuardVerdict } from "../journal/verdict.ts";
import { pyEquals, pyStr } from "../json/python.ts";
import { type Json, JsonNumber, type JsonObject } from "../json/value.ts";
import { isSecretName } from "../secrets/mod.ts";
import type { Configuration } from "./configuration.ts";
import { bad, ok, unknown } from "./verdict.ts";

/** What was found of the parameters of a start. */
export interface FlagsFound {
  readonly flags: Readonly<Record<string, FlagFinding>>;
  readonly verdict: GuardVerdict;
}

/** A start of another serve set with the same fingerprint. */
export interface EqualStart {
  readonly name: string;
  readonly params: JsonObject;
}

/** Not `_env` and `_benchmark_name`, which are no flags of the server, and nothing whose value nobody may see. */
function isFlagKey(key: string): boolean {
  return !key.startsWith("_") && !isSecretName(key);
}

/**
 * Judges the parameters of a serve set.
 *
 * @param equal A start of another set whose server was started alike; null if there is none.
 */
export function judgeFlags(
  params: JsonObject,
  configuration: Configuration,
  source: ConfigurationSource,
  equal: EqualStart | null,
): FlagsFound {
  const keys = [...params.keys()].filter(isFlagKey);
  const flags = Object.fromEntries(
    keys.map((key) => [key, finding(key, params.get(key)!, configuration, source)]),
  );
  const of = (state: FlagFinding["state"]) => keys.filter((key) => flags[key]!.state === state);
  const text = (key: string) =>
    `${key} is ${flags[key]!.effective}, ${flags[key]!.requested} was asked for`;
  const ignored = of("ignored");
  if (ignored.length > 0) {
    const names = ignored.map(text).join("; ");
    return { flags, verdict: bad(`A flag never reached the server: ${names}`) };
  }
  const collapsed = equal === null ? [] : collapsedKeys(params, equal.params);
  if (collapsed.length > 0 && !collapsed.some((key) => flags[key]!.state === "confirmed")) {
    const names = collapsed.map((key) =>
      `${key} = ${pyStr(params.get(key)!)} and ${pyStr(equal!.params.get(key)!)}`
    ).join(", ");
    return { flags, verdict: bad(`${names} started the same server (${equal!.name || "SERVE"})`) };
  }
  const [confirmed, changed] = [of("confirmed"), of("changed")];
  const values = { confirmed: confirmed.length, changed: changed.length, flags: keys.length };
  const note = changed.length === 0
    ? ""
    : `The server changed what it was asked for: ${changed.map(text).join("; ")}`;
  if (keys.length > 0 && confirmed.length + changed.length === 0) {
    return {
      flags,
      verdict: unknown(`Nothing proves that ${keys.join(", ")} reached the server`, values),
    };
  }
  const why = note || `${confirmed.length} of ${keys.length} parameters confirmed`;
  return { flags, verdict: ok(why, values) };
}

/** What both sets have with different values. Where one lacks a key the other may have its default. */
function collapsedKeys(a: JsonObject, b: JsonObject): string[] {
  // Variables change a server in ways that its configuration does not show.
  const differs = (key: string) =>
    a.has(key) !== b.has(key) || a.has(key) && !pyEquals(a.get(key)!, b.get(key)!);
  if (differs("_env")) return [];
  const keys = [...new Set([...a.keys(), ...b.keys()])].filter(isFlagKey).filter(differs);
  return keys.every((key) => a.has(key) && b.has(key)) ? keys : [];
}

function finding(
  key: string,
  wanted: Json,
  { values, args }: Configuration,
  source: ConfigurationSource,
): FlagFinding {
  const name = key.replaceAll("-", "_");
  const requested = pyStr(wanted);
  const effective = values === null ? undefined : effectiveOf(name, values, source);
  const told = args?.get(name);
  const arrived = told !== undefined && isSame(told, wanted);
  const shown = effective === undefined ? null : pyStr(effective);
  const found = (state: FlagFinding["state"]): FlagFinding => ({
    state,
    requested,
    effective: shown,
  });
  // Flags of several words and structures are spelled in too many ways.
  if (wanted === null || typeof wanted === "object" && !(wanted instanceof JsonNumber)) {
    return found("unknown");
  }
  if (effective === undefined) return found(arrived ? "confirmed" : "unknown");
  if (isSame(effective, wanted)) return found("confirmed");
  if (!isComparable(effective, wanted)) return found(arrived ? "confirmed" : "unknown");
  if (args === null) return found("changed");
  return found(arrived || told !== undefined ? "changed" : "ignored");
}

/** The value of a parameter: in the place that the engine names, else in the one section that has it. */
function effectiveOf(
  name: string,
  values: ReadonlyMap<string, Json>,
  source: ConfigurationSource,
): Json | undefined {
  const place = source.places[name];
  if (place !== undefined) return values.get(place);
  const found = [...values].filter(([key]) => key === name || key.endsWith(`.${name}`));
  return found.length === 1 ? found[0]![1] : undefined;
}

const DTYPES: Readonly<Record<string, string>> = { half: "float16", float: "float32" };

function isSame(a: Json, b: Json): boolean {
  if (pyEquals(a, b)) return true;
  const plain = (value: Json) => {
    const text = pyStr(value).toLowerCase().replace(/^torch\./, "");
    return DTYPES[text] ?? text;
  };
  return plain(a) === plain(b) || Number(plain(a)) === Number(plain(b));
}

/** Numbers and switches: of names nobody knows which stand for the same (`fp8` and `fp8_e4m3`), and `auto` is any. */
function isComparable(effective: Json, wanted: Json): boolean {
  return effective instanceof JsonNumber && wanted instanceof JsonNumber &&
      wanted.toNumber() >= 0 ||
    typeof effective === "boolean" && typeof wanted === "boolean";
}
