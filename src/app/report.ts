/** `servesweep report`: one page about experiment directories. */
import { dirname } from "@std/path/dirname";
import { join } from "@std/path/join";
import { relative } from "@std/path/relative";
import { resolve } from "@std/path/resolve";
import type { ReportCommand } from "../commands/report.ts";
import { EXIT, UsageError } from "../lib/errors.ts";
import { reportPage } from "../report/html/page.ts";
import { writeAtomic } from "../store/atomic.ts";
import { readExperiment } from "../store/read_experiment.ts";
import type { World } from "./world.ts";
import { VERSION } from "../lib/version.ts";
import { withoutSecrets } from "../report/without_secrets.ts";
import { writing } from "../store/write_output.ts";

/** Name of the file where none is given. */
const REPORT_FILE = "report.html";

/**
 * Reads the directories and writes the page.
 *
 * @returns The exit code.
 * @throws {ServesweepError} If a directory is none, or the file cannot be written.
 */
export async function report(
  { directories, output }: ReportCommand,
  { io }: World,
): Promise<number> {
  const same = directories.find((path, index) =>
    directories.slice(0, index).some((other) => resolve(other) === resolve(path))
  );
  if (same !== undefined) {
    throw new UsageError(`"${same}" is named twice: name each directory once`);
  }
  const path = output ?? join(directories[0]!, REPORT_FILE);
  const base = output === "-" ? Deno.cwd() : dirname(resolve(path));
  const inputs = directories.map((directory) => ({
    experiment: withoutSecrets(readExperiment(directory)),
    href: directoryHref(relative(base, resolve(directory))),
  }));
  const { PAGE_ASSETS } = await import("../lazy.ts");
  const page = reportPage(inputs, {
    assets: PAGE_ASSETS,
    version: VERSION,
    time: new Date().toISOString(),
  });
  if (output === "-") {
    io.draw(page);
    return EXIT.ok;
  }
  writing(path, () => writeAtomic(path, page));
  io.out(`${path}\n`);
  return EXIT.ok;
}

/** A path as the beginning of a URL. */
function directoryHref(path: string): string {
  if (path === "") return "";
  return `${path.split("/").map(encodeURIComponent).join("/")}/`;
}
