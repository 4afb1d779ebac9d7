/** Short names of servers and combinations: without the prefixes that all of them have. */
import { WARMUP_RUN } from "../../journal/event.ts";
import type { RunName } from "../../journal/event.ts";
import { shownName } from "../progress.ts";
import { harmless } from "../../lib/width.ts";

/** `small` for `SERVE--small`; with the number of the start where a serve set has several. */
export function serverTitle(server: string, round = 0): string {
  const title = harmless(shownName(server.replace(/^SERVE--/, "")));
  return round === 0 ? title : `${title} #${round + 1}`;
}

/** What the name of a combination has besides that of its server: `long` for `SERVE--small-BENCH--long`. */
export function benchTitle(server: string, directory: string): string {
  const rest = directory.startsWith(server) ? directory.slice(server.length) : directory;
  return harmless(shownName(rest.replace(/^-?BENCH--/, "")));
}

/** `small long run 0`. */
export function runTitle(server: string, { directory, run }: RunName): string {
  const number = run === WARMUP_RUN ? "warm-up" : `run ${run}`;
  // A sweep without parameters has no name on either side: once is enough.
  if (directory === "") return `${serverTitle(server)} ${number}`;
  return `${serverTitle(server)} ${benchTitle(server, directory)} ${number}`;
}
