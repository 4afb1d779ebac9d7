/** The executor in the real world: processes, clock and terminal handed in. */
import type { ServeCommand } from "../commands/serve.ts";
import { type Ending, execute } from "../exec/executor.ts";
import { follow } from "../exec/log/follow.ts";
import { endProcesses } from "../exec/process/end_processes.ts";
import type { Supervisor } from "../exec/process/supervisor.ts";
import { RealEffects } from "../exec/real_effects.ts";
import { benchLimit } from "../forecast/bench_limit.ts";
import type { Expectations } from "../forecast/expected.ts";
import type { Admission } from "../forecast/admission.ts";
import type { Policy, ResultOf } from "../plan/policy.ts";
import type { StartQueue } from "../machine/start_queue.ts";
import type { PastFailures } from "../journal/past_failures.ts";
import type { EventBody } from "../journal/event.ts";
import type { Signals } from "../terminal/signals.ts";
import type { Io } from "../terminal/terminal.ts";
import type { Packing } from "../machine/packing.ts";
import type { StopCause } from "./stop_cause.ts";

/** The settings that it reads. */
export type ExecutionSettings = Pick<
  ServeCommand,
  "timeouts" | "servers" | "failures" | "guards" | "disk" | "output"
>;

/** What it is executed with. */
export interface ExecutionOptions {
  readonly settings: ExecutionSettings;
  readonly packing: Packing;
  /** Where results and logs go. */
  readonly experimentPath: string;
  /** Throws if the experiment directory is not the one that the sweep began in. */
  readonly requireDirectory: () => void;
  readonly supervisor: Supervisor;
  readonly emit: (event: EventBody) => void;
  readonly policy: Policy;
  /** What earlier sessions stored. */
  readonly resultOf: ResultOf;
  /** What earlier sessions met. */
  readonly past: PastFailures;
  readonly admission: Admission;
  /** What is known of durations, also of those that are measured meanwhile. */
  readonly history: Expectations;
  readonly stop: StopCause;
  readonly signals: Signals;
  readonly io: Io;
}

/** Executes the starts of a queue. Never throws. */
export async function executePlan(queue: StartQueue, options: ExecutionOptions): Promise<Ending> {
  const {
    settings,
    packing,
    policy,
    resultOf,
    past,
    experimentPath,
    requireDirectory,
    supervisor,
    emit,
    admission,
    history,
    stop,
    signals,
    io,
  } = options;
  const { timeouts, servers: { stopCommand }, failures, guards, disk, output } = settings;
  const { machine } = packing;
  const followers: Promise<void>[] = [];
  using effects = new RealEffects({
    ...{ experimentPath, requireDirectory, supervisor, machine, ...timeouts, ...disk },
    stopCommand,
    readyTimeoutMs: timeouts.serverReadyTimeoutMs,
    benchLimitOf: ({ start, combination, run }) =>
      benchLimit(timeouts.benchTimeoutMs, history, start, combination, run),
    killNow: signals.kill,
    onLog: (log, from, ended) => {
      if (!output.showStdout) return;
      followers.push(follow(log, from, ended, output.json ? io.errBytes : io.outBytes));
    },
  });
  const ending = await execute(queue, {
    ...failures,
    guards,
    effects,
    emit,
    policy,
    resultOf,
    past,
    admission,
    gpus: machine?.gpus.length ?? 0,
    signal: stop.signal,
    drain: signals.drain,
  });
  await endProcesses(() => supervisor.orphans().map(({ pid }) => pid));
  await Promise.all(followers);
  return ending;
}
