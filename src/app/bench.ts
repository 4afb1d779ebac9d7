/** `servesweep bench`. */
import { bench } from "../bench/bench.ts";
import type { BenchCommand } from "../commands/bench.ts";
import type { World } from "./world.ts";

/** Measures a server once. @returns The exit code. */
export async function benchmark(
  { settings }: BenchCommand,
  { io, signals }: World,
): Promise<number> {
  return await bench(settings, {
    out: io.out,
    err: io.err,
    draw: io.drawErr,
    env: Deno.env.toObject(),
    signal: signals.stop,
    isTerminal: Deno.stderr.isTerminal(),
  });
}
