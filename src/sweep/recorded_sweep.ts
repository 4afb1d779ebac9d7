/** A sweep of another process, as its directory tells it. */
import { basename } from "@std/path/basename";
import { join } from "@std/path/join";
import { resolve } from "@std/path/resolve";
import { DEMO } from "../commands/demo.ts";
import { commandOf, readCommand } from "../commands/parse.ts";
import { SERVE } from "../commands/serve.ts";
import { toPlain } from "../json/plain.ts";
import { parseJson } from "../json/parse.ts";
import { isJsonObject, type JsonObject } from "../json/value.ts";
import { DurationHistory } from "../forecast/durations.ts";
import { assumedGpus } from "../engine/gpu_demand.ts";
import { JOURNAL_FILE, MANIFEST_FILE, resultFile } from "../plan/paths.ts";
import type { Plan, ServerStart } from "../plan/plan.ts";
import { planSize, remaining } from "../plan/remaining.ts";
import { simulate } from "../machine/simulate.ts";
import { type Event, WARMUP_RUN } from "../journal/event.ts";
import type { EtaOptions } from "../forecast/eta.ts";
import { Forecast } from "../forecast/forecast.ts";
import type { Limits } from "../report/live/limits.ts";
import type { Resume } from "../report/live/status_report.ts";
import { SweepView } from "../report/live/sweep_view.ts";
import { resumeArguments } from "../report/resume_arguments.ts";
import { readIfThere } from "../store/files.ts";
import { MAX_RESULT_BYTES } from "../result/size_limit.ts";
import { JournalTail } from "../store/journal_tail.ts";
import { readPlan } from "../store/plan_file.ts";
import { readSessions } from "../store/read_experiment.ts";

/** Results that are read at first: no more are shown. */
const LAST = 3;

/** A forecast is made anew at most so often. */
const FORECAST_MS = 2_000;

/** The last session of a sweep, from its journal and its manifest. */
export class RecordedSweep {
  readonly directory: string;
  readonly view: SweepView;
  readonly #tail: JournalTail;
  readonly #events: Event[];
  #history = new DurationHistory();
  #facts: JsonObject | null = null;
  #forecastAtMs = -Infinity;

  /** Reads what is there. @throws {ServesweepError} If it cannot be read, or a newer version wrote it. */
  constructor(directory: string) {
    this.directory = directory;
    this.view = new SweepView(directory);
    this.#tail = new JournalTail(join(directory, JOURNAL_FILE));
    this.#events = [...this.#tail.read()];
    const events = lastSession(this.#events);
    const isShown = new Set<Event>(events.filter(isResult).slice(-LAST));
    for (const event of events) {
      const shown = isShown.has(event) ? this.#withResult(event) : event;
      this.view.scrolling(shown, this.view.apply(shown, Date.parse(event.time), false));
    }
    this.#forecast();
  }

  /** How to go on with it; null where the manifest does not tell. */
  get resume(): Resume | null {
    const { argv, workingDirectory } = toPlain(this.#facts ?? new Map()) as Facts;
    if (!Array.isArray(argv) || !argv.every((word) => typeof word === "string")) return null;
    const [program, ...args] = argv as string[];
    const where = typeof workingDirectory === "string" ? workingDirectory : null;
    return {
      argv: [program!, ...resumeArguments(args, this.#name(args))],
      workingDirectory: where === Deno.cwd() ? null : where,
    };
  }

  /** What happened since the last time; the view is to be told of each. */
  next(): readonly Event[] {
    const fresh = this.#tail.read().map((event) => this.#withResult(event));
    for (const event of fresh) {
      this.#events.push(event);
      this.#history.learn(event);
    }
    return fresh;
  }

  /** Between two times: a session writes its facts when it has begun. */
  settle(): void {
    const isDue = performance.now() - this.#forecastAtMs >= FORECAST_MS;
    if (isDue && this.#facts === null) this.#forecast();
  }

  #forecast(): void {
    const history = this.#history = new DurationHistory();
    const events = lastSession(this.#events);
    this.#facts = this.#readFacts(events);
    const plan = this.#facts === null ? null : this.#todo(events);
    const forecast = plan === null
      ? null
      : new Forecast(plan, history, packed(this.#facts!, events));
    const begin = this.#events.length - events.length;
    for (const [index, event] of this.#events.entries()) {
      history.learn(event);
      if (index >= begin) forecast?.update(event, Date.parse(event.time));
    }
    this.view.expect(forecast, limitsOf(this.#facts));
    this.#forecastAtMs = performance.now();
  }

  /** What the last session was to do; null if there is no plan of it: an older version wrote none. */
  #todo([begin]: readonly Event[]): Plan | null {
    if (begin?.type !== "sweep-started") return null;
    const plan = readPlan(this.directory);
    if (plan === null) return null;
    const there = new Set<string>();
    for (const event of this.#events) {
      if (event === begin) break;
      if (isResult(event)) there.add(resultFile(event.name.directory, event.name.run));
    }
    const todo = remaining(plan, (_, { directory }, run) => there.has(resultFile(directory, run)));
    // What is not valid any more it does again, and the plan may be that of a session that comes after it.
    return planSize(todo).runs === begin.runs ? todo : null;
  }

  /** The facts of the last session; null as long as it has not written them. */
  #readFacts([begin]: readonly Event[]): JsonObject | null {
    if (begin?.type !== "sweep-started") return null;
    const sessions = readSessions(join(this.directory, MANIFEST_FILE));
    return sessions.findLast((session) => session.get("session") === begin.session) ?? null;
  }

  /** As its command line names it: that may have a slash in it. */
  #name(args: readonly string[]): string {
    const own = basename(resolve(this.directory));
    try {
      const asked = commandOf(args);
      const spec = "kind" in asked
        ? undefined
        : [SERVE, DEMO].find(({ name }) => name === asked.name);
      if ("kind" in asked || spec === undefined) return own;
      const command = readCommand(asked.words, spec);
      return "location" in command ? command.location.experimentName ?? own : own;
    } catch {
      // Another version wrote it.
      return own;
    }
  }

  /** Results are not in the journal: they have files of their own. */
  #withResult(event: Event): Event {
    if (!isResult(event)) return event;
    const { name: { directory, run } } = event;
    try {
      const text = readIfThere(join(this.directory, resultFile(directory, run)), MAX_RESULT_BYTES);
      const value = text === null ? null : parseJson(text).value;
      return { ...event, result: isJsonObject(value ?? undefined) ? value as JsonObject : null };
    } catch {
      // Set aside or damaged since: its numbers are not shown.
      return event;
    }
  }
}

/** What is read of the facts of a session; anything may be in a file. */
interface Facts {
  readonly argv?: unknown;
  readonly workingDirectory?: unknown;
  readonly limits?: { readonly deadlineAtMs?: unknown; readonly gpuBudgetMs?: unknown };
  readonly packing?: { readonly parallel?: unknown; readonly gpus?: unknown };
}

function lastSession(events: readonly Event[]): readonly Event[] {
  return events.slice(Math.max(0, events.findLastIndex(({ type }) => type === "sweep-started")));
}

function isResult(event: Event): event is Event & { type: "run-finished" } {
  return event.type === "run-finished" && event.outcome.kind === "valid" &&
    event.name.run !== WARMUP_RUN;
}

function limitsOf(facts: JsonObject | null): Limits {
  const { limits } = toPlain(facts ?? new Map()) as Facts;
  const number = (value: unknown) => typeof value === "number" ? value : null;
  return {
    deadlineAtMs: number(limits?.deadlineAtMs),
    gpuBudgetMs: number(limits?.gpuBudgetMs),
  };
}

/** How the starts share the machine. */
function packed(facts: JsonObject, events: readonly Event[]): EtaOptions {
  const { packing } = toPlain(new Map([["packing", facts.get("packing") ?? null]])) as Facts;
  const parallel = packing?.parallel;
  if (typeof parallel !== "number" || parallel <= 1) return {};
  const gpus = Array.isArray(packing?.gpus) ? packing.gpus.length : null;
  const asked = new Map<string, number>();
  for (const event of events) {
    if (event.type === "server-starting") asked.set(event.server, event.gpus ?? 0);
  }
  const gpusOf = (start: ServerStart) =>
    Math.min(asked.get(start.name) ?? assumedGpus(start), gpus ?? Infinity);
  return {
    wallMs: (jobs) =>
      simulate(
        jobs.map(({ start, totalMs }) => ({
          name: start.name,
          gpus: gpusOf(start),
          expectedMs: totalMs,
        })),
        { gpus, parallel },
      ).wallMs,
  };
}
