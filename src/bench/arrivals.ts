/** When each request is due: constant, Poisson or gamma arrivals, or a rate that rises over the run. */
import { Random } from "./random.ts";
import type { Traffic } from "./settings/settings.ts";

/** Separates the draws of the arrivals from those of the prompts. */
const STREAM = 1;

/** One request of the schedule. */
export interface Arrival {
  /** Seconds after the start of the run. */
  readonly atS: number;
  /** Requests per second that were in force. */
  readonly rps: number;
}

/** The rate in force for request `index` of `total`. */
export function rateAt(traffic: Traffic, index: number, total: number): number {
  const { rampUp } = traffic;
  if (rampUp === null) return traffic.requestRate;
  const progress = index / Math.max(total - 1, 1);
  const { startRps, endRps } = rampUp;
  return rampUp.strategy === "linear"
    ? startRps + (endRps - startRps) * progress
    : startRps * (endRps / startRps) ** progress;
}

/**
 * The schedule of `total` requests. As in `vllm bench serve`, the times of a constant rate are stretched so that the last
 * request is due at exactly `total / requestRate`: otherwise the throughput would vary by 1 to 2 % with the seed.
 *
 * @throws RangeError if a rate is not positive.
 */
export function arrivals(traffic: Traffic, total: number, seed: number): Arrival[] {
  const random = new Random(seed, STREAM);
  const schedule: Arrival[] = [];
  let atS = 0;
  for (let index = 0; index < total; index++) {
    const rps = rateAt(traffic, index, total);
    if (!(rps > 0)) {
      throw new RangeError(`Cannot schedule request ${index + 1}: its request rate is ${rps}`);
    }
    atS += interval(random, rps, traffic.burstiness);
    schedule.push({ atS, rps });
  }
  if (traffic.rampUp !== null || atS === 0) return schedule;
  const stretch = total / traffic.requestRate / atS;
  return schedule.map(({ atS, rps }) => ({ atS: atS * stretch, rps }));
}

/** Seconds until the next request. */
function interval(random: Random, rps: number, burstiness: number): number {
  if (rps === Infinity) return 0;
  if (burstiness === Infinity) return 1 / rps;
  return random.gamma(burstiness, 1 / (rps * burstiness));
}
