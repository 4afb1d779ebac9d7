/** Counting the GPUs of a command. */
import { UsageError } from "../lib/errors.ts";
import { flagName, flagValue } from "./flags.ts";

/**
 * The size behind a flag of a command, 1 without it.
 *
 * @param names All names of the flag; messages have the last one.
 * @throws {UsageError} If it is no whole number of at least 1.
 */
export function parallelSize(argv: readonly string[], names: readonly string[]): number {
  const text = flagValue(argv, names);
  if (text === null) return 1;
  const size = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(size) || size < 1) {
    throw new UsageError(
      `Cannot tell how many GPUs the server needs: the serve command has ${
        names.at(-1)
      } ${text}, ` +
        "expected a whole number of at least 1",
    );
  }
  return size;
}

/**
 * GPUs on this machine of a server that runs on several: `--nnodes` machines have equally many.
 *
 * @throws {UsageError} If the number of machines is no whole number of at least 1.
 */
export function onThisNode(gpus: number, argv: readonly string[]): number {
  return Math.max(1, Math.ceil(gpus / parallelSize(argv, ["--nnodes"])));
}

/** Whether a command has a flag, with dashes. */
export function hasFlag(argv: readonly string[], name: string): boolean {
  return argv.some((token) => flagName(token) === name);
}
