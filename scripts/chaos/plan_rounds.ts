/** Which moments the rounds try: every step of the journal by name, files as they appear, and chance. */
import { Random } from "../../src/bench/random.ts";
import type { Moment, RoundPlan, Step, Way } from "./moment.ts";

/** Longest delay after a line of the journal or a new file: what lies between two lines takes about as long. */
const LONGEST_DELAY_MS = 5;

/** Most kills in a round. */
const MOST_KILLS = 4;

/** What is measured in one way is reused in any other. */
const WAYS: readonly Way[] = ["packed", "two", "alone", "interleaved"];

/** What plans are made of. */
export interface PlanRoundsOptions {
  readonly seed: number;
  /** Steps of an undisturbed sweep. */
  readonly steps: readonly Step[];
  /** Files of an undisturbed sweep, each with the signs that it is coming, as in {@linkcode Moment}. */
  readonly files: readonly (readonly string[])[];
  /** Kill the guards as well in every second round. @default {false} */
  readonly killGuards?: boolean;
  /** Let each start of servesweep go on in a way of its own; else all do as the first. @default {false} */
  readonly changingWays?: boolean;
}

/**
 * Plans rounds. Every third one is the next step of the journal, so three times as many rounds as steps try each of them; the
 * second and third times have a delay. The others are moments in time, files, delayed steps, and several kills.
 *
 * @returns The same plans for the same seed and sweep.
 */
export function planRounds(rounds: number, options: PlanRoundsOptions): RoundPlan[] {
  const { seed, files, killGuards = false, changingWays = false } = options;
  const random = new Random(seed);
  const steps = inTurns(options.steps, random);
  const pick = <T>(list: readonly T[]): T => list[random.integer(0, list.length - 1)]!;
  const delay = () => random.float() * LONGEST_DELAY_MS;
  const time = (): Moment => ({ kind: "time", share: random.float() });
  const file = (): Moment => ({
    kind: "file",
    files: pick(files),
    delayMs: pick([0, delay()]),
  });
  const delayedStep = (): Moment => ({ kind: "step", step: pick(steps), delayMs: delay() });
  const nextStep = (n: number): Moment => ({
    kind: "step",
    step: steps[n % steps.length]!,
    delayMs: n < steps.length ? 0 : delay(),
  });
  /** In a sweep that goes on, the files are there already, and which lines come depends on the kill before. */
  const later = (): Moment =>
    random.float() < 0.5
      ? { kind: "time", share: random.float() ** 2 }
      : { kind: "step", step: { event: pick(steps).event, occurrence: 1 }, delayMs: delay() };
  const others = [time, file, delayedStep, time];
  return Array.from({ length: rounds }, (_, round) => {
    const first = round % 3 === 0 ? nextStep(round / 3) : round % 3 === 1 ? time() : pick(others)();
    const again = round % 3 === 2 && random.float() < 0.5 ? random.integer(1, MOST_KILLS - 1) : 0;
    const kills = [first, ...Array.from({ length: again }, later)];
    return {
      round,
      kills,
      resumes: kills.map(() => changingWays ? pick(WAYS) : "packed"),
      withGuards: killGuards && round % 2 === 1,
    };
  });
}

/** One step of each type of event, then another of each, and so on: a few rounds see every type. */
function inTurns(steps: readonly Step[], random: Random): Step[] {
  const byEvent = new Map<string, Step[]>();
  for (const step of steps) {
    byEvent.set(step.event, [...byEvent.get(step.event) ?? [], step]);
  }
  const turns: Step[] = [];
  while (turns.length < steps.length) {
    for (const list of byEvent.values()) {
      if (list.length > 0) turns.push(...list.splice(random.integer(0, list.length - 1), 1));
    }
  }
  return turns;
}
