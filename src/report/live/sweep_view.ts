/** A sweep as it is shown: what happened becomes lines, what is becomes the block. */
import type { Event } from "../../journal/event.ts";
import { Progress, resultDetail } from "../progress.ts";
import type { View } from "./block.ts";
import { type Forecast, NO_OUTLOOK, type Outlook } from "../../forecast/forecast.ts";
import { LastResults, type ResultNote } from "./last_results.ts";
import { type Limits, NO_LIMITS } from "./limits.ts";
import { SweepState } from "../../journal/state.ts";
import { runTitle } from "./titles.ts";

/** Follows the events of a sweep. */
export class SweepView implements View {
  readonly state = new SweepState();
  limits: Limits = NO_LIMITS;
  readonly #progress: Progress;
  readonly #results = new LastResults();
  #forecast: Forecast | null = null;

  /** @param experimentPath Directory of the experiment as the user sees it. */
  constructor(experimentPath: string) {
    this.#progress = new Progress(experimentPath);
  }

  get outlook(): Outlook {
    return this.#forecast ?? NO_OUTLOOK;
  }

  get results(): readonly ResultNote[] {
    return this.#results.notes;
  }

  /** @param forecast From now on it is told of the events, as what is known is. Null: nothing can be told of the time to come. */
  expect(forecast: Forecast | null, limits: Limits): void {
    this.#forecast = forecast;
    this.limits = limits;
  }

  /**
   * Takes an event into account; each is to be given once, in order.
   *
   * @param atMs When it happened.
   * @param withEta Tell in the line of a run how long the sweep will take yet.
   * @returns Its line, or several, with their ends; empty if it is not worth one.
   */
  apply(event: Event, atMs: number, withEta: boolean): string {
    this.state.apply(event, atMs);
    this.#forecast?.update(event, atMs);
    const etaMs = withEta ? this.outlook.etaMs(atMs) : null;
    const text = this.#progress.text(event, etaMs);
    return text === null ? "" : timestamped(text, event.time);
  }

  /**
   * What scrolls away above the block at an event. A result does when newer ones take its place in the block, and not at all
   * what the block shows by itself.
   *
   * @param line Its line.
   */
  scrolling(event: Event, line: string): string {
    switch (event.type) {
      case "server-starting":
        return "";
      case "server-stopped":
        return event.killed || event.left.length > 0 ? line : "";
      case "run-finished": {
        if (event.outcome.kind !== "valid") return line;
        const { server, name } = event;
        const note = { place: runTitle(server, name), detail: resultDetail(event), line };
        return this.#results.add(note)?.line ?? "";
      }
      default:
        return line;
    }
  }

  /** The block goes: the lines of the results in it. */
  lastLines(): string {
    return this.#results.clear().map(({ line }) => line).join("");
  }
}

/** On a line of its own, with the wall clock before it: nobody watches, and the log is read in the morning. */
export function timestamped(text: string, time: string): string {
  return `${time.slice(0, 19).replace("T", " ")}Z ${text}\n`;
}
