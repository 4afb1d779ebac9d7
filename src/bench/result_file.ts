/** Where the result goes, and how it is written. */
import { dirname } from "@std/path/dirname";
import { join } from "@std/path/join";
import { pyFloat, pyJson } from "../json/python.ts";
import type { JsonObject } from "../json/value.ts";
import { ServesweepError } from "../lib/errors.ts";
import { readTextIfThere } from "../lib/files.ts";
import { messageOf } from "./request.ts";
import type { Settings } from "./settings/settings.ts";

/** The path of the result, named as `vllm bench serve` names it unless `--result-filename` does. Pure. */
export function resultPath(settings: Settings, modelId: string, date: string): string {
  const { directory, filename } = settings.report;
  const name = filename || defaultName(settings, modelId, date);
  return directory ? join(directory, name) : name;
}

/**
 * Writes `result` on one line, in place of an older file or, to append, on a line of its own after it. The file is complete at
 * every moment: whoever finds it never reads half of one.
 *
 * @throws ServesweepError if it cannot be written.
 */
export async function writeResult(
  path: string,
  result: JsonObject,
  options: { readonly append: boolean },
): Promise<void> {
  const temporary = `${path}.${Deno.pid}.tmp`;
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    const before = (options.append ? readTextIfThere(path) : null) ?? "";
    const text = (before === "" ? "" : `${before}\n`) + pyJson(result);
    using file = await Deno.open(temporary, { write: true, create: true, truncate: true });
    await writeAll(file, new TextEncoder().encode(text));
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw new ServesweepError(
      `Cannot write the result to "${path}": ${messageOf(error)}. ` +
        "Check the directory and the space on its disk",
      undefined,
      { cause: error },
    );
  }
}

function defaultName(settings: Settings, modelId: string, date: string): string {
  const { traffic, maxConcurrency, report, backend } = settings;
  const { rampUp, requestRate } = traffic;
  const rate = rampUp === null
    ? `${pyFloat(requestRate)}qps`
    : `ramp-up-${rampUp.strategy}-${rampUp.startRps}qps-${rampUp.endRps}qps`;
  const limit = maxConcurrency === null ? "" : `-concurrency${maxConcurrency}`;
  const model = modelId.slice(modelId.lastIndexOf("/") + 1);
  return `${report.label || backend}-${rate}${limit}-${model}-${date}.json`;
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
}
