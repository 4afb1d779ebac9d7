/** What is proven of a run besides its result. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";
import { CACHE_STATES } from "../../guards/expectation.ts";
import { type Guard, GUARDS, type GuardSettings } from "../../guards/settings.ts";
import { UsageError } from "../../lib/errors.ts";

const GROUP = "Guards";

const NAMES = GUARDS.join(", ");

/** Their options. */
export const GUARD_OPTIONS: readonly Option[] = [
  {
    name: "guards",
    kind: "string",
    metavar: "LIST",
    default: "all",
    group: GROUP,
    help:
      `Which guards watch the runs: all, none, or names joined by commas (${NAMES}). A run that one proves to be wrong ` +
      "does not count and is measured again (--retries); what cannot be told is said, and counts",
  },
  {
    name: "guard-policy",
    kind: "string",
    repeatable: true,
    metavar: "GUARD=fail|warn",
    group: GROUP,
    help: "What follows from a proof: fail (the default), or warn: it is said, and the run counts",
  },
  {
    name: "expect-cache",
    kind: "string",
    choices: CACHE_STATES,
    group: GROUP,
    help:
      "State of the prefix cache when a run begins. Without it cold where the caches are reset between runs, else any",
  },
];

/** @throws {UsageError} If a name is no guard, or a policy none. */
export function readGuards(values: OptionValues): GuardSettings {
  const policies = values.list("guard-policy").map((text) => {
    const [, name, policy] = /^([^=]*)=(fail|warn)$/.exec(text) ?? [];
    if (name === undefined) {
      throw new UsageError(
        `--guard-policy is "${text}", expected GUARD=fail or GUARD=warn, for example cache=warn`,
      );
    }
    return [guardNamed(name, "guard-policy"), policy] as const;
  });
  const last = new Map(policies);
  return {
    guards: guardsOf(values.string("guards")),
    warnOnly: new Set(GUARDS.filter((guard) => last.get(guard) === "warn")),
    expectCache: values.optionalChoice("expect-cache", CACHE_STATES),
  };
}

function guardsOf(text: string): ReadonlySet<Guard> {
  if (text === "all") return new Set(GUARDS);
  if (text === "none") return new Set();
  return new Set(text.split(",").map((name) => guardNamed(name.trim(), "guards")));
}

function guardNamed(name: string, option: string): Guard {
  const guard = GUARDS.find((guard) => guard === name);
  if (guard !== undefined) return guard;
  throw new UsageError(`--${option} names "${name}", expected a guard: ${NAMES}`);
}
