/** Commands of vLLM, pasted behind our name. */
import { findCommand } from "./registry.ts";

/** What other programs measure under names of their own, and how that is done with `serve`. */
const SIBLINGS: readonly (readonly [pattern: RegExp, remedy: string])[] = [
  [
    /^serve[-_](workload|sla)$/,
    "vary the load with servesweep serve: max_concurrency or request_rate in --bench-params",
  ],
  [/^startup$/, "servesweep serve measures the time to readiness of every server start"],
  [/^tune/, "vary what it tunes with servesweep serve: its flag in --serve-params"],
  [/^(latency|throughput|mm[-_]processor)$/, "servesweep measures servers: servesweep serve"],
];

/**
 * What to do instead of a command line that is not ours.
 *
 * @returns A sentence for the user; null if the command line is not of that kind.
 */
export function foreignCommand(argv: readonly string[]): string | null {
  const [first = "", second] = argv;
  const isPasted = first === "vllm" || first === "sweep" || first === "bench" && second === "sweep";
  if (!isPasted) return siblingText(first);
  const at = argv.findIndex((word) => !["vllm", "bench", "sweep"].includes(word));
  const name = argv[at] ?? "serve";
  const written = argv.slice(0, at < 0 ? argv.length : at + 1).join(" ");
  if (!argv.slice(0, 3).includes("sweep")) {
    const isBench = second === "bench";
    return `"${written}" is a command of vLLM: servesweep is given it whole, as in ` +
      `servesweep serve ${isBench ? "--bench-cmd" : "--serve-cmd"} '${written} ...'` +
      (isBench ? "; our own load generator is servesweep bench" : "");
  }
  const ours = findCommand(name)?.name;
  return ours === undefined
    ? siblingText(name) ??
      `"${written}" is a command of vLLM that servesweep has not; see servesweep --help`
    : `"${written}" is vLLM's name of it: write servesweep ${ours}, with the same options behind it`;
}

function siblingText(name: string): string | null {
  const sibling = SIBLINGS.find(([pattern]) => pattern.test(name));
  return sibling === undefined
    ? null
    : `"${name}" is a command of vLLM that servesweep has not: ${sibling[1]}`;
}
