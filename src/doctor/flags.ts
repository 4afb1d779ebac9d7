/** Names of flags in parameter sets, against what the programs themselves say that they take: a slip costs a night. */
import { closestName } from "../cli/suggest.ts";
import { benchmarkOf, engineOf, OTHER } from "../engine/engines.ts";
import { flagOf } from "../engine/flags.ts";
import { isRemoteLauncher } from "../launcher/remote.ts";
import { programIndex } from "../launcher/launch.ts";
import { query } from "../exec/gpu/query.ts";
import { type Check, ok, warn } from "../result/check.ts";
import type { DoctorSubject, FlaggedCommand } from "./subject.ts";

const NAME = "flags";

/** Python programs import their whole library first. */
const LIMIT_MS = 20_000;

/** A help page with fewer names lists no flags: those of groups, or of subcommands. */
const FEWEST_FLAGS = 5;

/** Words behind a program that choose what its flags are. */
const SUBCOMMANDS = ["serve", "bench", "api_server", "sim", "v2"];

/** Asks each program once. One of no known kind is not asked: a script might start its server. */
export async function probeFlags({ flagged }: DoctorSubject): Promise<Check[]> {
  const checks = await Promise.all(flagged.map(checkOne));
  return checks.flat();
}

async function checkOne({ option, argv, own, keys }: FlaggedCommand): Promise<Check[]> {
  const names = keys.map((key) => flagOf(key).replace(/\..*$/s, ""));
  const isKnown = engineOf(argv, own) !== OTHER || benchmarkOf(argv, own) !== null;
  if (names.length === 0 || !isKnown || argv.some(isRemoteLauncher)) return [];
  const words = helpWords(argv);
  const known = await flagsOf(words);
  if (known === null) {
    return [ok(NAME, `${option}: not checked, "${words.join(" ")} --help" lists no flags`)];
  }
  const unknown = names.flatMap((name, index) => {
    // A switch that is on unless it is turned off is listed by one of its forms.
    const isThere = [name, name.replace("--", "--no-"), name.replace("--no-", "--")]
      .some((form) => known.has(form));
    if (isThere) return [];
    const near = closestName(name, [...known]);
    const hint = near === null
      ? "Look for its name in the program's --help"
      : `Did you mean ${near}?`;
    return [
      warn(
        NAME,
        `${option}: "${words.join(" ")}" knows no ${name} ("${keys[index]}" of a set)`,
        hint,
      ),
    ];
  });
  const count = names.length === 1 ? "1 name" : `all ${names.length} names`;
  return unknown.length > 0 ? unknown : [ok(NAME, `${option}: ${count} of flags known`)];
}

/** The program with its subcommands, without what it is asked to do. */
function helpWords(argv: readonly string[]): string[] {
  let end = programIndex(argv) + 1;
  if (argv[end] === "-m") end += 2;
  while (SUBCOMMANDS.includes(argv[end] ?? "")) end++;
  return argv.slice(0, end);
}

/** Long flags of a help page, with dashes; null if there is none that lists them. */
async function flagsOf([program, ...args]: readonly string[]): Promise<Set<string> | null> {
  // vLLM shows groups only unless it is asked for all of them.
  for (const help of ["--help=all", "--help"]) {
    const text = await query(program!, [...args, help], {
      limitMs: LIMIT_MS / 2,
      env: { NO_COLOR: "1" },
    });
    const names = [...(text ?? "").matchAll(/(?<![\w-])--[A-Za-z][\w-]*/g)]
      .map(([name]) => flagOf(name.slice(2)));
    const known = new Set(names);
    if (known.size >= FEWEST_FLAGS) return known;
  }
  return null;
}
