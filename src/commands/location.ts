/** Which experiment directory a command line names. */
import type { OptionValues } from "../cli/read.ts";
import { UsageError } from "../lib/errors.ts";

/** Where the experiment directory is, and whether it is there already. */
export interface LocationArgs {
  readonly outputDir: string;
  /** Name of the experiment directory; null for the local time. */
  readonly experimentName: string | null;
  readonly resume: boolean;
}

/**
 * `--resume NAME`, `-e NAME --resume`, `-e NAME`, or nothing.
 *
 * @throws {UsageError} If a name is no name, or there are two.
 */
export function readLocation(values: OptionValues): LocationArgs {
  // As in vLLM: an empty name is none. A shell's completion leaves a slash behind a directory.
  const experiment = values.optionalString("experiment-name")?.replace(/(?<=[^/])\/+$/, "") || null;
  const resume = values.optionalString("resume")?.replace(/(?<=[^/])\/+$/, "") ?? null;
  for (const [option, name] of [["experiment-name", experiment], ["resume", resume]] as const) {
    if (name !== null && /(^|\/)\.\.?(\/|$)|^\/|\0/.test(name)) {
      throw new UsageError(
        `--${option} is "${name}", expected the name of a directory under --output-dir`,
      );
    }
  }
  if (resume === "" && experiment === null) {
    throw new UsageError(
      "--resume needs the name of an experiment directory, or --experiment-name with it",
    );
  }
  if (resume && experiment !== null && resume !== experiment) {
    throw new UsageError(
      `--resume names "${resume}" and --experiment-name "${experiment}": name one directory`,
    );
  }
  return {
    outputDir: values.string("output-dir"),
    experimentName: experiment ?? (resume || null),
    resume: resume !== null,
  };
}
