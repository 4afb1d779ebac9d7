/** An experiment directory, open for a sweep: events go in, files come out. Each event is on disk when `record` returns. */
import { ensureDirSync } from "@std/fs/ensure-dir";
import { join } from "@std/path/join";
import type { Plan } from "../plan/plan.ts";
import type { IsFinished } from "../plan/remaining.ts";
import { JOURNAL_FILE, resultName } from "../plan/paths.ts";
import { type Event, type EventBody, eventWithoutResult } from "../journal/event.ts";
import type { Masker } from "../secrets/mod.ts";
import { writeFailedRun } from "./failed_file.ts";
import { HeldDirectory } from "./held_directory.ts";
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
  /** SHA-256 of the result files that are there already, by name. @default {new Map()} */
  readonly hashes?: ReadonlyMap<string, string>;
}

/** An open experiment directory. Disposing it closes the journal. */
export class Experiment implements Disposable {
  readonly results: Results;
  readonly #root: string;
  readonly #directory: HeldDirectory;
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
    { summaries = true, hashes = new Map() }: ExperimentOptions = {},
  ) {
    this.#root = root;
    this.#directory = new HeldDirectory(root);
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
    this.results = new Results(root, files, hashes);
  }

  /** Writes the manifest with the facts of this session. */
  describe(session: Session): void {
    this.#directory.check();
    this.#manifest.write(this.#masker.value(session));
  }

  /**
   * Looks whether directory and journal are those that the sweep began with.
   *
   * @throws {LostDirectory} If not.
   */
  check(): void {
    this.#directory.check();
    this.#journal.check();
  }

  /**
   * Stores what happened: first the result, then the line of the journal that says it is there.
   *
   * @returns The event with its time, without secrets.
   * @throws {LostDirectory} If directory or journal are not those that the sweep began with. The result is stored all the same if
   *   the directory is.
   */
  record(body: EventBody): Event {
    const event = this.#masked({ time: new Date().toISOString(), ...body });
    this.#directory.check();
    this.#journal.append(event, this.#write(event));
    return event;
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

  /** Writes the files that an event stands for. @returns What the journal says of them. */
  #write(event: Event): Record<string, unknown> {
    if (event.type !== "run-finished") return this.#summarize(event);
    const { name: { directory, run }, outcome, result, rawResult, exit, durationMs } = event;
    if (outcome.kind === "cancelled") return {};
    const path = join(this.#root, directory);
    ensureDirSync(path);
    if (outcome.kind === "valid") {
      return { file: resultName(run), ...this.results.write(directory, run, result!) };
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

  #summarize(event: Event): Record<string, unknown> {
    if (!this.#writesSummaries) return {};
    if (event.type === "sweep-finished") {
      this.results.writeSummary(true);
    } else if (event.type === "combination-finished") {
      const summary = this.results.writeCombinationSummary(event.directory);
      this.results.writeSummary(false);
      if (summary !== null) return { summarySha256: summary.sha256 };
    }
    return {};
  }
}
