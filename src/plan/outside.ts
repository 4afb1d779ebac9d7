/** What a plan needs to know of the world and cannot look up itself. */

/** All of it. */
export interface Outside {
  /** A variable of our own environment; null where it is not set. */
  readonly variable: (name: string) => string | null;
  /** The flags of a configuration file of a server, as words; none where it cannot be read. */
  readonly configWords: (path: string) => readonly string[];
}

/** A world of which nothing is known. */
export const NOTHING_KNOWN: Outside = { variable: () => null, configWords: () => [] };
