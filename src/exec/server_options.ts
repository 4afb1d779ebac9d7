/** What a server process is started with. */
import type { Combination, ServerStart } from "../plan/plan.ts";
import type { Supervisor } from "./process/supervisor.ts";

/** What a server process needs besides its plan. */
export interface ServerOptions {
  readonly start: ServerStart;
  /** Processors that it may use, as taskset takes them; null for all. */
  readonly cpus: string | null;
  readonly supervisor: Supervisor;
  /** How it is asked; belongs to the caller. */
  readonly client: Deno.HttpClient;
  /** Where its log goes, and the same relative to the experiment directory. */
  readonly logPath: string;
  readonly logFile: string;
  readonly readyTimeoutMs: number;
  /** How long the reset of the caches may take. */
  readonly afterBenchTimeoutMs: number;
  readonly stopTimeoutMs: number;
  /** Command that ends the server before SIGTERM does; null for none. */
  readonly stopCommand: readonly string[] | null;
  /** When aborted, a stop kills at once. */
  readonly killNow: AbortSignal;
  /** Runs the command after the benchmark. */
  readonly runAfterCommand: (
    argv: readonly string[],
    combination: Combination,
    run: number,
    signal: AbortSignal,
  ) => Promise<void>;
}
