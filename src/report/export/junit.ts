/**
 * An experiment as JUnit XML, for CI systems: a test case a combination. One of which anything failed has failed; one that was
 * not measured to its end is skipped. Structure as Jenkins and GitLab read it (junit-10.xsd of the Jenkins xUnit plugin):
 * testsuites, testsuite, properties, testcase, failure, skipped, system-out.
 */
import type { Experiment } from "../../analysis/experiment.ts";
import type { Row } from "../../analysis/rows.ts";
import { strictJson } from "../../json/python.ts";
import { isJsonObject, JsonNumber } from "../../json/value.ts";

/** The document. Times are seconds of measuring. */
export function junitExport(experiment: Experiment, rows: readonly Row[]): string {
  const { name } = experiment;
  const secondsOf = measuredSeconds(experiment);
  const failures = rows.filter(isFailed).length;
  const skipped = rows.filter(isSkipped).length;
  const total = rows.reduce((sum, row) => sum + secondsOf(row), 0);
  const counts = {
    name,
    tests: rows.length,
    failures,
    errors: 0,
    time: seconds(total),
  };
  return '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<testsuites${attributes(counts)}>\n` +
    `  <testsuite${attributes({ ...counts, skipped, ...suiteFacts(experiment) })}>\n` +
    properties(experiment) +
    rows.map((row) => testCase(name, row, secondsOf(row))).join("") +
    "  </testsuite>\n</testsuites>\n";
}

function isFailed({ failures }: Row): boolean {
  return failures.length > 0;
}

function isSkipped(row: Row): boolean {
  return !isFailed(row) && (row.runs === 0 || row.runs < (row.combination.plannedRuns ?? 0));
}

function testCase(experiment: string, row: Row, time: number): string {
  const { directory, server, combination: { plannedRuns } } = row;
  const head = attributes({
    classname: server || experiment,
    name: directory || "(no parameters)",
    time: seconds(time),
  });
  const children = [
    ...(isFailed(row) ? [failureElement(row)] : []),
    ...(isSkipped(row)
      ? [`<skipped${attributes({ message: `${row.runs} of ${plannedRuns ?? "?"} runs` })}/>`]
      : []),
    ...(row.metrics.size > 0
      ? [`<system-out>${escaped(metricLines(row) + guardLines(row))}</system-out>`]
      : []),
  ];
  const body = children.map((child) => `      ${child}\n`).join("");
  return body === ""
    ? `    <testcase${head}/>\n`
    : `    <testcase${head}>\n${body}    </testcase>\n`;
}

/** One element with all of it: readers show the first only. */
function failureElement({ failures }: Row): string {
  const first = failures[0]!.failure;
  const text = failures.map(({ run, failure: { class: kind, reason, logTail, logFile } }) =>
    [
      `${
        run === null ? "server start" : run < 0 ? "warm-up run" : `run ${run}`
      }: ${kind}: ${reason}`,
      ...logTail.map((line) => `  ${line}`),
      ...(logFile === null ? [] : [`  log: ${logFile}`]),
    ].join("\n")
  ).join("\n");
  const head = attributes({ message: first.reason, type: first.class });
  return `<failure${head}>${escaped(text)}</failure>`;
}

/** `KEY = mean (n values, sd ...)`, one a line. */
function metricLines({ metrics }: Row): string {
  return [...metrics].map(([key, { n, mean, sd }]) =>
    `${key} = ${mean} (n ${n}${sd === null ? "" : `, sd ${sd}`})\n`
  ).join("");
}

/** `guard cache of run 0: unknown: why`, one a line; nothing for what is ok. */
function guardLines({ combination: { runs } }: Row): string {
  return runs.flatMap(({ run, guards }) =>
    Object.entries(guards ?? {}).filter(([, { state }]) => state !== "ok")
      .map(([guard, { state, why }]) => `guard ${guard} of run ${run}: ${state}: ${why}\n`)
  ).join("");
}

/** When it began, by the journal or the manifest. */
function suiteFacts({ events, sessions }: Experiment): Record<string, string> {
  const startedAt = events[0]?.time ?? sessions[0]?.get("startedAt");
  const host = sessions.at(-1)?.get("host");
  const hostname = isJsonObject(host) ? host.get("hostname") : undefined;
  return {
    // Without the offset: the schema knows local times only.
    ...(typeof startedAt === "string" ? { timestamp: startedAt.slice(0, 19) } : {}),
    ...(typeof hostname === "string" ? { hostname } : {}),
  };
}

function properties({ sessions }: Experiment): string {
  const session = sessions.at(-1);
  const facts = ["servesweep", "session", "startedAt", "argv", "workingDirectory", "host"]
    .flatMap((name) => {
      const value = session?.get(name);
      return value === undefined || value === null
        ? []
        : [{ name, value: typeof value === "string" ? value : strictJson(value) }];
    });
  if (facts.length === 0) return "";
  const lines = facts.map((fact) => `      <property${attributes(fact)}/>\n`).join("");
  return `    <properties>\n${lines}    </properties>\n`;
}

/** Seconds of the runs of a combination, failed ones too; without a journal the durations that the results have. */
function measuredSeconds({ events }: Experiment): (row: Row) => number {
  const ms = new Map<string, number>();
  for (const event of events) {
    if (event.type !== "run-finished") continue;
    const { name: { directory }, durationMs } = event;
    ms.set(directory, (ms.get(directory) ?? 0) + durationMs);
  }
  return ({ directory, combination: { runs } }) => {
    const known = ms.get(directory);
    if (known !== undefined) return known / 1000;
    return runs.reduce((sum, { result }) => {
      const duration = result.get("duration");
      const value = duration instanceof JsonNumber ? duration.toNumber() : 0;
      return Number.isFinite(value) && value > 0 ? sum + value : sum;
    }, 0);
  };
}

function seconds(value: number): string {
  return value.toFixed(3);
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) =>
    ` ${name}="${
      escaped(String(value)).replaceAll('"', "&quot;")
        // A reader makes spaces of bare ones.
        .replaceAll("\n", "&#10;").replaceAll("\t", "&#9;")
    }"`
  ).join("");
}

/** Text for XML 1.0; characters that it cannot hold become U+FFFD. */
function escaped(text: string): string {
  return text.toWellFormed()
    // deno-lint-ignore no-control-regex
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
    .replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;");
}
