/** What combinations are called. */
import { sidesOf } from "../../analysis/directory_params.ts";
import type { Row } from "../../analysis/rows.ts";
import type { JsonObject } from "../../json/value.ts";
import { NAME_KEY } from "../../spec/sweep.ts";
import { valueText } from "../../json/value_text.ts";

/** Names of a combination. */
export interface Labels {
  /** Of its serve set and its bench set: the set's own name, else the parameters that vary; empty if there are none. */
  readonly serve: string;
  readonly bench: string;
  /** Both as one. */
  readonly label: string;
  /** The names that sets have of themselves. Others say what the columns of a table say too. */
  readonly ownNames: string;
}

/** Labels by directory, all different. */
export function labelRows(rows: readonly Row[]): Map<string, Labels> {
  const labels = rows.map(labelsOf);
  const counts = new Map<string, number>();
  for (const { label } of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return new Map(rows.map(({ directory }, index) => {
    const own = labels[index]!;
    // Sets that differ in variables only: their directories differ.
    return [directory, counts.get(own.label) === 1 ? own : { ...own, ...sideTexts(directory) }];
  }));
}

/** The sides of a directory's name as they are. */
export function sideTexts(directory: string): Pick<Labels, "serve" | "bench" | "label"> {
  const { serve, bench } = sidesOf(directory);
  return withLabel(serve ?? "", bench ?? "", directory);
}

function labelsOf({ directory, serveParams, benchParams, combination }: Row): Labels {
  const { serve, bench } = sidesOf(directory);
  const ownServe = ownName(serve, combination.serveParams);
  const ownBench = ownName(bench, combination.benchParams);
  return {
    ...withLabel(
      ownServe ?? pairsText(serveParams),
      ownBench ?? pairsText(benchParams),
      directory,
    ),
    ownNames: [ownServe, ownBench].filter((name) => name).join(" · "),
  };
}

function withLabel(serve: string, bench: string, directory: string) {
  const label = [serve, bench].filter((side) => side !== "").join(" · ");
  return { serve, bench, label: label || directory || "(no parameters)" };
}

/** Null for a set whose parameters are its name. */
function ownName(side: string | null, params: JsonObject): string | null {
  const name = params.get(NAME_KEY);
  if (typeof name === "string") return name;
  return side === null || side.includes("=") ? null : side;
}

function pairsText(params: JsonObject): string {
  return [...params].map(([name, value]) => `${name}=${valueText(value)}`).join(", ");
}
