/** What the command line of `servesweep sim` and its environment come to. Plain data. */
import type { EngineConfig } from "../model/config.ts";
import { type EngineArgs, engineConfig } from "./engine_config.ts";

/** Start-up failures that can be asked for. */
export const STARTUP_ERRORS = ["oom", "kv-cache", "no-gpu", "no-model", "hang"] as const;

/** What the command line alone tells. */
export interface SimArgs {
  readonly model: string;
  /** Names that requests may use instead of the model's; none: its own. */
  readonly servedNames: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Keys of which requests need one; empty: none needed. */
  readonly apiKeys: readonly string[];
  readonly engine: EngineArgs;
  readonly dataParallel: number;
  readonly streamInterval: number;
  readonly loadWeights: boolean;
  readonly logStats: boolean;
  readonly logRequests: boolean;
  readonly accessLog: boolean;
  readonly promptTokensDetails: boolean;
  /** The HTTP server goes on after the engine's death. */
  readonly keepAliveOnDeath: boolean;
  /** Seconds until ready; null: from the model. */
  readonly startupSeconds: number | null;
  readonly startupError: typeof STARTUP_ERRORS[number] | null;
  /** The request after so many kills the engine; null: it lives. */
  readonly failAfter: number | null;
}

/** The server as it will run. */
export interface SimSettings extends Omit<SimArgs, "engine"> {
  readonly engine: EngineConfig;
  /** The reset endpoints exist. */
  readonly devMode: boolean;
}

/**
 * Adds what the environment tells, and vLLM's defaults.
 *
 * @throws {ConfigError} If the engine settings cannot be served.
 */
export function simSettings(
  args: SimArgs,
  env: Readonly<Record<string, string | undefined>>,
): SimSettings {
  const { model, servedNames, apiKeys, dataParallel } = args;
  const envKey = env["VLLM_API_KEY"];
  return {
    ...args,
    servedNames: servedNames.length > 0 ? servedNames : [model],
    apiKeys: [...apiKeys, ...(envKey ? [envKey] : [])],
    engine: engineConfig(args.engine, model, dataParallel),
    devMode: env["VLLM_SERVER_DEV_MODE"] === "1",
    keepAliveOnDeath: args.keepAliveOnDeath || env["VLLM_KEEP_ALIVE_ON_ENGINE_DEATH"] === "1",
  };
}
