/** Runs the engine against a list of arrivals on a clock of its own: no real time passes, nothing is random. */
import type { Engine } from "./engine.ts";
import { Sequence, type SequenceRequest } from "./sequence.ts";

/** A prompt that arrives at a time. */
export interface Arrival {
  readonly seconds: number;
  readonly request: SequenceRequest;
}

/** What a client would have seen of one sequence. Times in seconds since the start. */
export interface Trace {
  readonly sequence: Sequence;
  readonly arrived: number;
  /** One time per token. */
  readonly tokens: number[];
}

/** The traces, in the order of the arrivals, which must be sorted by time, and the time of the last step's end. */
export function virtualRun(
  engine: Engine,
  arrivals: readonly Arrival[],
): { traces: Trace[]; seconds: number } {
  const traces = arrivals.map(({ seconds, request }) => ({
    sequence: new Sequence(request),
    arrived: seconds,
    tokens: [] as number[],
  }));
  const bySequence = new Map<Sequence, Trace>(traces.map((trace) => [trace.sequence, trace]));
  let now = 0;
  let next = 0;
  while (true) {
    for (; next < traces.length && traces[next]!.arrived <= now; next++) {
      engine.scheduler.add(traces[next]!.sequence);
    }
    const step = engine.begin();
    if (step === undefined) {
      if (next === traces.length) return { traces, seconds: now };
      now = traces[next]!.arrived;
      continue;
    }
    now += step.seconds;
    for (const { sequence } of engine.end(step)) bySequence.get(sequence)!.tokens.push(now);
  }
}
