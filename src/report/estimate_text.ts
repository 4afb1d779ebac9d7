/** What a plan will take, for people. */
import type { Estimate } from "../forecast/estimate.ts";
import { gpuTimeText } from "../forecast/gpu_time.ts";
import { counted } from "../lib/count.ts";
import { durationText } from "../lib/duration.ts";

/** One or two lines with their ends; empty if there is nothing to do. */
export function estimateText(estimate: Estimate): string {
  const { wallMs, plusMinusMs, gpuMs, isPartial, certainty: { runs, starts } } = estimate;
  const allRuns = runs.same + runs.similar + runs.unknown;
  const allStarts = starts.same + starts.similar + starts.unknown;
  if (allRuns === 0) return "";
  if (wallMs === null) {
    return "Estimate: none, nothing like it was measured on this machine yet\n";
  }
  if (runs.unknown === allRuns) {
    return "Estimate: none, no run like these was measured on this machine yet; " +
      `without them it takes ${durationText(wallMs)}\n`;
  }
  const parts = [
    (isPartial ? "at least " : "") + durationText(wallMs) +
    (plusMinusMs === null ? "" : ` +- ${durationText(plusMinusMs)}`),
    ...(gpuMs === null ? [] : [gpuTimeText(gpuMs)]),
  ];
  const lines = [`Estimate: ${parts.join(", ")}; ${sharesText(runs, allRuns, "run")}\n`];
  if (starts.same < allStarts) {
    lines.push(`  ${sharesText(starts, allStarts, "server start")}\n`);
  }
  return lines.join("");
}

/** `48 of 54 runs were measured before on this machine, 6 are like others`. */
function sharesText(
  { same, similar, unknown }: Estimate["certainty"]["runs"],
  all: number,
  noun: string,
): string {
  const are = (count: number) => count === 1 ? "is" : "are";
  if (same === all) {
    return all === 1
      ? `its ${noun} was measured before on this machine`
      : `all ${all} ${noun}s were measured before on this machine`;
  }
  const parts = [
    ...(same > 0
      ? [
        `${same} of ${counted(all, noun)} ${
          same === 1 ? "was" : "were"
        } measured before on this machine`,
      ]
      : []),
    ...(similar > 0 ? [`${similar} ${are(similar)} like others`] : []),
    ...(unknown > 0 ? [`${unknown} ${are(unknown)} not known`] : []),
  ];
  if (same === 0) {
    parts[0] = parts[0]!.replace(/^\d+/, (count) => `${count} of ${counted(all, noun)}`);
  }
  return parts.join(", ");
}
