/** The answers in words, the same for the terminal, Markdown and the page, which each write the parts of a sentence their way. */
import type {
  Answers,
  Best,
  Compromise,
  Coverage,
  Goal,
  Strongest,
  Sureness,
} from "../analysis/answers.ts";
import { metricOf } from "../analysis/metrics.ts";
import type { Ranked } from "../analysis/ranking.ts";
import type { Row } from "../analysis/rows.ts";
import type { Summary } from "../analysis/statistics.ts";
import { countText, numberText, spreadText } from "./numbers.ts";

/** A part of a sentence. */
export type Phrase =
  | string
  | { readonly strong: string }
  /** The name of a combination. */
  | { readonly row: Row }
  /** Text that leads to a section of the page. */
  | { readonly text: string; readonly section: string }
  /** A sentence that only leads there. */
  | { readonly more: string; readonly section: string };

/** An answer. */
export interface AnswerLine {
  readonly title: string;
  readonly phrases: readonly Phrase[];
}

const TITLES: Readonly<Record<Goal, string>> = {
  "throughput": "Highest throughput",
  "first-token": "Fastest first token",
  "per-token": "Fastest per token",
};

/** What is told of a best combination besides the metric that it is the best in. */
const BESIDE = ["output_throughput", "mean_ttft_ms", "mean_tpot_ms"];

/** Which settings to deploy, what matters, and how sure that is. */
export function answerLines(answers: Answers): AnswerLine[] {
  return [
    ...answers.best.map(bestLine),
    ...answers.compromise === null ? [] : [compromiseLine(answers.compromise)],
    ...answers.strongest.length === 0 ? [] : [strongestLine(answers.strongest)],
    ...answers.sureness === null ? [] : [surenessLine(answers.sureness)],
  ];
}

/** What was measured and what failed. @param leftOut Runs that were left out to keep a budget. */
export function coverageLine(coverage: Coverage, leftOut: number): AnswerLine {
  const { validRuns, plannedRuns, combinations, unmeasured, failures, classes } = coverage;
  const title = "What failed";
  const done = `${countText(validRuns, "valid run")} of ${numberText(plannedRuns, 0)} in ${
    countText(combinations, "combination")
  }${leftOut > 0 ? `, ${countText(leftOut, "run")} left out to keep the budget` : ""}`;
  if (failures === 0) {
    const phrase = validRuns < plannedRuns
      ? `No failure is recorded. ${done}: the rest was not measured.`
      : `Nothing: ${done}.`;
    return { title, phrases: [phrase] };
  }
  const names = classes.map(([name, count]) => `${name} (${count})`).join(", ");
  const empty = unmeasured > 0 ? `; ${countText(unmeasured, "combination")} without any` : "";
  return {
    title,
    phrases: [
      { text: countText(failures, "failure"), section: "failures" },
      `: ${names}. ${done}${empty}.`,
    ],
  };
}

/** The first letter small, unless it begins an abbreviation such as `P99`. */
export function inSentence(title: string): string {
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

function bestLine(best: Best): AnswerLine {
  const { goal, metric: { key, decimals, unit }, row, summary } = best;
  const beside = BESIDE.flatMap((other) => {
    const mean = row.metrics.get(other)?.mean;
    if (other === key || mean === undefined || !Number.isFinite(mean)) return [];
    const { heading, decimals, unit } = metricOf(other);
    const name = heading.replace(/ ?(ms|tokens\/s)$/, "");
    return [`${name} ${numberText(mean, decimals)} ${unit}`.trim()];
  });
  const { low95, high95, mean } = summary;
  const half = low95 === null || high95 === null
    ? ""
    : ` (±${numberText((high95 - low95) / 2, decimals)})`;
  return {
    title: TITLES[goal],
    phrases: [
      { row },
      " with ",
      { strong: `${numberText(mean, decimals)} ${unit}` },
      `${half}${beside.map((text, index) => (index === 0 ? "; " : ", ") + text).join("")}.`,
      ...leadPhrases(best),
      ...failedToo(row),
    ],
  };
}

/** Whether the best is surely ahead of the next. */
function leadPhrases({ lead, metric: { decimals, unit } }: Best): Phrase[] {
  switch (lead.kind) {
    case "alone":
      return [];
    case "level": {
      const others = lead.others.length - 1;
      return [
        " Level with ",
        { row: lead.others[0]!.row },
        `${
          others > 0 ? ` and ${countText(others, "other")}` : ""
        }: this number does not tell which is better.`,
      ];
    }
    default: {
      const { row, summary: { mean } } = lead.next;
      const value = ` (${numberText(mean, decimals)} ${unit})`;
      if (lead.kind === "unknown") {
        return [" Next is ", { row }, `${value}; single runs do not tell how sure the order is.`];
      }
      return lead.kind === "clear" ? [" Clearly ahead of ", { row }, `${value}.`] : [
        " Not clearly ahead of ",
        { row },
        `${value}: the 95 % interval of their difference includes 0.`,
      ];
    }
  }
}

function compromiseLine({ row, perUser, perGpu, frontier }: Compromise): AnswerLine {
  const place = frontier.length === 1
    ? "alone"
    : `the largest product of both among the ${countText(frontier.length, "combination")}`;
  return {
    title: "Best compromise",
    phrases: [
      { row },
      " with ",
      { strong: `${meanText(perUser, "tokens_per_s_per_user")} tokens/s per user` },
      " and ",
      { strong: `${meanText(perGpu, "tokens_per_s_per_gpu")} tokens/s per GPU` },
      `: ${place} on the `,
      { text: "Pareto frontier", section: "tradeoffs" },
      ".",
      ...failedToo(row),
    ],
  };
}

function strongestLine(strongest: readonly Strongest[]): AnswerLine {
  const sentences = strongest.map(({ metric, effect, factors }, index): Phrase[] => [
    index > 0 ? ", " : "",
    { strong: factors.map(({ name }) => name).join(" with ") },
    ` goes with ${numberText(100 * effect.share, 0)} % of the differences in ${
      inSentence(metric.title)
    }`,
  ]);
  return {
    title: "What matters most",
    phrases: [...sentences.flat(), ".", { more: "All parameters", section: "effects-title" }],
  };
}

function surenessLine(
  { metric, runs, measured, combinations, median, widest }: Sureness,
): AnswerLine {
  const [fewest, most] = runs;
  const whole = measured === combinations;
  const of = whole
    ? "of each combination"
    : `of ${numberText(measured, 0)} of ${countText(combinations, "combination")}`;
  const rest = whole ? "" : " What was not measured may be better.";
  const count = `${fewest === most ? countText(most, "run") : `${fewest} to ${most} runs`} ${of}`;
  const title = "How sure";
  if (median === null || widest === null) {
    return { title, phrases: [`${count}: no spread can be told.${rest}`] };
  }
  const few = most < 3 ? " With fewer than three runs the 95 % intervals are very wide." : "";
  return {
    title,
    phrases: [
      `${count}. The spread (standard deviation) of ${inSentence(metric.title)} is ${
        spreadOf(median)
      } for the median combination and at most ${spreadOf(widest)}, at `,
      { row: widest.row },
      `.${few}${rest}`,
    ],
  };
}

function spreadOf({ summary: { mean, sd } }: Ranked): string {
  return spreadText([mean, sd, null]);
}

function meanText({ mean }: Summary, key: string): string {
  return numberText(mean, metricOf(key).decimals);
}

/** For the end of a sentence about a combination: that something of it failed too. */
function failedToo({ failures }: Row): Phrase[] {
  if (failures.length === 0) return [];
  return [
    " ",
    { text: countText(failures.length, "failure"), section: "failures" },
    " of it besides.",
  ];
}
