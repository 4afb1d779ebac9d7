/** When the runs of a sweep fail in the same way from the first, going on costs a night and finds nothing. */
import type { Failure, FailureClass } from "../journal/event.ts";
import type { JsonObject } from "../json/value.ts";
import { flagOf, withUnderscores } from "../engine/flags.ts";
import { failureSignature } from "../result/failure_class.ts";
import { ENV_KEY, NAME_KEY } from "../spec/sweep.ts";

/** A run that failed for good. */
export interface FailedRun {
  readonly failure: Failure;
  /** Id of its server start. */
  readonly start: string;
  /** Of its combination. */
  readonly directory: string;
}

/** Classes of a benchmark that fails before its first request, whatever server it asks. */
const AT_ONCE: readonly FailureClass[] = ["bad-argument", "model-not-found"];

/** Classes that smaller parameters may not meet. */
const OF_THE_SIZE: readonly FailureClass[] = ["gpu-out-of-memory", "host-out-of-memory"];

/** Failures that are alike. */
interface Group {
  runs: number;
  readonly starts: Set<string>;
  readonly combinations: Set<string>;
}

/** Follows the runs of a sweep until one is valid. */
export class AlikeFailures {
  readonly #limit: number;
  readonly #groups = new Map<string, Group>();
  #anyValid = false;

  /** @param limit So many that are alike are enough, in as many combinations or on two servers; 0 for never. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** A run is valid: what fails from now on is not the whole set-up. */
  valid(): void {
    this.#anyValid = true;
  }

  /** Takes note of a failure. @returns Whether so many failed alike that the others would too. */
  add({ failure, start, directory }: FailedRun): boolean {
    if (OF_THE_SIZE.includes(failure.class)) return false;
    const signature = `${failure.class} ${failureSignature(failure.reason, failure.logTail)}`;
    let group = this.#groups.get(signature);
    if (group === undefined) {
      group = { runs: 0, starts: new Set(), combinations: new Set() };
      this.#groups.set(signature, group);
    }
    group.runs++;
    group.starts.add(start);
    group.combinations.add(directory);
    if (this.#anyValid || this.#limit === 0 || group.runs < this.#limit) return false;
    return group.combinations.size >= this.#limit || group.starts.size > 1;
  }

  /**
   * Whether the very first failure of a benchmark tells that all will fail: its command is wrong, and not by what the bench sets vary.
   *
   * @param params The bench set of the run.
   */
  isHopeless({ class: kind, reason }: Failure, params: JsonObject): boolean {
    if (this.#anyValid || this.#limit === 0 || !AT_ONCE.includes(kind)) return false;
    return ![...params].some(([key, value]) => {
      if (key === NAME_KEY || key === ENV_KEY) return false;
      const flag = flagOf(key);
      const names = [flag, withUnderscores(flag)].map((name) => name.replace(/\..*$/, ""));
      return names.some((name) => hasWord(reason, name)) ||
        typeof value === "string" && value.length > 1 && reason.includes(value);
    });
  }
}

/** Whether a text has a flag, and not only a longer one. */
function hasWord(text: string, flag: string): boolean {
  for (let at = text.indexOf(flag); at >= 0; at = text.indexOf(flag, at + 1)) {
    if (!/[\w-]/.test(text[at + flag.length] ?? " ")) return true;
  }
  return false;
}
