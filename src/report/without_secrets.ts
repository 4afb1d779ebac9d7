/** An experiment that may be sent to others. */
import type { Experiment } from "../analysis/experiment.ts";
import { JsonNumber, type JsonObject } from "../json/value.ts";
import { Masker } from "../secrets/mod.ts";
import { isNoSecret, isSecretName, MASK } from "../secrets/names.ts";

/** Shorter values are words that come up elsewhere too. */
const SHORTEST = 6;

/**
 * Result files and the names of directories have the parameters in them as they were: here without secrets. Journal and manifest
 * have none but in those names.
 */
export function withoutSecrets(experiment: Experiment): Experiment {
  const masker = new Masker([]);
  const secrets = new Set<string>();
  for (const { serveParams, benchParams, runs } of experiment.combinations) {
    for (const set of [serveParams, benchParams, ...runs.map(({ result }) => result)]) {
      addSecrets(set, secrets);
    }
  }
  // Not as text: in "api_key=x-b=1" everything behind the equals sign could be the key.
  const hidden = (name: string) =>
    [...secrets].reduce((text, secret) => text.replaceAll(secret, MASK), name);
  // Of 15,000 runs the events are most of the work, and most experiments have no secret in a name.
  const withoutThem = <T>(value: T) => secrets.size === 0 ? value : rewritten(value, hidden);
  return {
    ...experiment,
    sessions: withoutThem(experiment.sessions),
    plans: withoutThem(experiment.plans),
    events: withoutThem(experiment.events),
    combinations: experiment.combinations.map((combination) => ({
      ...combination,
      directory: hidden(combination.directory),
      server: combination.server === null ? null : hidden(combination.server),
      serveParams: masker.value(combination.serveParams),
      benchParams: masker.value(combination.benchParams),
      runs: combination.runs.map((run) => ({
        ...run,
        file: hidden(run.file),
        logFile: run.logFile === null ? null : hidden(run.logFile),
        result: masker.value(run.result),
      })),
    })),
  };
}

/** A deep copy of plain data with every string rewritten; keys stay. */
function rewritten<T>(value: T, rewrite: (text: string) => string): T {
  const copy = (item: unknown): unknown => {
    if (typeof item === "string") return rewrite(item);
    if (Array.isArray(item)) return item.map(copy);
    if (item instanceof Map) return new Map([...item].map(([key, inner]) => [key, copy(inner)]));
    if (typeof item !== "object" || item === null || item instanceof JsonNumber) return item;
    return Object.fromEntries(Object.entries(item).map(([key, inner]) => [key, copy(inner)]));
  };
  return copy(value) as T;
}

function addSecrets(set: JsonObject, secrets: Set<string>): void {
  for (const [key, value] of set) {
    if (typeof value !== "string" || value.length < SHORTEST) continue;
    if (isSecretName(key) && !isNoSecret(value)) secrets.add(value);
  }
}
