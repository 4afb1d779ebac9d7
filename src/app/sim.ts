/** `servesweep sim`. */
import type { SimCommand } from "../commands/sim.ts";
import { sim } from "../sim/sim.ts";
import type { World } from "./world.ts";

/** Serves until a signal. @returns The exit code. */
export async function simulate({ args }: SimCommand, { io, signals }: World): Promise<number> {
  return await sim(args, {
    out: io.out,
    err: io.err,
    env: Deno.env.toObject(),
    signal: signals.stop,
  });
}
