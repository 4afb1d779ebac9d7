/** The sweep that a command line asks for: parameter files read, everything checked. */
import type { ParamsSource } from "../commands/params_source.ts";
import type { SweepArgs } from "../commands/serve.ts";
import { UsageError } from "../lib/errors.ts";
import { resolveSweep } from "../spec/resolve_sweep.ts";
import type { Sweep } from "../spec/sweep.ts";

/** @throws {UsageError} If a file cannot be read, or anything in it or on the command line is wrong. */
export function readSweep(asked: SweepArgs): Sweep {
  return resolveSweep({
    ...asked,
    serveParams: withText(asked.serveParams, "serve params"),
    benchParams: withText(asked.benchParams, "bench params"),
  });
}

function withText(source: ParamsSource | null, what: string) {
  if (source === null || source.kind !== "path") return source;
  try {
    return { kind: "text", origin: source.path, text: Deno.readTextFileSync(source.path) } as const;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new UsageError(`Cannot read ${what} "${source.path}": there is no such file`);
    }
    if (error instanceof Deno.errors.IsADirectory) {
      throw new UsageError(
        `Cannot read ${what} "${source.path}": it is a directory, expected a file`,
      );
    }
    if (error instanceof Error) {
      throw new UsageError(`Cannot read ${what} "${source.path}": ${error.message}`);
    }
    throw error;
  }
}
