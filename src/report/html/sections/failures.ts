/** What failed for good: class, reason, command and the end of the log. */
import type { ExperimentFailure } from "../../../analysis/experiment.ts";
import { quoteWords } from "../../../spec/shell_words.ts";
import { type Html, html } from "../html.ts";
import { countText } from "../../numbers.ts";
import { fileHref } from "../links.ts";
import { labelOf, type SweepView } from "../sweep_view.ts";

/** So many are open at first. */
const OPEN = 5;

/** A failure and the combinations that it left without results. */
interface Failed {
  readonly sweep: SweepView;
  readonly run: number | null;
  readonly failure: ExperimentFailure["failure"];
  readonly labels: string[];
}

/** The section; nothing if nothing failed. */
export function failures(sweeps: readonly SweepView[]): Html {
  const failed = sweeps.flatMap(failedOf);
  if (failed.length === 0) return html``;
  return html`<section id="failures" aria-labelledby="failures-title">
<h2 id="failures-title">Failures</h2>
${failed.map((each, index) => failureBox(each, index < OPEN, sweeps.length > 1))}
</section>`;
}

/** A server that did not start is one failure, however many combinations it takes with it. */
function failedOf(sweep: SweepView): Failed[] {
  const starts = new Map<string, Failed>();
  const failed: Failed[] = [];
  for (const { directory, server, failures } of sweep.rows) {
    const label = labelOf(sweep, directory);
    for (const { run, failure } of failures) {
      const known = run === null ? starts.get(server ?? "") : undefined;
      if (known !== undefined) {
        known.labels.push(label);
        continue;
      }
      const made = { sweep, run, failure, labels: [label] };
      failed.push(made);
      if (run === null) starts.set(server ?? "", made);
    }
  }
  return failed;
}

function failureBox({ sweep, run, failure, labels }: Failed, isOpen: boolean, isSeveral: boolean) {
  const { class: kind, reason, command, logTail, logFile } = failure;
  const [label] = labels;
  const what = run === null
    ? `server start of ${countText(labels.length, "combination")}, first ${label}`
    : `run ${run} of ${label}`;
  return html`
    <details class="failure" ${isOpen && html`
      open
    `}>
    <summary><span class="badge">${kind}</span> ${isSeveral && `${sweep.name}: `}${what}</summary>
    <p>${reason}</p>
    ${command.length > 0 && html`<h3>Command</h3>
<pre tabindex="0">${quoteWords(command)}</pre>`}
    ${logTail.length > 0 && html`<h3>End of the log</h3>
<pre tabindex="0">${logTail.join("\n")}</pre>`}
    ${logFile !== null && html`<p><a href="${fileHref(sweep, logFile)}">Whole log</a></p>`}
    </details>
  `;
}
