/** Running a command for its time and memory. */

import { resolve } from "@std/path/resolve";
import { ROOT } from "../std.ts";
import { selfCommand } from "../../src/sweep/own_program.ts";

/** What a command took. */
export interface Cost {
  readonly ms: number;
  /** Peak resident set in bytes. */
  readonly peakBytes: number;
}

/** How often the peak is read. The kernel keeps the maximum, so only growth in the last interval can be missed. */
const SAMPLE_MS = 5;

/** The words that start servesweep: the source, or the executable that SERVESWEEP_BIN names. */
export function servesweep(): string[] {
  const executable = Deno.env.get("SERVESWEEP_BIN");
  return executable ? [resolve(executable)] : selfCommand();
}

/** Path of an executable: the one that SERVESWEEP_BIN names, or a portable one that is built now. */
export async function executable(): Promise<string> {
  const named = Deno.env.get("SERVESWEEP_BIN");
  if (named) return resolve(named);
  const args = ["run", "-A", `${ROOT}/scripts/task.ts`, "compile", "--portable"];
  const { success } = await new Deno.Command(Deno.execPath(), { args, stdout: "null" }).output();
  if (!success) throw new Error("Cannot build the portable executable");
  return `${ROOT}/dist/servesweep`;
}

/**
 * Runs a command to its end, its output into a file.
 *
 * @throws {Error} If it fails.
 */
export async function run(argv: readonly string[], outputPath: string): Promise<Cost> {
  const startedAt = performance.now();
  const child = new Deno.Command("sh", {
    args: ["-c", 'out=$1; shift; exec "$@" >"$out" 2>&1', "sh", outputPath, ...argv],
    stdin: "null",
    env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", SERVESWEEP_HISTORY: "" },
  }).spawn();
  let peakBytes = 0;
  const timer = setInterval(() => peakBytes = Math.max(peakBytes, peakOf(child.pid)), SAMPLE_MS);
  const { success } = await child.status;
  const ms = performance.now() - startedAt;
  clearInterval(timer);
  if (!success) {
    throw new Error(`"${argv.join(" ")}" failed: ${await Deno.readTextFile(outputPath)}`);
  }
  return { ms, peakBytes };
}

function peakOf(pid: number): number {
  try {
    const status = Deno.readTextFileSync(`/proc/${pid}/status`);
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    // It has ended.
    return 0;
  }
}
