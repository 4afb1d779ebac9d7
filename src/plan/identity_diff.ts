/** What changed between two identities, in words: for the person who resumes with another command line. */
import { type Files, fileText } from "./named_files.ts";
import type { Identity } from "./identity.ts";

/** One line a difference, for example `serve command: --max-num-seqs 32 -> 64`; empty if there is none. */
export function identityDiff(old: Identity, now: Identity): string[] {
  return [
    ...commandDiff("serve command", old.serve, now.serve),
    ...commandDiff("bench command", old.bench, now.bench),
    ...commandDiff("command after the benchmark", old.afterBench ?? [], now.afterBench ?? []),
    ...commandDiff("warm-up command", old.warmup ?? [], now.warmup ?? []),
    ...environmentDiff("server", old.serveEnv, now.serveEnv),
    ...environmentDiff("benchmark", old.benchEnv, now.benchEnv),
    ...versionDiff("server", old.serveVersion, now.serveVersion),
    ...versionDiff("benchmark", old.benchVersion, now.benchVersion),
    ...filesDiff("serve command", old.serveFiles, now.serveFiles, old.serve),
    ...filesDiff("bench command", old.benchFiles, now.benchFiles, old.bench),
  ];
}

function commandDiff(what: string, old: readonly string[], now: readonly string[]): string[] {
  const before = byFlag(old);
  const after = byFlag(now);
  const lines: string[] = [];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [a, b] = [before.get(name), after.get(name)];
    if (a === b) continue;
    const shown = name === "" ? "" : `${name} `;
    if (a === undefined) lines.push(`${what}: ${shown}${b} added`.replace("  ", " "));
    else if (b === undefined) lines.push(`${what}: ${shown}${a} removed`.replace("  ", " "));
    else lines.push(`${what}: ${shown}${a || "(no value)"} -> ${b || "(no value)"}`);
  }
  // The same flags in another order: programs differ in whether that matters.
  if (lines.length === 0 && old.join("\0") !== now.join("\0")) lines.push(`${what}: another order`);
  return lines;
}

/** Values by flag; what stands before the first flag is under the empty name. */
function byFlag(argv: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  let name = "";
  for (const token of argv) {
    const match = /^(--?[A-Za-z][^=]*)(?:=([\s\S]*))?$/.exec(token);
    if (match !== null) name = match[1]!;
    const value = match === null ? token : match[2] ?? "";
    const earlier = values.get(name);
    values.set(name, earlier === undefined || earlier === "" ? value : `${earlier} ${value}`);
  }
  return values;
}

/** A file that only is there now was not looked at, or was not there: it changes nothing. */
function filesDiff(
  what: string,
  old: Files = {},
  now: Files = {},
  argv: readonly string[],
): string[] {
  return Object.keys(old).filter((path) => !Object.hasOwn(now, path) || old[path] !== now[path])
    .map((path) =>
      `${what}: ${fileText(argv, path)} ${
        Object.hasOwn(now, path) ? "has other content" : "names no file any more"
      }`
    );
}

function environmentDiff(
  what: string,
  old: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): string[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
  // A variable may be called "constructor".
  const of = (env: Readonly<Record<string, string>>, name: string) =>
    Object.hasOwn(env, name) ? env[name]! : "(unset)";
  return names.filter((name) => of(old, name) !== of(now, name)).map((name) =>
    `environment of the ${what}: ${name}=${of(old, name)} -> ${of(now, name)}`
  );
}

function versionDiff(what: string, old: string | null, now: string | null): string[] {
  return (old ?? null) === (now ?? null)
    ? []
    : [`version of the ${what}: ${old ?? "(unknown)"} -> ${now ?? "(unknown)"}`];
}
