/**
 * What a duration belongs to. Each kind of duration has keys from the narrowest (this very command) to the widest (the same
 * program): what is known under the first of them is the best guess. Keys are short hashes of commands without their secrets,
 * so that they may be stored.
 */
import { isFlag } from "../engine/flags.ts";
import type { Identity, ServerIdentity, WorkloadIdentity } from "../plan/identity.ts";
import type { Combination, ServerStart } from "../plan/plan.ts";
import { engineOf, OTHER } from "../engine/engines.ts";
import { sha256 } from "../plan/sha256.ts";

/** Keys of everything that one combination takes time for, narrowest first. */
export interface DurationKeys {
  /** From the start of a server to its readiness, and from the order to stop to its end. */
  readonly server: readonly string[];
  readonly run: readonly string[];
  /** Null if there is no unmeasured run. */
  readonly warmup: readonly string[] | null;
  /** What comes after a run: the reset of the caches, or a command. */
  readonly reset: readonly string[];
}

/** A server: this very command; the same program and model; the same program. */
type ServerKeys = readonly [same: string, model: string, program: string];
/** A benchmark: this very command; the same program. */
type BenchKeys = readonly [same: string, program: string];

/** 48 bits: among a million commands no two are alike by chance. */
const HASH_DIGITS = 12;

/** Keys of what was measured under an identity, as the journal has it. */
export function keysOfIdentity(identity: Identity): DurationKeys {
  const { warmup } = identity;
  return joined(
    serverKeys(identity),
    benchKeys(identity),
    warmup === null ? null : benchKeys({ ...identity, bench: warmup }),
    afterKey(identity),
  );
}

/** Keys of a plan. Its starts and combinations share commands: each is looked at once. */
export class PlanKeys {
  readonly #servers = new Map<ServerIdentity, ServerKeys>();
  readonly #benches = new Map<WorkloadIdentity, BenchKeys>();
  readonly #warmups = new Map<WorkloadIdentity, BenchKeys>();
  readonly #afters = new Map<readonly string[], string>();

  /** Those of the identity of a combination, at the cost of a look-up. */
  of(start: ServerStart, { workload: { identity } }: Combination): DurationKeys {
    const { warmup } = identity;
    const { afterBench } = start.identity;
    return joined(
      this.server(start),
      known(this.#benches, identity, () => benchKeys(identity)),
      warmup === null
        ? null
        : known(this.#warmups, identity, () => benchKeys({ ...identity, bench: warmup })),
      afterBench === null ? RESET : known(this.#afters, afterBench, () => afterKey(start.identity)),
    );
  }

  /** Keys of the server of a start, as in {@linkcode PlanKeys.of}. */
  server({ identity }: ServerStart): ServerKeys {
    return known(this.#servers, identity, () => serverKeys(identity));
  }
}

function known<Part, Keys>(cache: Map<Part, Keys>, part: Part, make: () => Keys): Keys {
  let keys = cache.get(part);
  if (keys === undefined) cache.set(part, keys = make());
  return keys;
}

function joined(
  server: ServerKeys,
  bench: BenchKeys,
  warmup: BenchKeys | null,
  after: string,
): DurationKeys {
  const [same, model] = server;
  const runs = ([command, program]: BenchKeys) => [
    `${same} ${command}`,
    `${model} ${command}`,
    `${model} ${program}`,
    program,
  ];
  return {
    server,
    run: runs(bench),
    warmup: warmup === null ? null : runs(warmup),
    reset: [`${same} ${after}`, `${model} ${after}`, after],
  };
}

/** The built-in reset; a command has a hash. */
const RESET = "reset";

function afterKey({ afterBench }: ServerIdentity): string {
  return afterBench === null ? RESET : short(JSON.stringify(["after", afterBench]));
}

function serverKeys({ serve, serveEnv, serveVersion }: ServerIdentity): ServerKeys {
  const engine = engineOf(serve);
  const program = engine === OTHER ? programOf(serve) : engine.name;
  return [
    short(JSON.stringify(["serve", serve, serveEnv, serveVersion ?? null])),
    short(JSON.stringify(["model", program, engine.model(serve) ?? ""])),
    short(JSON.stringify(["server", program])),
  ];
}

function benchKeys({ bench, benchEnv, benchVersion }: WorkloadIdentity): BenchKeys {
  return [
    short(JSON.stringify(["bench", bench, benchEnv, benchVersion ?? null])),
    short(JSON.stringify(["program", programOf(bench)])),
  ];
}

/** `vllm bench serve`: the words before the first flag. */
function programOf(argv: readonly string[]): string {
  const end = argv.findIndex(isFlag);
  return argv.slice(0, end < 0 ? undefined : end).join(" ");
}

/** A journal tells the same commands again and again: each is hashed once. Bounded, for one of many commands. */
const HASHES = new Map<string, string>();
const MOST_HASHES = 10_000;

function short(text: string): string {
  let hash = HASHES.get(text);
  if (hash === undefined) {
    hash = sha256(text).slice(0, HASH_DIGITS);
    if (HASHES.size >= MOST_HASHES) HASHES.clear();
    HASHES.set(text, hash);
  }
  return hash;
}
