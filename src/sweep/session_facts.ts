/** The facts of a session, for sweep.json. */
import { gitFacts, gpuFacts, hostFacts } from "../exec/host.ts";
import { fromPlain } from "../json/plain.ts";
import type { Json } from "../json/value.ts";
import type { Estimate } from "../forecast/estimate.ts";
import type { Plan } from "../plan/plan.ts";
import { planSize } from "../plan/remaining.ts";
import type { Event } from "../journal/event.ts";
import type { Limits } from "../report/live/limits.ts";
import type { Experiment } from "../store/experiment.ts";
import { VERSION } from "../lib/version.ts";
import type { Packing } from "../machine/packing.ts";

/** What is described. */
export interface SessionOptions {
  readonly session: string;
  /** Arguments of this process. */
  readonly argv: readonly string[];
  readonly plan: Plan;
  readonly experiment: Experiment;
  readonly packing: Packing;
  /** What it is expected to take. */
  readonly estimate: Estimate;
  /** What it may take. */
  readonly limits: Limits;
  /** When aborted, what is not known by then stays so. */
  readonly signal: AbortSignal;
}

/**
 * Writes what is known at once, then, when the slow ones have answered, GPUs and git state too.
 *
 * @returns To be called at the end with what was packed how, and how the servers said that they work.
 */
export async function describeSession(
  options: SessionOptions,
): Promise<(starts: readonly PackedStart[], configs: readonly StartConfig[]) => void> {
  const { session, argv, plan, experiment, packing, estimate, limits, signal } = options;
  const facts = new Map<string, Json>([
    ["session", session],
    ["startedAt", new Date().toISOString()],
    ["servesweep", VERSION],
    ["argv", ["servesweep", ...argv]],
    ["workingDirectory", Deno.cwd()],
    ["size", fromPlain(planSize(plan))],
    ["packing", packingFacts(packing, [])],
    ["estimate", fromPlain({ wallMs: estimate.wallMs, gpuMs: estimate.gpuMs })],
    ["limits", fromPlain(limits)],
    ["host", fromPlain(hostFacts())],
    ["gpus", null],
    ["git", null],
  ]);
  experiment.describe(facts);
  const [gpus, git] = await Promise.all([gpuFacts(signal), gitFacts(signal)]);
  experiment.describe(facts.set("gpus", fromPlain(gpus)).set("git", fromPlain(git)));
  return (starts, configs) => {
    if (configs.length > 0) facts.set("servers", serverFacts(configs));
    experiment.describe(facts.set("packing", packingFacts(packing, starts)));
  };
}

/** Where a server was, and in which company: all runs of it were measured so. */
export type PackedStart = Pick<
  Event & { type: "server-starting" },
  "server" | "round" | "placement" | "beside"
>;

/** How a server said that it works. */
export type StartConfig = Pick<
  Event & { type: "server-config" },
  "start" | "fingerprint" | "configuration" | "flags"
>;

function serverFacts(configs: readonly StartConfig[]): Json {
  return fromPlain(configs.map(({ start, fingerprint, configuration, flags }) => ({
    ...{ start, fingerprint, flags, configuration },
  })));
}

/** How starts share the machine, and for each server how it was packed. */
function packingFacts({ machine, capacity }: Packing, starts: readonly PackedStart[]): Json {
  return fromPlain({
    parallel: capacity.parallel,
    gpus: machine?.gpus.map(({ id }) => id) ?? null,
    vendor: machine?.vendor ?? null,
    starts: starts.map(({ server, round, placement: { gpus, cpus }, beside }) => ({
      ...{ server, round, gpus, cpus, beside },
    })),
  });
}
