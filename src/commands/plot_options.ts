/** What both plot commands have in common. */
import type { Option } from "../cli/option.ts";
import type { OptionValues } from "../cli/read.ts";
import { UsageError } from "../lib/errors.ts";

/** What a figure can be written as. */
export const FIGURE_FORMATS = ["svg", "png"] as const;

/** One of {@linkcode FIGURE_FORMATS}. */
export type FigureFormat = typeof FIGURE_FORMATS[number];

/** Where results are and what becomes of them. */
export interface FigureArgs {
  /** Directory that is searched for results. */
  readonly directory: string;
  readonly formats: readonly FigureFormat[];
  readonly dryRun: boolean;
}

/** The options of {@linkcode FigureArgs}. */
export const FIGURE_OPTIONS: readonly Option[] = [
  {
    name: "format",
    kind: "string",
    metavar: "LIST",
    default: FIGURE_FORMATS.join(","),
    group: "Output",
    help: "What to write, a comma-separated list of svg and png",
  },
  {
    name: "dry-run",
    kind: "boolean",
    group: "Output",
    help: "Print which figures would be drawn, then exit",
  },
  {
    name: "debug",
    kind: "boolean",
    group: "Output",
    help: "Show the stack trace of an error",
  },
];

/**
 * Reads {@linkcode FigureArgs}.
 *
 * @throws {UsageError} If the directory is missing or more than one, or a format is not known.
 */
export function readFigureArgs(values: OptionValues, command: string): FigureArgs {
  const [directory, unexpected] = values.positionals;
  if (directory === undefined || directory === "") {
    throw new UsageError(`Name the experiment directory: servesweep ${command} OUTPUT_DIR`);
  }
  if (unexpected !== undefined) {
    throw new UsageError(
      `Unexpected argument "${unexpected}": one directory at a time; figures of several are made from ` +
        `the directory that they lie in`,
    );
  }
  return { directory, formats: readFormats(values), dryRun: values.boolean("dry-run") };
}

function readFormats(values: OptionValues): FigureFormat[] {
  const text = values.string("format");
  return commaList(text === "" ? "," : text).map((word) => {
    const format = FIGURE_FORMATS.find((name) => name === word);
    if (format !== undefined) return format;
    throw new UsageError(`--format is "${text}": expected svg, png or svg,png`);
  });
}

/** Parts between commas; the empty text has none. */
export function commaList(text: string): string[] {
  return text === "" ? [] : text.split(",").map((part) => part.trim());
}
