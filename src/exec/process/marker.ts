/** The name that every process of ours carries: `PID.TICKS.RANDOM.NUMBER`. It says who we are, so anybody can tell whether we live. */
import { processInfo } from "./proc.ts";

/** Variable of servers, benchmarks and all that they start. */
export const MARKER_VARIABLE = "SERVESWEEP_RUN_ID";

/** The same of guards. Another name: a guard looks for what is to be ended, and must not find itself. */
export const GUARD_VARIABLE = "SERVESWEEP_MARKER";

/** A name for this session of servesweep. */
export function newSession(): string {
  const { startTicks } = processInfo(Deno.pid)!;
  return `${Deno.pid}.${startTicks}.${crypto.randomUUID().slice(0, 8)}`;
}

/** Whether a text is a marker whose session does not run any more. Asked in the pid namespace of that session. */
export function isOfDeadSession(marker: string): boolean {
  const match = /^(\d+)\.(\d+)\.[0-9a-f]{8}\.\d+$/.exec(marker);
  if (match === null) return false;
  const owner = processInfo(Number(match[1]));
  return owner === null || owner.startTicks !== Number(match[2]);
}
