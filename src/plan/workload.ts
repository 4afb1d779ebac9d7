/** A bench set as it is planned once: every combination with it shares it. */
import type { BenchKindName } from "../engine/benchmark/kind.ts";
import type { JsonObject } from "../json/value.ts";
import type { Files } from "./named_files.ts";
import { type WorkloadIdentity, workloadIdentity } from "./identity.ts";

/** What one benchmark run does, whatever server it asks. */
export interface Workload {
  /** Unique within the plan: `BENCH--small`. */
  readonly id: string;
  /** The bench set. */
  readonly params: JsonObject;
  /** `--bench-kind`; left out where the command tells. */
  readonly kind?: BenchKindName;
  /** The benchmark command without the arguments that say where the result goes. */
  readonly argv: readonly string[];
  /** The command of the unmeasured run before the first measured one. */
  readonly warmupArgv: readonly string[] | null;
  /** Variables on top of our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Version of the benchmark's program as it is installed; null where that is not known. */
  readonly version: string | null;
  /** What is known of the files that its commands name; left out where they name none. */
  readonly files?: Files;
  /** Its part of the keys of runs. It stays as planned when a port is put into the commands. */
  readonly identity: WorkloadIdentity;
  /** What was taken out of it: then it cannot be run as it is. */
  readonly masked?: Masked;
}

/** What was taken out of a start or a workload. */
export interface Masked {
  /** Variables whose values are secrets. */
  readonly variables: readonly string[];
  /** Flags with a secret for a value, or in it. */
  readonly flags: readonly string[];
}

/** A workload with its identity. */
export function workloadOf(planned: Omit<Workload, "identity">): Workload {
  const { argv, env, warmupArgv, version, files } = planned;
  return { ...planned, identity: workloadIdentity(argv, env, warmupArgv, version, files) };
}
