/**
 * `servesweep bench`: a load generator for any OpenAI-compatible server, with the flags, definitions and result file of
 * `vllm bench serve`.
 */
import { EXIT, ServesweepError } from "../lib/errors.ts";
import { httpClient } from "./http_client.ts";
import type { BenchIo } from "./io.ts";
import { measure } from "./measure.ts";
import { resultJson } from "./result.ts";
import { resultPath, writeResult } from "./result_file.ts";
import { completeSettings } from "./complete_settings.ts";
import type { AskedSettings } from "./settings/settings.ts";
import { failuresText, summaryText } from "./summary.ts";

export type { BenchIo } from "./io.ts";

/** What an interrupted benchmark ends with. */
const INTERRUPTED = 130;

/**
 * Runs one benchmark and gives its exit code. Like the reference 0 even if requests failed: the result says so. 1 if the server never
 * answers or the result cannot be written; 130 if `io.signal` ended it, and then nothing is written.
 */
export async function bench(asked: AskedSettings, io: BenchIo): Promise<number> {
  try {
    const settings = completeSettings(asked, io.env);
    using client = httpClient();
    const benchmark = await measure(settings, client, io);
    if (benchmark === null) return INTERRUPTED;
    io.out(failuresText(benchmark) + summaryText(benchmark));
    const { save, append } = settings.report;
    if (save || append) {
      const path = resultPath(settings, benchmark.modelId, benchmark.date);
      await writeResult(path, resultJson(benchmark), { append });
    }
    return EXIT.ok;
  } catch (error) {
    if (io.signal.aborted) return INTERRUPTED;
    if (!(error instanceof ServesweepError)) throw error;
    io.err(`servesweep bench: ${error.message}\n`);
    return error.exitCode;
  }
}
