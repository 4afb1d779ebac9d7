/**
 * Where the loading time of a server went, by the lines of its log that tell durations. Sources: vLLM 0.6 to 0.19
 * (`default_loader.py`, `gpu_model_runner.py`, `monitor.py`, `backends.py`), SGLang 0.4 to 0.5 (`model_runner.py`,
 * `cuda_graph_runner.py`), llama.cpp with `--log-timestamps`.
 *
 * Every worker of a server writes the same lines, and they work side by side: of lines that mean the same the longest counts.
 */

/** Durations that the log tells, in ms; null for what it does not tell. */
export interface LoadingParts {
  /** Reading the weights and putting them on the device. */
  readonly weightsMs: number | null;
  /** torch.compile, or loading what it compiled before. */
  readonly compileMs: number | null;
  /** Capture of CUDA graphs. */
  readonly graphsMs: number | null;
}

/** A loading time split up, in ms: all four together are the whole. */
export interface LoadingSplit {
  readonly weightsMs: number;
  readonly compileMs: number;
  readonly graphsMs: number;
  /** Everything else: imports, processes, profiling, warm-up, and what the log does not tell. */
  readonly otherMs: number;
}

/**
 * A line that tells a duration: the group `s` are its seconds. Lines with another group `of` are steps one after another
 * (target and draft model): their times are added up.
 */
type Tellers = readonly RegExp[];

/** For each part what to look for: the first of these that is met counts, what follows it is within it or less exact. */
const TELLERS: Readonly<Record<keyof LoadingParts, readonly Tellers[]>> = {
  weightsMs: [
    // It holds all that comes with the weights: download, quantization, a draft model.
    [/\bModel loading took [\d.]+ Gi?B(?: memory)?(?: and|,) (?<s>[\d.]+) ?s/],
    [/\bLoading weights took (?<s>[\d.]+) seconds/],
    [/\bLoad weight end\. elapsed=(?<s>[\d.]+) s(?:, type=(?<of>\w+))?/],
  ],
  compileMs: [
    [/\btorch\.compile (?:takes|took) (?<s>[\d.]+) s in total/],
    // Without a sum: its steps. SGLang has such lines too, without the file, within its capture of graphs.
    [
      /\bbackends\.py:\d+\] (?<of>Dynamo) bytecode transform time: (?<s>[\d.]+) s/,
      /\bbackends\.py:\d+\] Compiling a graph for (?<of>.+) takes (?<s>[\d.]+) s/,
      /\bbackends\.py:\d+\] Directly load the compiled graph\(s\) for (?<of>.+) from the cache, took (?<s>[\d.]+) s/,
    ],
  ],
  graphsMs: [
    [/\bGraph capturing finished in (?<s>[\d.]+) secs/],
    [/\bCapture (?<of>(?:[\w-]+ )*?)cuda graph end\. (?:Time elapsed: |elapsed=)(?<s>[\d.]+) s/i],
  ],
};

/** What a part of the lines is told by, so that the patterns are tried on few of them. */
const HINT = /took|takes|elapsed|finished in|transform time/;

/** Reads the durations of the parts from the log of one start of a server. */
export function loadingParts(log: string): LoadingParts {
  const lines = log.split("\n").filter((line) => HINT.test(line));
  return {
    weightsMs: told(lines, TELLERS.weightsMs) ?? sglangWeights(log) ?? llamaWeights(log),
    compileMs: told(lines, TELLERS.compileMs),
    graphsMs: told(lines, TELLERS.graphsMs),
  };
}

/** Splits a loading time. What the log tells is cut off where it is longer than the whole: some servers load side by side. */
export function splitLoading(startupMs: number, parts: LoadingParts): LoadingSplit {
  const told = [parts.weightsMs ?? 0, parts.compileMs ?? 0, parts.graphsMs ?? 0];
  let otherMs = startupMs;
  const [weightsMs, compileMs, graphsMs] = told.map((ms) => {
    const part = Math.min(ms, otherMs);
    otherMs -= part;
    return part;
  }) as [number, number, number];
  return { weightsMs, compileMs, graphsMs, otherMs };
}

function told(lines: readonly string[], choices: readonly Tellers[]): number | null {
  for (const tellers of choices) {
    const seconds = new Map<string, number>();
    for (const line of lines) {
      for (const teller of tellers) {
        const groups = teller.exec(line)?.groups;
        if (groups === undefined) continue;
        const of = groups["of"] ?? "";
        seconds.set(of, Math.max(seconds.get(of) ?? 0, Number(groups["s"])));
      }
    }
    if (seconds.size > 0) return sumMs(seconds.values());
  }
  return null;
}

/** SGLang before it told the time elapsed: from the time of one line to that of another, of each worker. */
function sglangWeights(log: string): number | null {
  const begins = new Map<string, number>();
  let longest: number | null = null;
  const lines = log.matchAll(
    /^\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)([^\]]*)\] Load weight (begin|end)\./gm,
  );
  for (const [, date, time, worker, what] of lines) {
    const atMs = Date.parse(`${date}T${time}Z`);
    const begin = begins.get(worker!);
    if (what === "begin") begins.set(worker!, atMs);
    else if (begin !== undefined) longest = Math.max(longest ?? 0, atMs - begin);
  }
  return longest;
}

/** llama.cpp: from the line before the tensors to the first of the context. `0.01.234.567`: minutes, seconds, ms, µs. */
function llamaWeights(log: string): number | null {
  const stamp = String.raw`^(\d+)\.(\d\d)\.(\d{3})\.(\d{3}) [A-Z] `;
  const at = (text: string, line: string) => {
    const match = new RegExp(stamp + line, "m").exec(text);
    if (match === null) return null;
    const [minutes, seconds, ms, us] = match.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
    ];
    return { ms: minutes * 60_000 + seconds * 1_000 + ms + us / 1_000, index: match.index };
  };
  const begin = at(log, "(?:llm_)?load_tensors: loading model tensors");
  if (begin === null) return null;
  const rest = log.slice(begin.index);
  const end = at(
    rest,
    "(?:llama_context|llama_new_context_with_model|llama_init_from_model|common_init_from_params):",
  );
  return end === null ? null : end.ms - begin.ms;
}

function sumMs(seconds: Iterable<number>): number {
  let sum = 0;
  for (const value of seconds) sum += value;
  return Math.round(sum * 1e6) / 1e3;
}
