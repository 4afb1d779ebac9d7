/**
 * How much a sweep may take: until a time, for so long, for so many GPU hours. It is asked before anything is started, with
 * what that is expected to take: what fits is run, and the sweep ends cleanly instead of in the middle of a run.
 */
import { limitText, roughText } from "../lib/duration.ts";
import { timeOfDay } from "../lib/local_time.ts";
import { gpuTimeText } from "./gpu_time.ts";

/** The limits; null for none. */
export interface BudgetLimits {
  /** `--until`: in ms since 1970. */
  readonly untilAtMs: number | null;
  /** `--budget`: how long the sweep may take, in ms. */
  readonly budgetMs: number | null;
  /** `--gpu-budget`: GPU time in ms: 3,600,000 are a GPU hour. */
  readonly gpuBudgetMs: number | null;
}

/** When the sweep begins, on both clocks. */
export interface BudgetStart {
  /** A clock that never goes back, in ms. */
  readonly nowMs: number;
  /** The wall clock: ms since 1970. */
  readonly wallMs: number;
}

/** Something that is about to be started. */
export interface BudgetRequest {
  /** The clock that never goes back, in ms. */
  readonly nowMs: number;
  /** Until it is over and cleared up; null if that is not known: then it may begin while there is time. */
  readonly expectedMs: number | null;
  /** GPUs that are busy with it. */
  readonly gpus: number;
}

/** The time limit of a sweep. */
interface Deadline {
  readonly atMs: number;
  /** `It is 06:00 (--until)`. */
  readonly usedUp: string;
  /** `until 06:00 (--until)`. */
  readonly until: string;
}

/** The budget of a sweep, and what of it is spent. */
export class Budget {
  readonly #deadline: Deadline | null;
  readonly #gpuBudgetMs: number | null;
  #gpuSpentMs = 0;
  /** GPU time that what runs now is expected to take yet. */
  #gpuReservedMs = 0;
  #leftOut = 0;
  #text: string | null = null;

  constructor({ untilAtMs, budgetMs, gpuBudgetMs }: BudgetLimits, { nowMs, wallMs }: BudgetStart) {
    const deadlines: Deadline[] = [];
    if (untilAtMs !== null) {
      const time = clockText(untilAtMs, wallMs);
      deadlines.push({
        atMs: nowMs + untilAtMs - wallMs,
        usedUp: untilText(untilAtMs, wallMs),
        until: `until ${time} (--until)`,
      });
    }
    if (budgetMs !== null) {
      const budget = `the budget of ${limitText(budgetMs)}`;
      deadlines.push({
        atMs: nowMs + budgetMs,
        usedUp: `The${budget.slice(3)} is used up (--budget)`,
        until: `of ${budget} (--budget)`,
      });
    }
    this.#deadline = deadlines.sort((a, b) => a.atMs - b.atMs)[0] ?? null;
    this.#gpuBudgetMs = gpuBudgetMs;
  }

  /** When the time is up, on the clock that never goes back; null for no limit. */
  get deadlineMs(): number | null {
    return this.#deadline?.atMs ?? null;
  }

  /** GPU time that was spent, in ms. */
  get gpuSpentMs(): number {
    return this.#gpuSpentMs;
  }

  /** How much was asked for and did not fit. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** Why the last thing that was asked for did not fit, as a sentence without its full stop; null if all did. */
  get text(): string | null {
    return this.#text;
  }

  /** True once nothing at all can be started any more. Afterwards {@linkcode text} says why. */
  isUsedUp(nowMs: number): boolean {
    const text = this.#usedUpText(nowMs);
    if (text !== null) this.#text = text;
    return text !== null;
  }

  /** Whether something fits in what is left. If not, it counts as left out, and {@linkcode text} says why. */
  admits(request: BudgetRequest): boolean {
    const text = this.#usedUpText(request.nowMs) ?? this.#tooLongText(request) ??
      this.#tooDearText(request);
    if (text === null) return true;
    this.#text = text;
    this.#leftOut++;
    return false;
  }

  /**
   * Sets GPU time aside for something that begins, so that what begins beside it does not count on it.
   *
   * @param gpuMs What it is expected to take; 0 if that is not known.
   * @returns To be called at its end with what it took.
   */
  reserve(gpuMs: number): (tookGpuMs: number) => void {
    this.#gpuReservedMs += gpuMs;
    return (tookGpuMs) => {
      this.#gpuReservedMs -= gpuMs;
      this.spend(tookGpuMs);
    };
  }

  /** Takes off GPU time that was spent. */
  spend(gpuMs: number): void {
    this.#gpuSpentMs += gpuMs;
  }

  #usedUpText(nowMs: number): string | null {
    const deadline = this.#deadline;
    if (deadline !== null && nowMs >= deadline.atMs) return deadline.usedUp;
    const gpuBudgetMs = this.#gpuBudgetMs;
    return gpuBudgetMs !== null && this.#gpuSpentMs >= gpuBudgetMs
      ? `The budget of ${gpuTimeText(gpuBudgetMs)} is used up (--gpu-budget)`
      : null;
  }

  #tooLongText({ nowMs, expectedMs }: BudgetRequest): string | null {
    const deadline = this.#deadline;
    if (deadline === null || expectedMs === null) return null;
    const leftMs = deadline.atMs - nowMs;
    if (expectedMs <= leftMs) return null;
    return `What is left to do does not fit in the ${roughText(leftMs)} ${deadline.until}: ` +
      `the next takes about ${roughText(expectedMs)}`;
  }

  #tooDearText({ expectedMs, gpus }: BudgetRequest): string | null {
    const gpuBudgetMs = this.#gpuBudgetMs;
    if (gpuBudgetMs === null || gpus === 0) return null;
    const leftMs = gpuBudgetMs - this.#gpuSpentMs - this.#gpuReservedMs;
    const neededMs = (expectedMs ?? 0) * gpus;
    // Something of unknown length may begin while something is left.
    if (expectedMs === null ? leftMs > 0 : neededMs <= leftMs) return null;
    const next = expectedMs === null ? "" : `: the next takes about ${gpuTimeText(neededMs)}`;
    return `What is left to do does not fit in the ${
      gpuTimeText(Math.max(0, leftMs))
    } that are left ` +
      `of ${gpuTimeText(gpuBudgetMs)} (--gpu-budget)${next}`;
  }
}

/** Why a sweep ends at the moment of `--until`, as a sentence. @param wallMs When it began; both in ms since 1970. */
export function untilText(untilAtMs: number, wallMs: number): string {
  return `It is ${clockText(untilAtMs, wallMs)} (--until)`;
}

/** `06:00` on the clock of this machine, with seconds if it has any; with the date if it is another day's. */
function clockText(atMs: number, wallMs: number): string {
  return timeOfDay(atMs, wallMs, atMs % 60_000 < 1_000 ? "minute" : "second");
}
