/** What both plot commands do with a figure: say what it is, draw it, write it. */
import { ensureDirSync } from "@std/fs/ensure-dir";
import { dirname } from "@std/path/dirname";
import { join } from "@std/path/join";
import type { FigureFormat } from "../commands/plot_options.ts";
import { EXIT, ServesweepError } from "../lib/errors.ts";
import type { Chart } from "../report/charts/cartesian.ts";
import { writeAtomic, writeAtomicBytes } from "../store/atomic.ts";

/** A figure on its way to its files. */
export interface FigureFile {
  /** Directory and name without the ending. */
  readonly directory: string;
  readonly name: string;
  readonly formats: readonly FigureFormat[];
}

/** Lines of vLLM's plot commands that say which files a figure goes to. */
export function outputLines(file: FigureFile): string {
  return file.formats.map((format) => `Output file: ${pathOf(file, format)}\n`).join("");
}

/**
 * Draws a chart and writes it in each format.
 *
 * @param scale Pixels of a PNG per pixel of the chart.
 * @throws {ServesweepError} If a file cannot be written.
 */
export async function writeFigure(
  file: FigureFile,
  chart: Chart,
  title: string,
  scale: number,
): Promise<void> {
  const { renderSvg, svgToPng } = await import("../lazy.ts");
  const svg = renderSvg(chart, title);
  for (const format of file.formats) {
    const path = pathOf(file, format);
    if (format === "svg") {
      writing(path, () => writeAtomic(path, svg));
    } else {
      const png = await svgToPng(svg, scale);
      writing(path, () => writeAtomicBytes(path, png));
    }
  }
}

function pathOf({ directory, name }: FigureFile, format: FigureFormat): string {
  return join(directory, `${name}.${format}`);
}

function writing(path: string, write: () => void): void {
  try {
    ensureDirSync(dirname(path));
    write();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new ServesweepError(`Cannot write "${path}": ${error.message}`, EXIT.disk, {
      cause: error,
    });
  }
}
