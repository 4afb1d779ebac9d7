/** Reads the command line and the environment of `servesweep sim`. */
import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import { engineConfig } from "./engine_config.ts";
import { STARTUP_ERRORS } from "./options.ts";
import type { SimSettings } from "./settings.ts";

/**
 * Resolves the values of the command line.
 *
 * @throws {UsageError} If the command line is wrong.
 * @throws {ConfigError} If the engine settings cannot be served.
 */
export function readSettings(
  values: OptionValues,
  env: Readonly<Record<string, string | undefined>>,
): SimSettings {
  const [positional, ...others] = values.positionals;
  if (others.length > 0) throw new UsageError(`unrecognized arguments: ${others.join(" ")}`);
  const model = positional ?? values.string("model");
  const names = values.list("served-model-name");
  const envKey = env["VLLM_API_KEY"];
  const startupError = values.optionalString("sim-startup-error");
  return {
    model,
    servedNames: names.length > 0 ? names : [model],
    host: values.string("host"),
    port: values.integer("port"),
    apiKeys: [...values.list("api-key"), ...(envKey ? [envKey] : [])],
    engine: engineConfig(values, model),
    dataParallel: values.integer("data-parallel-size"),
    streamInterval: values.integer("stream-interval"),
    loadWeights: values.string("load-format") !== "dummy",
    logStats: !values.boolean("disable-log-stats"),
    logRequests: values.boolean("enable-log-requests"),
    accessLog: !values.boolean("disable-uvicorn-access-log"),
    promptTokensDetails: values.boolean("enable-prompt-tokens-details"),
    devMode: env["VLLM_SERVER_DEV_MODE"] === "1",
    startupSeconds: values.optionalNumber("sim-startup-time") ?? undefined,
    startupError: STARTUP_ERRORS.find((name) => name === startupError),
    ...engineDeath(values, env),
  };
}

function engineDeath(
  values: OptionValues,
  env: Readonly<Record<string, string | undefined>>,
): Pick<SimSettings, "failAfter" | "keepAliveOnDeath"> {
  const failAfter = values.optionalInteger("sim-fail-after");
  const deadAfter = values.optionalInteger("sim-dead-engine-after");
  if (failAfter !== null && deadAfter !== null) {
    throw new UsageError(
      "--sim-fail-after and --sim-dead-engine-after exclude each other: the server either exits or stays; give one",
    );
  }
  return {
    failAfter: failAfter ?? deadAfter ?? undefined,
    keepAliveOnDeath: deadAfter !== null || env["VLLM_KEEP_ALIVE_ON_ENGINE_DEATH"] === "1",
  };
}
