/** What both plot commands have in common. */
import type { Option } from "../cli/option.ts";
import type { OptionValues } from "../cli/read.ts";
import type { Positional } from "../cli/positional.ts";
import { UsageError } from "../lib/errors.ts";
import { debugOption } from "./command.ts";

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
  debugOption("Output"),
];

/** The directory of {@linkcode FigureArgs}. */
export const FIGURE_POSITIONALS: readonly Positional[] = [
  {
    name: "OUTPUT_DIR",
    what: "an experiment directory",
    count: "one",
    help:
      "The experiment directory. Figures of several are made from the directory that they lie in",
  },
];

/**
 * Reads {@linkcode FigureArgs}.
 *
 * @throws {UsageError} If a format is not known.
 */
export function readFigureArgs(values: OptionValues): FigureArgs {
  return {
    directory: values.word("OUTPUT_DIR"),
    formats: readFormats(values),
    dryRun: values.boolean("dry-run"),
  };
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
