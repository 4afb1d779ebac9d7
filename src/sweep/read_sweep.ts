/** The sweep that a command line asks for: parameter files read, everything checked. */
import type { ParamsSource } from "../commands/params_source.ts";
import type { SweepArgs } from "../commands/serve.ts";
import { UsageError } from "../lib/errors.ts";
import { decodeUtf8 } from "../lib/utf8.ts";
import { resolveSweep } from "../spec/resolve_sweep.ts";
import type { Sweep } from "../spec/sweep.ts";

/** @throws {UsageError} If a file cannot be read, or anything in it or on the command line is wrong. */
export function readSweep(asked: SweepArgs): Sweep {
  const { serveParams, benchParams } = asked;
  if (
    [serveParams, benchParams].every((source) =>
      source?.kind === "path" && source.path === STANDARD_INPUT
    )
  ) {
    throw new UsageError("Cannot read --serve-params and --bench-params from standard input both");
  }
  return resolveSweep({
    ...asked,
    serveParams: withText(serveParams, "serve params"),
    benchParams: withText(benchParams, "bench params"),
  });
}

/** Both sides may come from one pipe only if one is read. */
const STANDARD_INPUT = "-";

function withText(source: ParamsSource | null, what: string) {
  if (source === null || source.kind !== "path") return source;
  const { path } = source;
  const isInput = path === STANDARD_INPUT;
  const origin = isInput ? "standard input" : path;
  try {
    const bytes = isInput ? standardInput() : Deno.readFileSync(path);
    return { kind: "text", origin, text: decodeUtf8(bytes) } as const;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = error instanceof Deno.errors.NotFound
      ? "there is no such file"
      : error instanceof Deno.errors.IsADirectory
      ? "it is a directory, expected a file"
      : error.message;
    throw new UsageError(`Cannot read ${what} "${origin}": ${problem}`);
  }
}

function standardInput(): Uint8Array {
  if (Deno.stdin.isTerminal()) throw new Error("nothing is piped into it");
  const chunks: Uint8Array[] = [];
  const chunk = new Uint8Array(1 << 16);
  for (let read = Deno.stdin.readSync(chunk); read !== null; read = Deno.stdin.readSync(chunk)) {
    chunks.push(chunk.slice(0, read));
  }
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of chunks) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
