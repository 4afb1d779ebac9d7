/** The answers as a part of a JSON document. Combinations are named by their directories. */
import type { Answers, Best } from "../../analysis/answers.ts";
import type { Ranked } from "../../analysis/ranking.ts";

/** As described at the export that has it. */
export function answersJson({ best, compromise, strongest, sureness, coverage }: Answers): object {
  return {
    best: best.map(bestJson),
    compromise: compromise && {
      directory: compromise.row.directory,
      tokensPerSecondPerUser: compromise.perUser.mean,
      tokensPerSecondPerGpu: compromise.perGpu.mean,
      frontier: compromise.frontier.map(({ directory }) => directory),
    },
    strongest: strongest.map(({ metric, factors, effect }) => ({
      metric: metric.key,
      params: factors.map(({ name }) => name),
      share: effect.share,
    })),
    sureness: sureness && {
      metric: sureness.metric.key,
      fewestRuns: sureness.runs[0],
      mostRuns: sureness.runs[1],
      measured: sureness.measured,
      combinations: sureness.combinations,
      median: sureness.median && spreadJson(sureness.median),
      widest: sureness.widest && spreadJson(sureness.widest),
    },
    coverage: { ...coverage, classes: Object.fromEntries(coverage.classes) },
  };
}

function bestJson({ goal, metric, row, summary, lead }: Best): object {
  const { mean, low95, high95 } = summary;
  return {
    goal,
    metric: metric.key,
    directory: row.directory,
    mean,
    low95,
    high95,
    failures: row.failures.length,
    lead: lead.kind,
    level: lead.kind === "level" ? lead.others.map((other) => other.row.directory) : [],
    next: "next" in lead
      ? { directory: lead.next.row.directory, mean: lead.next.summary.mean }
      : null,
  };
}

function spreadJson({ row, summary: { mean, sd } }: Ranked): object {
  return { directory: row.directory, spread: sd! / Math.abs(mean) };
}
