/** What the kernel takes as arguments of a program: a command that is longer fails when it is started. */
import { UsageError } from "../lib/errors.ts";
import { sizeText } from "../lib/size.ts";
import type { Plan } from "../plan/plan.ts";

/** MAX_ARG_STRLEN: bytes of one word or variable, the NUL behind it included. */
const WORD_BYTES = 32 * 4096;

/** For the shell that starts the program, and the arguments that say where a result goes. */
const RESERVED_BYTES = 32 * 1024;

/** Commands up to here fit under every limit. */
const UNSUSPICIOUS_BYTES = 64 * 1024;

type Variables = Readonly<Record<string, string>>;

/** @throws {UsageError} If a command of the plan, or its environment, is longer than the kernel allows: which word. */
export function requireShortCommands(plan: Plan): void {
  for (const { argv, env, name } of plan.starts) {
    requireShort(argv, env, `serve command${name === "" ? "" : ` of ${name}`}`);
  }
  const workloads = new Set(
    plan.starts.flatMap(({ combinations }) => combinations.map(({ workload }) => workload)),
  );
  for (const { argv, warmupArgv, env, id } of workloads) {
    requireShort(argv, env, `bench command of ${id}`);
    if (warmupArgv !== null) requireShort(warmupArgv, env, `warm-up command of ${id}`);
  }
}

function requireShort(argv: readonly string[], env: Variables, what: string): void {
  const variables = Object.entries(env);
  const texts = [...argv, ...variables.map(([name, value]) => `${name}=${value}`)];
  // No character has more than three bytes for each of its units.
  if (texts.reduce((sum, { length }) => sum + 3 * length + 9, 0) < UNSUSPICIOUS_BYTES) return;
  for (const [index, text] of texts.entries()) {
    const bytes = sizeOf(text);
    if (bytes <= WORD_BYTES) continue;
    const variable = variables[index - argv.length]?.[0];
    const before = argv[index - 1] ?? "";
    const place = variable !== undefined
      ? `the variable ${variable}`
      : before.startsWith("-")
      ? `the value of ${before}`
      : `word ${index + 1}`;
    throw new UsageError(
      `Cannot start the ${what}: ${place} has ${sizeText(bytes)}, and Linux takes ${
        sizeText(WORD_BYTES)
      } in one argument: put it into a file, if the program takes one`,
    );
  }
  const inherited = Object.entries(Deno.env.toObject())
    .filter(([name]) => !Object.hasOwn(env, name)).map(([name, value]) => `${name}=${value}`);
  const bytes = [...texts, ...inherited].reduce((sum, text) => sum + sizeOf(text) + 8, 0);
  const limit = totalBytes();
  if (bytes + RESERVED_BYTES <= limit) return;
  throw new UsageError(
    `Cannot start the ${what}: it and its environment have ${sizeText(bytes)}, and Linux takes ${
      sizeText(limit)
    } here (a quarter of ulimit -s): put long values into a file, if the program takes one`,
  );
}

const encoder = new TextEncoder();

/** With the NUL behind it. */
function sizeOf(text: string): number {
  return encoder.encode(text).length + 1;
}

/** A quarter of the stack's limit, at most 6 MiB and at least 128 KiB: `bprm_set_stack_limits` of the kernel. */
function totalBytes(): number {
  const [, soft] = /^Max stack size\s+(\S+)/m.exec(Deno.readTextFileSync("/proc/self/limits")) ??
    [];
  const stack = soft === "unlimited" ? Infinity : Number(soft ?? 8 << 20);
  return Math.max(WORD_BYTES, Math.min(6 << 20, stack / 4));
}
