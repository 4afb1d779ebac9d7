/** A change as the table of differences has it, from the server and from the page's script. */
import { directionOf } from "../../analysis/direction.ts";
import { numberText } from "../numbers.ts";
import type { PageChange, PageMetric } from "./page_data.ts";

/** `+20.0 % (+17.7 to +22.3)`. */
export function changeText(change: PageChange | null): string {
  if (change === null) return "–";
  const [percent, low, high] = change;
  const signed = (value: number) => `${value > 0 ? "+" : ""}${numberText(value, 1)}`;
  return low === null || high === null
    ? `${signed(percent)} %`
    : `${signed(percent)} % (${signed(low)} to ${signed(high)})`;
}

/** Class of a cell: better or worse only where the interval leaves out no change. */
export function changeClass(
  change: PageChange | null,
  better: PageMetric["better"],
): "" | "better" | "worse" {
  if (change === null || better === null) return "";
  const [, low, high] = change;
  const direction = directionOf(low, high);
  if (direction === null || direction === "unclear") return "";
  return direction === better ? "better" : "worse";
}
