/** Speculative decoding, from the counters of the server's Prometheus page before and after the run. */

/** The counters `vllm:spec_decode_*_total`, summed over all label sets. */
export interface SpecDecodeCounters {
  readonly drafts: number;
  readonly draftTokens: number;
  readonly acceptedTokens: number;
  /** Accepted tokens of each draft position. */
  readonly acceptedAt: ReadonlyMap<number, number>;
}

/** What the run added. */
export interface SpecDecode {
  readonly drafts: number;
  readonly draftTokens: number;
  readonly acceptedTokens: number;
  /** Percent of the draft tokens. */
  readonly acceptanceRate: number;
  /** Mean tokens of one step: 1 + accepted / drafts. */
  readonly acceptanceLength: number;
  /** For each draft position, the share of the drafts that was accepted there. */
  readonly acceptedShareAt: readonly number[];
}

/** Reads the counters; null if the server does not decode speculatively. */
export function parseSpecDecode(prometheusText: string): SpecDecodeCounters | null {
  let [drafts, draftTokens, acceptedTokens, found] = [0, 0, 0, false];
  const acceptedAt = new Map<number, number>();
  for (const line of prometheusText.split("\n")) {
    const match = /^\s*vllm:spec_decode_(\w+)_total(?:\{(.*)\})?\s+(\S+)/.exec(line);
    if (match === null) continue;
    found = true;
    const [, name = "", labels = ""] = match;
    const value = Math.trunc(Number(match[3]));
    if (Number.isNaN(value)) continue;
    if (name === "num_drafts") drafts += value;
    else if (name === "num_draft_tokens") draftTokens += value;
    else if (name === "num_accepted_tokens") acceptedTokens += value;
    else if (name === "num_accepted_tokens_per_pos") {
      const position = /(?:^|,)position="(\d+)"/.exec(labels)?.[1];
      if (position === undefined) continue;
      acceptedAt.set(Number(position), (acceptedAt.get(Number(position)) ?? 0) + value);
    }
  }
  return found ? { drafts, draftTokens, acceptedTokens, acceptedAt } : null;
}

/** The difference of two readings; null if one is missing or nothing was drafted. */
export function specDecodeDelta(
  before: SpecDecodeCounters | null,
  after: SpecDecodeCounters | null,
): SpecDecode | null {
  if (before === null || after === null) return null;
  const drafts = after.drafts - before.drafts;
  const draftTokens = after.draftTokens - before.draftTokens;
  const acceptedTokens = after.acceptedTokens - before.acceptedTokens;
  if (draftTokens <= 0) return null;
  const positions = [...new Set([...before.acceptedAt.keys(), ...after.acceptedAt.keys()])];
  positions.sort((a, b) => a - b);
  return {
    drafts,
    draftTokens,
    acceptedTokens,
    acceptanceRate: acceptedTokens / draftTokens * 100,
    acceptanceLength: drafts > 0 ? 1 + acceptedTokens / drafts : 0,
    acceptedShareAt: drafts <= 0 ? [] : positions.map((position) => {
      const start = before.acceptedAt.get(position) ?? 0;
      return ((after.acceptedAt.get(position) ?? start) - start) / drafts;
    }),
  };
}
