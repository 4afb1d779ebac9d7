/** `@std/cli/parse-args` where only npm can be reached: the npm build has no types. */
// deno-lint-ignore no-import-prefix
import { parseArgs as untyped } from "npm:deno-std@1.4.0/cli/parse_args.js";

/** The options of parseArgs that this project uses. */
export interface ParseOptions {
  string?: readonly string[];
  boolean?: readonly string[];
  collect?: readonly string[];
  alias?: Record<string, string>;
  default?: Record<string, unknown>;
  stopEarly?: boolean;
  "--"?: boolean;
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

// deno-lint-ignore no-explicit-any
export function parseArgs(args: readonly string[], options?: ParseOptions): any {
  // deno-lint-ignore no-explicit-any
  return (untyped as any)(args, options);
}
