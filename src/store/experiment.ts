/** An experiment directory, open for a sweep: events go in, files come out. Each event is on disk when `record` returns. */
import { ensureDirSync } from "@std/fs/ensure-dir";
import { join } from "@std/path/join";
import type { Plan } from "../plan/plan.ts";
import type { IsFinished } from "../plan/remaining.ts";
import { JOURNAL_FILE, resultName } from "../plan/paths.ts";
import { type Event, type EventBody, eventWithoutResult } from "../journal/event.ts";
import type { Masker } from "../secrets/mod.ts";
import { writeFailedRun } from "./failed_file.ts";
import { Journal } from "./journal.ts";
import { Manifest, type Session } from "./manifest.ts";
import { Results } from "./results.ts";

/** Fields of events that hold no secret, even where a secret happens to be a part of their text. */
const KEPT: ReadonlySet<string> = new Set([
  ...["type", "time", "session", "process", "start", "server", "directory", "name", "key"],
  ...["result", "rawResult"],
]);

/** What is written besides the runs. */
export interface ExperimentOptions {
  /**
   * Whether there are summaries. Plots, vLLM's too, draw every summary.json below a directory: what is no result of the sweep has
   * none. @default {true}
   */
  readonly summaries?: boolean;
}

/** An open experiment directory. Disposing it closes the journal. */
export class Experiment implements Disposable {
  readonly results: Results;
  readonly #root: string;
  readonly #journal: Journal;
  readonly #manifest: Manifest;
  readonly #masker: Masker;
  readonly #writesSummaries: boolean;

  /**
   * @param root The directory, locked by the caller: two writers would tear the journal.
   * @param plan The whole plan, finished runs included: its order is that of the summary.
   * @param isFinished Whether a run of the plan has a result file already.
   * @param masker Takes the secrets out of what is recorded.
   */
  constructor(
    root: string,
    plan: Plan,
    isFinished: IsFinished,
    masker: Masker,
    { summaries = true }: ExperimentOptions = {},
  ) {
    this.#root = root;
    this.#writesSummaries = summaries;
    this.#masker = masker;
    this.#journal = new Journal(join(root, JOURNAL_FILE));
    this.#manifest = new Manifest(root);
    const files = new Map<string, number[]>();
    for (const start of plan.starts) {
      for (const combination of start.combinations) {
        const { directory, runs } = combination;
        // Its runs may be spread over several starts.
        const there = files.get(directory) ?? [];
        there.push(...runs.filter((run) => isFinished(start, combination, run)));
        files.set(directory, there);
      }
    }
    this.results = new Results(root, files);
  }

  /** Writes the manifest with the facts of this session. */
  describe(session: Session): void {
    this.#manifest.write(this.#masker.value(session));
  }

  /**
   * Stores what happened: first the result, then the line of the journal that says it is there.
   *
   * @returns The event with its time, without secrets.
   */
  record(body: EventBody): Event {
    const event = this.#masked({ time: new Date().toISOString(), ...body });
    this.#journal.append(event, this.#write(event));
    if (this.#writesSummaries) this.#summarize(event);
    return event;
  }

  #summarize(event: Event): void {
    if (event.type === "sweep-started") {
      this.results.repairCombinationSummaries();
    } else if (event.type === "combination-finished") {
      this.results.writeCombinationSummary(event.directory);
      this.results.writeSummary(false);
    } else if (event.type === "sweep-finished") {
      this.results.writeSummary(true);
    }
  }

  [Symbol.dispose](): void {
    this.#journal[Symbol.dispose]();
  }

  /** Without secrets, but for the fields that others look an event up by, and results, which are measurements. */
  #masked(event: Event): Event {
    const kept = Object.entries(event).filter(([name]) => KEPT.has(name));
    return {
      ...this.#masker.value(eventWithoutResult(event)),
      ...Object.fromEntries(kept),
    } as Event;
  }

  #write(event: Event): Record<string, unknown> {
    if (event.type !== "run-finished") return {};
    const { name: { directory, run }, outcome, result, rawResult, exit, durationMs } = event;
    if (outcome.kind === "cancelled") return {};
    const path = join(this.#root, directory);
    ensureDirSync(path);
    if (outcome.kind === "valid") {
      return { file: resultName(run), bytes: this.results.write(directory, run, result!) };
    }
    const { failure } = outcome;
    return {
      file: writeFailedRun(path, {
        run,
        failure,
        exitCode: exit?.code ?? null,
        durationMs,
        result,
        rawResult,
      }),
    };
  }
}
