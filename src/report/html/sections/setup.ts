/** What was run and on what: sessions, machine, versions, commands. */
import { isJsonObject, type Json, JsonNumber, type JsonObject } from "../../../json/value.ts";
import { quoteWords } from "../../../spec/shell_words.ts";
import { type Html, html } from "../html.ts";
import { countText, numberText, timeText } from "../../numbers.ts";
import { fileHref } from "../links.ts";
import type { SweepView } from "../sweep_view.ts";

/** The section with command lines, machine and versions of each sweep. */
export function setup(sweeps: readonly SweepView[]): Html {
  return html`<section id="setup" aria-labelledby="setup-title">
<h2 id="setup-title">What was run</h2>
${
    sweeps.map((sweep) => {
      const { experiment, name } = sweep;
      const { sessions } = experiment;
      return html`${sweeps.length > 1 && html`<h3>${name}</h3>`}
${
        sessions.length === 0
          ? html`
            <p
              class="note">The directory has no sweep.json: another program wrote it, and what it ran is not known.</p>
          `
          : sessions.map((session, index) => sessionFacts(sweep, session, index))
      }
<p>Files: ${
        [
          ["", "directory"] as const,
          ...(sweep.rows.some(({ runs }) => runs > 0) && sessions.length > 0
            ? [["summary.csv", "summary.csv"] as const]
            : []),
          ...(sessions.length > 0 ? [["sweep.json", "sweep.json"] as const] : []),
          ...(experiment.events.length > 0 ? [["journal.jsonl", "journal.jsonl"] as const] : []),
        ].map(([path, text], index) =>
          html`${index > 0 && " · "}<a href="${fileHref(sweep, path)}">${text}</a>`
        )
      }</p>`;
    })
  }
</section>`;
}

function sessionFacts(sweep: SweepView, session: JsonObject, index: number): Html {
  const { sessions } = sweep.experiment;
  const host = objectAt(session, "host");
  const size = objectAt(session, "size");
  const git = objectAt(session, "git");
  const versions = [
    ...new Set(sweep.lives.flatMap(({ version }) => version === null ? [] : [version])),
  ];
  const memory = numberAt(host, "memoryBytes");
  const facts: [string, string | null][] = [
    ["started", textOf(session.get("startedAt"))],
    ["asked for", sizeText(size)],
    ["host", textOf(host?.get("hostname"))],
    [
      "system",
      joined([
        textOf(host?.get("os")),
        textOf(host?.get("kernel")),
        textOf(host?.get("architecture")),
      ]),
    ],
    ["CPU", countOf(host, "cpus", "core")],
    ["memory", memory === null ? null : `${numberText(memory / 1024 ** 3, 1)} GiB`],
    ["GPUs", gpuText(session.get("gpus"))],
    ["driver", driverText(session.get("gpus"))],
    ["server says", versions.length === 0 ? null : versions.join(", ")],
    ["servesweep", textOf(session.get("servesweep"))],
    [
      "git",
      git === null
        ? null
        : `${textOf(git.get("commit")) ?? ""}${git.get("dirty") === true ? ", with changes" : ""}`,
    ],
    ["directory", textOf(session.get("workingDirectory"))],
  ];
  const argv = session.get("argv");
  return html`${sessions.length > 1 && html`<h4>Session ${index + 1} of ${sessions.length}</h4>`}
<dl class="pairs">${
    facts.map(([name, value]) =>
      value !== null && value !== "" &&
      html`
        <dt>${name}</dt>
        <dd>${name === "started" ? timeText(value) : value}</dd>
      `
    )
  }</dl>
${
    Array.isArray(argv) &&
    html`<pre tabindex="0" aria-label="Command line">${
      quoteWords(argv.filter((word) => typeof word === "string"))
    }</pre>`
  }`;
}

function sizeText(size: JsonObject | null): string | null {
  if (size === null) return null;
  return joined([
    countOf(size, "starts", "server start"),
    countOf(size, "combinations", "combination"),
    countOf(size, "runs", "run"),
  ]);
}

/** `4 × NVIDIA H100 80GB HBM3, 79.6 GiB`. */
function gpuText(gpus: Json | undefined): string | null {
  if (!Array.isArray(gpus)) return null;
  if (gpus.length === 0) return "none found";
  const names = gpus.filter(isJsonObject).map((gpu) => {
    const memory = numberAt(gpu, "memoryMiB");
    return `${textOf(gpu.get("name")) ?? "?"}${
      memory === null ? "" : `, ${numberText(memory / 1024, 1)} GiB`
    }`;
  });
  return [...Map.groupBy(names, (name) => name)]
    .map(([name, same]) => `${same.length} × ${name}`).join("; ");
}

function driverText(gpus: Json | undefined): string | null {
  if (!Array.isArray(gpus)) return null;
  const drivers = gpus.filter(isJsonObject).map((gpu) => textOf(gpu.get("driver")));
  return [...new Set(drivers.filter((driver) => driver !== null))].join(", ") || null;
}

function objectAt(object: JsonObject, key: string): JsonObject | null {
  const value = object.get(key);
  return isJsonObject(value) ? value : null;
}

function numberAt(object: JsonObject | null, key: string): number | null {
  const value = object?.get(key);
  return value instanceof JsonNumber ? value.toNumber() : null;
}

function countOf(object: JsonObject | null, key: string, noun: string): string | null {
  const count = numberAt(object, key);
  return count === null ? null : countText(count, noun);
}

function textOf(value: Json | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function joined(texts: readonly (string | null)[]): string | null {
  return texts.filter((text) => text !== null).join(", ") || null;
}
