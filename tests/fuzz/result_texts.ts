/** What benchmarks leave as their results, and hands and crashes make of it. */
import fc from "fast-check";
import { damaged } from "./damage.ts";
import { objectTexts, valueTexts } from "./json_texts.ts";

const fields = fc.constantFrom(
  "completed",
  "failed",
  "num_prompts",
  "request_throughput",
  "mean_ttft_ms",
  "date",
);
const counts = fc.constantFrom("0", "1", "10", "10.0", "-1", "0.5", "1e1", '"10"', "null", "NaN");

/** Texts of result files. */
export const resultTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: objectTexts(fields, fc.oneof(counts, valueTexts), 5) },
  {
    weight: 3,
    arbitrary: fc.tuple(counts, counts, counts).map(([completed, failed, asked]) =>
      `{"completed": ${completed}, "failed": ${failed}, "num_prompts": ${asked}, "mean_ttft_ms": 1.5}`
    ),
  },
  damaged(fc.constant('{"completed": 10, "failed": 0, "num_prompts": 10, "ttfts": [1.0, 2e-05]}')),
  damaged(valueTexts),
);

/** Texts of manifests. */
export const manifestTexts: fc.Arbitrary<string> = fc.oneof(
  damaged(fc.constant('{"schemaVersion": 1, "sessions": [{"session": "s", "argv": ["a"]}]}')),
  fc.tuple(valueTexts, valueTexts).map(([version, sessions]) =>
    `{"schemaVersion": ${version}, "sessions": ${sessions}}`
  ),
  damaged(valueTexts),
);
