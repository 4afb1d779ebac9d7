/** `python3 -m sglang.bench_serving`, 0.4 and later: appends one line of JSON to `--output-file`, its keys those of vLLM but for some. */
import { type Json, JsonNumber } from "../../json/value.ts";
import { parseJson } from "../../json/parse.ts";
import { type BenchKind, hasProgram } from "./kind.ts";

const FILE = "sglang.jsonl";

/** Its names, where they differ. */
const RENAMED: readonly (readonly [RegExp, string])[] = [
  [/^(\w+)_e2e_latency_ms$/, "$1_e2el_ms"],
  [/^total_throughput$/, "total_token_throughput"],
];

/** SGLang's benchmark. That requests failed is seen by the completed ones alone. */
export const SGLANG_BENCH: BenchKind = {
  name: "sglang",
  isRunBy: (argv) =>
    hasProgram(argv, "sglang.bench_serving") ||
    argv.some((word) => /(?:^|\/)sglang\/bench_serving\.py$/.test(word)),
  promptsKey: "num_prompts",
  appended: ({ directory }) => ["--output-file", `${directory}/${FILE}`],
  env: () => ({}),
  resultNames: () => [FILE],
  read(text) {
    const line = text.trimEnd().split("\n").at(-1) ?? "";
    const { value } = parseJson(line);
    if (!(value instanceof Map)) throw new Error("its last line is no JSON object");
    const result = new Map<string, Json>();
    for (const [key, item] of value) {
      const [pattern, name] = RENAMED.find(([pattern]) => pattern.test(key)) ?? [];
      result.set(pattern === undefined ? key : key.replace(pattern, name!), plainNumber(key, item));
    }
    return result;
  },
};

/** vLLM writes a rate without a limit as a text. Another number that is none is not known. */
function plainNumber(key: string, value: Json): Json {
  if (!(value instanceof JsonNumber) || Number.isFinite(value.toNumber())) return value;
  return key === "request_rate" && value.toNumber() === Infinity ? "inf" : null;
}
