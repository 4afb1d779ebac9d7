/** Which server a command runs, told by its program; what follows from it. */

/** A server that servesweep knows something about. */
export type ServerKind = "vllm" | "sglang" | "llama.cpp" | "tgi" | "infinity" | "sim" | "other";

/** Facts about a kind of server. */
export interface ServerFacts {
  /** Port when the command names none. */
  readonly defaultPort: number;
  /** Endpoints that empty the caches, by POST; null where none is known. */
  readonly resetPaths: readonly ResetPath[] | null;
  /** Path that answers 200 when the server is ready. */
  readonly healthPath: string;
}

/** One endpoint that empties a cache. */
export interface ResetPath {
  readonly path: string;
  /** A server that is older than the endpoint answers 404: no error. */
  readonly optional: boolean;
}

const VLLM_RESET: readonly ResetPath[] = [
  { path: "/reset_prefix_cache", optional: false },
  { path: "/reset_mm_cache", optional: true },
  { path: "/reset_encoder_cache", optional: true },
];

/** Facts of each kind. Ports are the defaults of the servers' own command lines. */
export const SERVER_FACTS: Readonly<Record<ServerKind, ServerFacts>> = {
  "vllm": { defaultPort: 8000, resetPaths: VLLM_RESET, healthPath: "/health" },
  "sim": { defaultPort: 8000, resetPaths: VLLM_RESET, healthPath: "/health" },
  "sglang": {
    defaultPort: 30000,
    resetPaths: [{ path: "/flush_cache", optional: false }],
    healthPath: "/health",
  },
  "llama.cpp": { defaultPort: 8080, resetPaths: null, healthPath: "/health" },
  "tgi": { defaultPort: 3000, resetPaths: null, healthPath: "/health" },
  // Infinity caches nothing unless asked to: nothing to empty.
  "infinity": { defaultPort: 7997, resetPaths: [], healthPath: "/health" },
  "other": { defaultPort: 8000, resetPaths: null, healthPath: "/health" },
};

const PROGRAMS: readonly (readonly [RegExp, ServerKind])[] = [
  [/(^|\/)vllm$/, "vllm"],
  [/^vllm\.entrypoints\./, "vllm"],
  [/(^|\/)sglang$/, "sglang"],
  [/^sglang\.launch_server$/, "sglang"],
  [/(^|\/)llama-server$/, "llama.cpp"],
  [/(^|\/)text-generation-launcher$/, "tgi"],
  [/(^|\/)infinity_emb$/, "infinity"],
];

/**
 * The kind of server that a command runs. Wrappers before the program (`env A=b vllm`, `numactl ... vllm`,
 * `python -m vllm.entrypoints...`) are looked through: the first token that names a known program decides.
 */
export function serverKind(argv: readonly string[]): ServerKind {
  for (const [index, token] of argv.entries()) {
    if (token === "sim" && /(^|\/)(servesweep[^/]*|main\.ts)$/.test(argv[index - 1] ?? "")) {
      return "sim";
    }
    // "vllm" alone is a program only as the first word, behind a wrapper, or behind -m.
    const previous = argv[index - 1];
    if (previous !== undefined && isFlagWithValue(previous)) continue;
    for (const [pattern, kind] of PROGRAMS) if (pattern.test(token)) return kind;
  }
  return "other";
}

/** A long flag in front of a token may own it: `--model /models/vllm` runs no vllm. */
function isFlagWithValue(token: string): boolean {
  return token.startsWith("--") && !token.includes("=") && token !== "--";
}
