/** What a plan asks about this machine: variables, names, files. */
import { flagValue } from "../engine/flags.ts";
import { programOf } from "../engine/engines.ts";
import type { Outside } from "../plan/outside.ts";
import type { Sweep } from "../spec/sweep.ts";

/** The world of a sweep. Files that its commands name are read once. */
export async function outsideOf({ serveCommand, serveSets }: Sweep): Promise<Outside> {
  const { engine, words } = programOf(serveCommand);
  const paths = [
    flagValue(words, engine.configFlags),
    ...serveSets.map(({ params }) => params.get("config")),
  ].filter((path) => typeof path === "string");
  const files = new Map<string, readonly string[]>();
  for (const path of new Set(paths)) {
    // Loaded only then: a dry run starts at once.
    const { configWords } = await import("./config_words.ts");
    files.set(path, configWords(path));
  }
  return {
    variable: (name) => Deno.env.get(name) ?? null,
    configWords: (path) => files.get(path) ?? [],
  };
}

/** Names and addresses of this machine. */
export function machineNames(): string[] {
  const name = hostname();
  const addresses = (() => {
    try {
      return Deno.networkInterfaces().map(({ address }) => address);
    } catch {
      return [];
    }
  })();
  return [...new Set([name, name.replace(/\..*$/, ""), ...addresses])]
    .filter((name) => name !== "").map((name) => name.toLowerCase());
}

function hostname(): string {
  try {
    return Deno.hostname();
  } catch {
    return "";
  }
}
