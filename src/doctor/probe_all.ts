/** All checks at once, each bounded in time, their findings in a fixed order. */
import { type Check, warn } from "../result/check.ts";
import { pause } from "../lib/sleep.ts";
import { probeClock } from "./clock.ts";
import { probeCommands } from "./commands.ts";
import { probeDisk } from "./disk.ts";
import { probeFlags } from "./flags.ts";
import { probeGpus } from "./gpus.ts";
import { probeGuard } from "./guard.ts";
import { probeLimits } from "./limits.ts";
import { probeLocale } from "./locale.ts";
import { probeMemory } from "./memory.ts";
import { probePorts } from "./ports.ts";
import { probeProcesses } from "./processes.ts";
import { probeProxies } from "./proxies.ts";
import { probeSharedMemory } from "./shared_memory.ts";
import type { DoctorSubject, Probe } from "./subject.ts";
import { probeSurvivors } from "./survivors.ts";
import { probeWriting } from "./writing.ts";

const PROBES: readonly (readonly [name: string, probe: Probe])[] = [
  ["gpus", probeGpus],
  ["commands", probeCommands],
  ["flags", probeFlags],
  ["ports", probePorts],
  ["disk", probeDisk],
  ["writing", probeWriting],
  ["clock", probeClock],
  ["processes", probeProcesses],
  ["guard", probeGuard],
  ["limits", probeLimits],
  ["memory", probeMemory],
  ["shm", probeSharedMemory],
  ["survivors", probeSurvivors],
  ["proxy", probeProxies],
  ["locale", probeLocale],
];

/** Longest that one check may take: longer than a question to a GPU's tool. */
const LIMIT_MS = 25_000;

/** Looks at everything. Never throws. */
export async function probeAll(subject: DoctorSubject): Promise<Check[]> {
  const found = await Promise.all(
    PROBES.map(([name, probe]) => bounded(name, probe, subject)),
  );
  return found.flat();
}

async function bounded(
  name: string,
  probe: Probe,
  subject: DoctorSubject,
): Promise<readonly Check[]> {
  const done = new AbortController();
  const timedOut = pause(LIMIT_MS, { signal: done.signal }).then(() => [
    warn(name, `No answer within ${LIMIT_MS / 1000} s`, "Something hangs: look at dmesg"),
  ]);
  try {
    return await Promise.race([attempt(probe, subject), timedOut]);
  } catch (error) {
    return [warn(name, `Cannot be looked at: ${(error as Error).message}`, null)];
  } finally {
    done.abort();
  }
}

/** A probe that throws at once is as one that rejects. */
async function attempt(probe: Probe, subject: DoctorSubject): Promise<readonly Check[]> {
  return await probe(subject);
}
