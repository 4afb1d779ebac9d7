/** The wall clock: names of directories and times of events come from it. */
import { type Check, fail, ok, warn } from "../result/check.ts";
import { pause } from "../lib/sleep.ts";
import { query } from "../exec/gpu/query.ts";

const NAME = "clock";

/** servesweep is not older. */
const FIRST_YEAR = 2025;
const LAST_YEAR = 2100;

/** How long the two clocks are compared, and how far apart they may run. */
const WATCH_MS = 200;
const TOLERANCE_MS = 50;

/** timedatectl may wait for a service that does not come. */
const QUERY_LIMIT_MS = 3_000;

/** Looks at the year, compares the wall clock with the monotonic one, and asks whether it is synchronized. */
export async function probeClock(): Promise<Check[]> {
  const asked = query("timedatectl", ["show", "-p", "NTPSynchronized", "--value"], {
    limitMs: QUERY_LIMIT_MS,
  });
  const wallAt = Date.now();
  const monotonicAt = performance.now();
  await pause(WATCH_MS);
  const jumpMs = Date.now() - wallAt - (performance.now() - monotonicAt);
  const now = new Date();
  const text = now.toISOString().replace(/\.\d+/, "");
  if (now.getUTCFullYear() < FIRST_YEAR || now.getUTCFullYear() > LAST_YEAR) {
    return [fail(NAME, `It is ${text}?`, "Set the clock: results are named and ordered by it")];
  }
  if (Math.abs(jumpMs) > TOLERANCE_MS) {
    const by = `${jumpMs.toFixed(0)} ms in ${WATCH_MS} ms`;
    return [
      warn(NAME, `The wall clock ran off the monotonic one by ${by}`, "Wait until it is set"),
    ];
  }
  const answer = (await asked)?.trim();
  if (answer === "no") {
    return [warn(NAME, `${text}, not synchronized`, "Turn it on: timedatectl set-ntp true")];
  }
  return [ok(NAME, answer === "yes" ? `${text}, synchronized` : text)];
}
