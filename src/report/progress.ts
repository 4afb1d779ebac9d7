/** Events as lines for people. */
import type { JsonObject } from "../json/value.ts";
import { JsonNumber } from "../json/value.ts";
import {
  type Event,
  type Failure,
  type OfStart,
  type RunName,
  WARMUP_RUN,
} from "../journal/event.ts";
import { roundOf } from "../plan/start_id.ts";
import { gpuSetText } from "./live/gpu_set.ts";
import { titleOf } from "./packing_text.ts";
import { counted } from "../lib/count.ts";
import { fewerPrompts } from "../analysis/prompts.ts";
import { durationText, elapsedText } from "../lib/duration.ts";

type RunFinished = Event & { readonly type: "run-finished" };

/** Turns the events of a sweep into lines. It counts runs, so each event is given to it once, in order. */
export class Progress {
  #done = 0;
  #total = 0;
  /** Numbers of prompts that were told, by combination. */
  readonly #prompts = new Map<string, string>();
  readonly #experimentPath: string;

  /** @param experimentPath Directory of the experiment as the user sees it: paths of logs are shown with it. */
  constructor(experimentPath: string) {
    this.#experimentPath = experimentPath;
  }

  /**
   * The text for an event, without a line end; null if it is not worth a line. Several lines for a failure.
   *
   * @param etaMs How long the sweep will take yet; null where that is not known.
   */
  text(event: Event, etaMs: number | null = null): string | null {
    switch (event.type) {
      case "sweep-started":
        this.#total = event.runs;
        return `Sweep: ${counted(event.starts, "server start")}, ${
          counted(event.combinations, "combination")
        }, ${counted(event.runs, "run")}` +
          (event.reused > 0 ? `; ${counted(event.reused, "run")} there already` : "");
      case "server-starting":
        return `Server ${startTitle(event)}: ${
          ["starting", gpuSetText(event.placement.gpus), `pid ${event.process.pid}`]
            .filter((part) => part !== "").join(", ")
        }`;
      case "server-ready":
        return `Server ${startTitle(event)}: ready after ${durationText(event.startupMs)}`;
      case "server-failed":
        return `Server ${startTitle(event)}: FAILED\n${this.#failure(event.failure)}`;
      case "run-finished":
        return this.#run(event, etaMs);
      case "retrying": {
        const { name, retry, retries } = event;
        const what = name === null ? `Server ${startTitle(event)}` : runPlace(name);
        // Its failure is no result: the run counts when it is decided.
        if (name !== null && name.run !== WARMUP_RUN) this.#done--;
        return `${what}: trying again (${retry} of ${retries})`;
      }
      case "survivors-ended":
        return `Ended ${
          counted(event.processes.length, "process", "processes")
        } that a dead sweep had left: ${event.processes.join("; ")}` +
          (event.left.length > 0 ? `; still alive: ${event.left.join("; ")}` : "");
      case "server-stopped":
        if (event.left.length > 0) {
          return `Server ${startTitle(event)}: could not be ended, still alive: ${
            event.left.join("; ")
          }`;
        }
        return `Server ${startTitle(event)}: stopped in ${durationText(event.durationMs)}${
          event.killed ? " (by SIGKILL: it did not heed SIGTERM)" : ""
        }`;
      case "memory-kept":
        return `Server ${startTitle(event)}: gone, but the memory of ${
          gpuSetText(event.gpus)
        } did not come back within ${
          durationText(event.waitedMs)
        }; the next server starts there all the same`;
      case "left-out":
        return `Server ${startTitle(event)}: ${
          counted(event.runs, "run")
        } left for another time: ${event.reason}`;
      default:
        return null;
    }
  }

  #run(event: RunFinished, etaMs: number | null): string {
    const { name: { run }, outcome } = event;
    const isWarmup = run === WARMUP_RUN;
    if (!isWarmup) this.#done++;
    const place = runPlace(event.name);
    const count = isWarmup ? "" : `[${this.#done}/${this.#total}] `;
    if (outcome.kind === "valid") {
      const left = isWarmup || etaMs === null || etaMs < 1_000 || this.#done >= this.#total
        ? ""
        : `; about ${elapsedText(etaMs)} left`;
      return `${count}${place}: ${resultDetail(event)}${this.#fewer(event)}${left}`;
    }
    if (outcome.kind === "cancelled") return `${count}${place}: cancelled (${outcome.reason})`;
    return `${count}${place}: FAILED\n${this.#failure(outcome.failure)}`;
  }

  /** That the data set has fewer prompts than were asked for: once, and again where the number changes. */
  #fewer({ name: { directory }, result }: RunFinished): string {
    const text = fewerPrompts(result);
    const isTold = text === (this.#prompts.get(directory) ?? null);
    if (text !== null) this.#prompts.set(directory, text);
    return text === null || isTold ? "" : `, ${text}`;
  }

  #failure(failure: Failure): string {
    return failureText(failure, this.#experimentPath);
  }
}

/** A name as it is shown: that of the empty set is empty. */
export function shownName(name: string): string {
  return name || "(no parameters)";
}

/** Which server start: its serve set, and its number where there are several. */
function startTitle({ start, server }: OfStart): string {
  return titleOf({ name: server, round: roundOf(start) });
}

/** Which run: its combination and its number. */
function runPlace({ directory, run }: RunName): string {
  return `${shownName(directory)} ${run === WARMUP_RUN ? "warm-up" : `run ${run}`}`;
}

/** What came out of a valid run: how long it took, and the two numbers that everybody asks for. */
export function resultDetail({ durationMs, result }: RunFinished): string {
  return durationText(durationMs) + metricsText(result);
}

/** A failure with its class and the end of its log, whose path begins with that of the experiment. */
export function failureText(failure: Failure, experimentPath: string): string {
  const { class: failureClass, reason, logTail, logFile } = failure;
  const lines = [`  ${reason} (${failureClass})`];
  if (logTail.length > 0) {
    lines.push("  Last lines of its log:", ...logTail.map((line) => `    | ${line}`));
  }
  if (logFile !== null) lines.push(`  Whole log: ${experimentPath}/${logFile}`);
  return lines.join("\n");
}

function metricsText(result: JsonObject | null): string {
  const number = (key: string) => {
    const value = result?.get(key);
    return value instanceof JsonNumber ? value.toNumber() : null;
  };
  const throughput = number("output_throughput");
  const ttft = number("mean_ttft_ms");
  return (throughput === null ? "" : `, ${throughput.toFixed(1)} tokens/s`) +
    (ttft === null ? "" : `, TTFT ${ttft.toFixed(1)} ms`);
}
