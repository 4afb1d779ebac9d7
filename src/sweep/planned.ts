/** The plan of a command line, read from a file or made. */
import type { PlanFileArgs, SweepArgs } from "../commands/serve.ts";
import type { OrderSettings, PackingSettings } from "../commands/serve/packing.ts";
import { equalSetNotes } from "../plan/equal_sets.ts";
import type { ServerSettings } from "../commands/serve/running.ts";
import { requireSameAddress } from "../plan/port/bench_address.ts";
import { machineNames, outsideOf } from "./outside.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import { requireShortCommands } from "./argument_limits.ts";
import { namedFiles } from "./named_files.ts";
import { ownWords } from "./own_program.ts";
import { inRounds, withPortsFor } from "./packing.ts";
import { requireCommands } from "./programs.ts";
import { readSweep } from "./read_sweep.ts";
import { installedVersions } from "./versions.ts";

/** What says what is run. */
export interface PlanSettings {
  readonly sweep: SweepArgs | PlanFileArgs;
  readonly order: Pick<OrderSettings, "order" | "starts">;
  readonly packing: Pick<PackingSettings, "parallel">;
  /** Programs need not be installed. */
  readonly dryRun: boolean;
  readonly servers: Pick<ServerSettings, "otherAddress">;
}

/** A plan, and what to say about it. */
export interface PlannedSweep {
  readonly plan: Plan;
  readonly notes: readonly string[];
}

/** @throws {UsageError} If anything on the command line, in its files or in the plan is wrong. */
export async function planned(settings: PlanSettings): Promise<PlannedSweep> {
  const made = await planOf(settings);
  if (!settings.servers.otherAddress) requireSameAddresses(made.plan);
  requireShortCommands(made.plan);
  return made;
}

async function planOf({ sweep, order, packing, dryRun }: PlanSettings): Promise<PlannedSweep> {
  if ("planFile" in sweep) {
    // Loaded only then: a dry run starts at once.
    const { readPlanFile } = await import("./plan_file.ts");
    const read = readPlanFile(sweep.planFile, installedVersions());
    return { plan: await withPortsFor(packing, read), notes: [] };
  }
  const asked = readSweep(sweep);
  const own = ownWords(asked.serveCommand, asked.benchCommand);
  requireCommands(asked, own, dryRun);
  const plan = makePlan(asked, installedVersions(), own, namedFiles(), await outsideOf(asked));
  const notes = equalSetNotes(plan);
  return {
    plan: await withPortsFor(packing, await inRounds(plan, order, sweep.numRuns)),
    notes,
  };
}

/** Workloads are shared by starts: each is looked at once with each address. */
function requireSameAddresses({ starts }: Plan): void {
  const machine = machineNames();
  const seen = new Set<string>();
  for (const start of starts) {
    const address = [...start.urls, ...start.healthUrls].join(" ");
    const fresh = start.combinations.filter(({ workload: { id } }) => {
      const key = `${address}\0${id}`;
      return !seen.has(key) && seen.add(key);
    });
    const own = ownWords(...fresh.map(({ workload: { argv } }) => argv));
    requireSameAddress(start, fresh, { machine, own });
  }
}
