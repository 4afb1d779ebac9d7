/** What the command line of `servesweep sim` and its environment come to. Plain data. */
import type { EngineConfig } from "../model/config.ts";
import type { STARTUP_ERRORS } from "./options.ts";

export interface SimSettings {
  readonly model: string;
  /** Names that requests may use, at least one. */
  readonly servedNames: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Keys of which requests need one; empty: none needed. */
  readonly apiKeys: readonly string[];
  readonly engine: EngineConfig;
  readonly dataParallel: number;
  readonly streamInterval: number;
  readonly loadWeights: boolean;
  readonly logStats: boolean;
  readonly logRequests: boolean;
  readonly accessLog: boolean;
  readonly promptTokensDetails: boolean;
  /** The reset endpoints exist. */
  readonly devMode: boolean;
  /** The HTTP server goes on after the engine's death. */
  readonly keepAliveOnDeath: boolean;
  /** Seconds until ready; undefined: from the model. */
  readonly startupSeconds: number | undefined;
  readonly startupError: typeof STARTUP_ERRORS[number] | undefined;
  /** The request after so many kills the engine; undefined: it lives. */
  readonly failAfter: number | undefined;
}
