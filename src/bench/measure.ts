/** One benchmark from the first request to the last answer. */
import { arrivals } from "./arrivals.ts";
import type { BenchIo } from "./io.ts";
import { runLoad } from "./load.ts";
import { compactTime, isoTime } from "./local_time.ts";
import { calculateMetrics } from "./metrics.ts";
import type { PromptForm } from "./payload.ts";
import { Progress } from "./progress.ts";
import { type Prompt, randomPrompts } from "./prompts.ts";
import { RampLog } from "./ramp_log.ts";
import { findPromptForm } from "./ready.ts";
import type { Benchmark } from "./result.ts";
import { Semaphore } from "./semaphore.ts";
import { Sender } from "./sender.ts";
import {
  type AskOptions,
  firstModel,
  type ServedModel,
  specDecodeCounters,
} from "./server_info.ts";
import type { Settings } from "./settings/settings.ts";
import { specDecodeDelta } from "./spec_decode.ts";

/**
 * Runs the benchmark; null if `io.signal` ended it.
 *
 * @throws ServesweepError if the server does not answer. @throws UsageError if the settings allow no prompts.
 */
export async function measure(
  settings: Settings,
  client: Deno.HttpClient,
  io: BenchIo,
): Promise<Benchmark | null> {
  const { signal } = io;
  const prompts = randomPrompts(settings.prompts);
  const schedule = arrivals(settings.traffic, prompts.length, settings.prompts.seed);
  const ask = { baseUrl: settings.baseUrl, headers: settings.headers, client, signal };
  const model = await modelOf(settings, ask, io);
  const sender = senderOf(settings, client, model.name);
  const form = await checkServer(settings, sender, prompts[0]!, io);
  await warmUp(settings, sender, prompts[0]!, form, io);
  const before = await specDecodeCounters(ask);
  if (signal.aborted) return null;

  io.out("Starting main benchmark run...\n");
  sender.prepare(prompts, form);
  const ramp = new RampLog(settings.traffic.rampUp, () => isoTime(new Date()));
  const shown = settings.showProgress && io.isTerminal === true;
  const progress = new Progress(prompts.length, shown ? (text) => (io.draw ?? io.err)(text) : null);
  const { outcomes, durationS } = await runLoad({
    schedule,
    maxConcurrency: settings.maxConcurrency ?? Infinity,
    signal,
    onDue: ({ rps }) => ramp.reached(rps),
    onDone: ({ success }) => progress.add(success, performance.now()),
    request: async (index, dueS) => {
      const requestId = `${settings.requestIdPrefix}${index}`;
      return (await sender.send(prompts[index]!, { form, signal, requestId, dueS })).outcome;
    },
  });
  progress.end();
  const after = before === null ? null : await specDecodeCounters(ask);
  if (signal.aborted) return null;

  const { percents, objectives } = settings.report;
  return {
    settings,
    date: compactTime(new Date()),
    modelId: model.root,
    metrics: calculateMetrics(outcomes, { durationS, percents, objectives }),
    outcomes,
    rateChanges: ramp.changes,
    specDecode: specDecodeDelta(before, after),
  };
}

async function modelOf(settings: Settings, ask: AskOptions, io: BenchIo): Promise<ServedModel> {
  const { model, servedModelName } = settings;
  if (model !== null) return { name: servedModelName ?? model, root: model };
  io.out("Model not specified, fetching first model from server...\n");
  const first = await firstModel(ask);
  io.out(`First model name: ${first.name}, first model id: ${first.root}\n`);
  return first;
}

function senderOf(settings: Settings, client: Deno.HttpClient, model: string): Sender {
  const { url, api, headers, ignoreEos, logprobs, extraBody } = settings;
  return new Sender({
    url,
    api,
    // A compressing server would hold chunks back to compress them better.
    headers: { "content-type": "application/json", "accept-encoding": "identity", ...headers },
    client,
  }, { api, model, ignoreEos, logprobs, extra: extraBody });
}

async function checkServer(
  settings: Settings,
  sender: Sender,
  first: Prompt,
  io: BenchIo,
): Promise<PromptForm> {
  const { readyTimeoutS, url, api } = settings;
  // Unasked for, the test request is as small as can be: it must not warm the server's prefix cache.
  const prompt = readyTimeoutS > 0
    ? first
    : { prefix: [], start: first.start, runLength: 1, length: 1, outputLength: 1 };
  if (readyTimeoutS > 0) io.out("Starting initial single prompt test run...\n");
  const form = await findPromptForm({
    attempt: (form, signal) => sender.send(prompt, { form, signal }),
    form: api === "chat" ? "text" : "ids",
    timeoutS: readyTimeoutS,
    url,
    note: (line) => io.err(`servesweep bench: ${line}\n`),
    signal: io.signal,
  });
  if (readyTimeoutS > 0 && !io.signal.aborted) io.out("Initial test run completed.\n");
  return form;
}

async function warmUp(
  settings: Settings,
  sender: Sender,
  prompt: Prompt,
  form: PromptForm,
  io: BenchIo,
): Promise<void> {
  const { warmups, maxConcurrency } = settings;
  const { signal } = io;
  if (warmups === 0 || signal.aborted) return;
  io.out(`Warming up with ${warmups} requests...\n`);
  const places = new Semaphore(maxConcurrency ?? Infinity);
  await Promise.all(Array.from({ length: warmups }, () =>
    places.run(async () => {
      if (!signal.aborted) await sender.send(prompt, { form, signal });
    })));
  io.out("Warmup run completed.\n");
}
