/** Ids of planned server starts. */

/**
 * `SERVE--small#2`: the name of the serve set and which of its starts it is, from 1; `SERVE#1` for the empty serve set. Names
 * are unique within a plan, and so are ids: what follows the last `#` is the number.
 *
 * @param name Name of the serve set; empty for the empty set.
 * @param round Which start of the serve set it is, from 0.
 */
export function startId(name: string, round: number): string {
  return `${name === "" ? "SERVE" : name}#${round + 1}`;
}

/** Which start of its serve set an id is of, from 0. */
export function roundOf(id: string): number {
  return Number(id.slice(id.lastIndexOf("#") + 1)) - 1 || 0;
}
