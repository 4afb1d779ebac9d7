/** `servesweep doctor`. */
import type { DoctorCommand } from "../commands/doctor.ts";
import type { ServeCommand } from "../commands/serve.ts";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { probeAll } from "../doctor/probe_all.ts";
import type { Plan } from "../plan/plan.ts";
import { planSize } from "../plan/remaining.ts";
import { engineOf } from "../engine/engines.ts";
import { doctorJson, doctorText } from "../report/doctor_text.ts";
import { counted } from "../lib/count.ts";
import { type Check, fail, ok, warn } from "../result/check.ts";
import { Masker, secretValues } from "../secrets/mod.ts";
import type { Signals } from "../terminal/signals.ts";
import type { FlaggedCommand } from "../doctor/subject.ts";
import { ENV_KEY, NAME_KEY } from "../spec/sweep.ts";
import { shellWords } from "../spec/shell_words.ts";
import { locate } from "../sweep/location.ts";
import { maskerOf } from "../sweep/masked.ts";
import { ownWords } from "../sweep/own_program.ts";
import { packingOf } from "../sweep/packing.ts";
import { planned } from "../sweep/planned.ts";
import type { World } from "./world.ts";

/** Looks at the machine, and at the sweep if one is given. */
export async function doctor(command: DoctorCommand, world: World): Promise<number> {
  const { argv, io, signals } = world;
  const words = {
    "--serve-cmd": wordsOf(command.serveCmd, "--serve-cmd"),
    "--bench-cmd": wordsOf(command.benchCmd, "--bench-cmd"),
    "--after-bench-cmd": wordsOf(command.afterBenchCmd, "--after-bench-cmd"),
  };
  const programs = new Map<string, string>();
  for (const [option, [program]] of Object.entries(words)) {
    if (program !== undefined && !programs.has(program)) programs.set(program, option);
  }
  const { plan, checks } = command.sweep === null
    ? { plan: null, checks: [] }
    : await findingsOf(command.sweep, signals.stop);
  const subject = {
    ...command,
    engine: command.serveCmd === null
      ? null
      : engineOf(words["--serve-cmd"], ownWords(words["--serve-cmd"])),
    programs,
    starts: plan?.starts ?? [],
    flagged: plan === null ? [] : flaggedOf(plan),
  };
  const stopped = rejectedBy(signals);
  const found = [...checks, ...await Promise.race([probeAll(subject), stopped.promise])];
  stopped.forget();
  // The command line of whoever holds a port may have secrets, too.
  const masker = plan === null ? new Masker(secretValues(argv)) : maskerOf(plan, argv);
  const shown = found.map((check): Check => ({
    ...check,
    text: masker.text(check.text),
    remedy: check.remedy === null ? null : masker.text(check.remedy),
  }));
  io.out(command.json ? doctorJson(shown) : doctorText(shown));
  return shown.some(({ state }) => state === "fail") ? EXIT.failed : EXIT.ok;
}

/** Which flags the sets of a plan have. */
function flaggedOf({ starts }: Plan): FlaggedCommand[] {
  const workloads = starts.flatMap(({ combinations }) =>
    combinations.map(({ workload }) => workload)
  );
  return ([["--serve-cmd", starts], ["--bench-cmd", workloads]] as const).map(([option, sides]) => {
    const { argv } = sides[0]!;
    const keys = new Set(sides.flatMap(({ params }) => [...params.keys()]));
    return {
      ...{ option, argv, own: ownWords(argv) },
      keys: [...keys].filter((key) => key !== NAME_KEY && key !== ENV_KEY),
    };
  });
}

function wordsOf(command: string | null, option: string): string[] {
  return command === null ? [] : shellWords(command, option);
}

/** The plan of the sweep; what is wrong with it is a finding. */
async function findingsOf(
  sweep: ServeCommand,
  signal: AbortSignal,
): Promise<{ plan: Plan | null; checks: Check[] }> {
  let plan: Plan | null = null;
  try {
    // Programs that are not there are findings of their own.
    const made = await planned({ ...sweep, dryRun: true });
    plan = made.plan;
    await packingOf(sweep.packing, plan, signal);
    const { path } = locate(sweep.location);
    const { starts, combinations, runs } = planSize(plan);
    const text = `${counted(starts, "server start")}, ${counted(combinations, "combination")}, ${
      counted(runs, "run")
    } into "${path}"`;
    const notes = made.notes.map((note) => warn("plan", note, "Remove one, unless it is meant"));
    return { plan, checks: [ok("plan", text), ...notes] };
  } catch (error) {
    if (!(error instanceof ServesweepError)) throw error;
    return { plan, checks: [fail("plan", error.message, null)] };
  }
}

/** A promise that rejects when a signal stops us. */
function rejectedBy(signals: Signals): { promise: Promise<never>; forget(): void } {
  const { promise, reject } = Promise.withResolvers<never>();
  const stopped = () => {
    reject(
      new ServesweepError("The doctor was stopped by a signal", signals.exitCode ?? EXIT.failed),
    );
  };
  promise.catch(() => {});
  signals.stop.addEventListener("abort", stopped);
  return { promise, forget: () => signals.stop.removeEventListener("abort", stopped) };
}
