import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import { RAMP_UP_STRATEGIES, type RampUp, type Traffic } from "../../bench/settings/settings.ts";

/** The load options, with the rules of `vllm bench serve` for a ramp-up. @throws UsageError if they contradict each other. */
export function readTraffic(values: OptionValues): Traffic {
  return {
    requestRate: positive(values, "request-rate"),
    burstiness: positive(values, "burstiness"),
    rampUp: readRampUp(values),
  };
}

function positive(values: OptionValues, name: string): number {
  const value = values.number(name);
  if (value > 0) return value;
  throw new UsageError(`--${name} is ${values.string(name)}, expected a number above 0, or inf`);
}

function readRampUp(values: OptionValues): RampUp | null {
  const strategy = values.optionalChoice("ramp-up-strategy", RAMP_UP_STRATEGIES);
  const startRps = values.optionalInteger("ramp-up-start-rps");
  const endRps = values.optionalInteger("ramp-up-end-rps");
  if (strategy === null) {
    if (startRps === null && endRps === null) return null;
    throw new UsageError(
      "--ramp-up-start-rps and --ramp-up-end-rps need --ramp-up-strategy linear or exponential",
    );
  }
  if (startRps === null || endRps === null) {
    throw new UsageError(
      "--ramp-up-strategy needs both --ramp-up-start-rps and --ramp-up-end-rps",
    );
  }
  if (startRps > endRps) {
    throw new UsageError(
      `--ramp-up-start-rps is ${startRps}, expected at most --ramp-up-end-rps, which is ${endRps}`,
    );
  }
  if (values.number("request-rate") !== Infinity) {
    throw new UsageError(
      `--request-rate is ${
        values.string("request-rate")
      }, but --ramp-up-strategy sets the rate: leave one of them out`,
    );
  }
  return { strategy, startRps, endRps };
}
