/** Looking for what should be gone. */
import { WAIT_LIMIT_MS } from "./deadline.ts";

/** Pids of processes whose environment holds the text, zombies left out. */
export function processesWith(text: string): number[] {
  const pids: number[] = [];
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === Deno.pid) continue;
    try {
      const state = /\) (\S)/.exec(Deno.readTextFileSync(`/proc/${name}/stat`))?.[1];
      const isAlive = state !== "Z" && state !== "X";
      if (isAlive && Deno.readTextFileSync(`/proc/${name}/environ`).includes(text)) {
        pids.push(Number(name));
      }
    } catch {
      // It went away while we looked, or is somebody else's.
    }
  }
  return pids;
}

/** Waits until a condition holds; fails with a text if it does not in time. */
export async function eventually(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + WAIT_LIMIT_MS;
  while (!condition()) {
    if (Date.now() > deadline) {
      throw new Error(`Not within ${WAIT_LIMIT_MS / 60_000} minutes: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
