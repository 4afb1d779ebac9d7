/** What a look at one thing of the machine found: a line of `servesweep doctor`. */

/** One finding. */
export interface Check {
  /** What was looked at, in a word: `gpus`, `disk`. */
  readonly name: string;
  /** `warn`: a sweep can run, and should not without a thought. `fail`: it could not. */
  readonly state: "ok" | "warn" | "fail";
  /** What was found. */
  readonly text: string;
  /** What to do about it; null where there is nothing to do, or the text says it. */
  readonly remedy: string | null;
}

/** All is well. */
export function ok(name: string, text: string): Check {
  return { name, state: "ok", text, remedy: null };
}

/** Something to think about. */
export function warn(name: string, text: string, remedy: string | null): Check {
  return { name, state: "warn", text, remedy };
}

/** Something that a sweep would fail of. */
export function fail(name: string, text: string, remedy: string | null): Check {
  return { name, state: "fail", text, remedy };
}
