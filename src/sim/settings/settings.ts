/** What the command line of `servesweep sim` and its environment come to. Plain data. */
import type { EngineConfig } from "../model/config.ts";
import { gaussian, uniform } from "../model/noise.ts";
import { type EngineArgs, engineConfig } from "./engine_config.ts";

/** Start-up failures that can be asked for. */
export const STARTUP_ERRORS = ["oom", "kv-cache", "no-gpu", "no-model", "hang"] as const;

/** Value of an argument as its parser has it. */
export type ArgumentValue = string | number | boolean | readonly string[];

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
  /** Relative standard deviation of the speed of the process. */
  readonly startNoise: number;
  /** Factor on the duration of steps. */
  readonly slowdown: number;
  /** The reset of the prefix cache does nothing and says that it did. */
  readonly fakeReset: boolean;
  /** The answers are one sign over and over. */
  readonly garbage: boolean;
  /** Arguments that differ from their defaults, by the names of vLLM's parser. */
  readonly nonDefault: Readonly<Record<string, ArgumentValue>>;
}

/** The server as it will run. */
export interface SimSettings extends Omit<SimArgs, "engine"> {
  readonly engine: EngineConfig;
  /** What the engine was asked for. */
  readonly engineArgs: EngineArgs;
  /** The reset endpoints exist. */
  readonly devMode: boolean;
}

/** Variable that takes the place of the process id in the draw of `--sim-start-noise`. */
const START_VARIABLE = "SERVESWEEP_SIM_START";

/**
 * Adds what the environment tells, and vLLM's defaults.
 *
 * @param pid Tells this process from the others of the same command line.
 * @throws {ConfigError} If the engine settings cannot be served.
 */
export function simSettings(
  args: SimArgs,
  env: Readonly<Record<string, string | undefined>>,
  pid: number,
): SimSettings {
  const { model, servedNames, apiKeys, dataParallel } = args;
  const envKey = env["VLLM_API_KEY"];
  const engine = engineConfig(args.engine, model, dataParallel);
  const start = Number(env[START_VARIABLE] ?? pid);
  return {
    ...args,
    servedNames: servedNames.length > 0 ? servedNames : [model],
    apiKeys: [...apiKeys, ...(envKey ? [envKey] : [])],
    engine: {
      ...engine,
      slowdown: args.slowdown * startFactor(args.startNoise, engine.seed, start),
    },
    engineArgs: args.engine,
    devMode: env["VLLM_SERVER_DEV_MODE"] === "1",
    keepAliveOnDeath: args.keepAliveOnDeath || env["VLLM_KEEP_ALIVE_ON_ENGINE_DEATH"] === "1",
  };
}

/** A log-normal factor of mean 1, the same for the same seed and start. */
function startFactor(deviation: number, seed: number, start: number): number {
  const sigma = Math.sqrt(Math.log1p(deviation * deviation));
  const random = uniform(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(start, 0x85ebca6b));
  return Math.exp(sigma * gaussian(random) - sigma ** 2 / 2);
}
