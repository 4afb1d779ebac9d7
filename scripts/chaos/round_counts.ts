/** Counts what the rounds did. */
import { type Moment, stepText } from "./moment.ts";
import type { Kill } from "./round.ts";

/** Counts of all rounds. */
export class RoundCounts {
  #rounds = 0;
  #resumes = 0;
  #failures = 0;
  #late = 0;
  readonly #kinds = new Map<Moment["kind"], number>();
  /** Kills by the last event in the journal: where they really struck. */
  readonly #after = new Map<string, number>();
  /** Steps at which a sweep was killed; and those where nothing followed the step any more. */
  readonly #steps = new Set<string>();
  #survivors = 0;
  #aimed = 0;
  #exact = 0;

  /** Number of rounds so far, failed ones included. */
  get rounds(): number {
    return this.#rounds;
  }

  get failures(): number {
    return this.#failures;
  }

  /** Counts a round that held. */
  held(kills: readonly Kill[]): void {
    this.#rounds++;
    this.#resumes += kills.length;
    for (const [index, { moment, struck, lastEvent, survivors }] of kills.entries()) {
      if (!struck) {
        this.#late++;
        continue;
      }
      add(this.#kinds, moment.kind);
      add(this.#after, lastEvent ?? "nothing");
      this.#survivors += survivors;
      if (moment.kind !== "step") continue;
      // A sweep that goes on has other lines: its steps are not those of an undisturbed one.
      if (index === 0) this.#steps.add(stepText(moment.step));
      if (moment.delayMs > 0) continue;
      this.#aimed++;
      if (lastEvent === moment.step.event) this.#exact++;
    }
  }

  /** Counts a round that failed. */
  failed(): void {
    this.#rounds++;
    this.#failures++;
  }

  /** One line. @param allSteps Number of steps of an undisturbed sweep. */
  text(allSteps: number, durationMs: number): string {
    const kills = [...this.#kinds.values()].reduce((sum, count) => sum + count, 0);
    return `${this.#rounds} rounds, ${kills} kills (${
      counts(this.#kinds)
    }; ${this.#late} too late), ` +
      `last line of the journal: ${counts(this.#after)}; ` +
      `${this.#steps.size} of ${allSteps} steps by name, ${this.#exact} of ${this.#aimed} before the next line; ` +
      (this.#survivors > 0 ? `${this.#survivors} servers without guards, ` : "") +
      `${this.#resumes} resumes, ${this.#failures} failures, ${(durationMs / 1000).toFixed(0)} s`;
  }
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function counts(map: ReadonlyMap<string, number>): string {
  return [...map].sort().map(([name, count]) => `${name} ${count}`).join(", ");
}
