/** How many GPUs a server start takes. */
import { UsageError } from "../lib/errors.ts";
import { engineNamed } from "./engines.ts";

/** What of a start tells it. */
export interface Demanding {
  readonly argv: readonly string[];
  /** Name of the engine. */
  readonly server: string;
}

/**
 * GPUs that a start needs on this machine, as its command says; 1 where it does not tell.
 *
 * @throws {UsageError} If a size in it is no whole number of at least 1.
 */
export function gpuDemand({ argv, server }: Demanding): number {
  return engineNamed(server).gpus(argv) ?? 1;
}

/** Whether the command of a start tells how many GPUs it needs. */
export function tellsGpus({ argv, server }: Demanding): boolean {
  return engineNamed(server).gpus(argv) !== null;
}

/** The same as {@linkcode gpuDemand}, and 1 for sizes that are none: where nothing is shared out they are the server's own affair. */
export function assumedGpus(start: Demanding): number {
  try {
    return gpuDemand(start);
  } catch (error) {
    if (error instanceof UsageError) return 1;
    throw error;
  }
}
