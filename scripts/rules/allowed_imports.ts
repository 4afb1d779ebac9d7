/**
 * Which part of the program may import which, types too. The longest key that a path begins with is its part; every part may
 * import itself. What is not listed is a mistake, or a decision that is made here.
 */
export const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["src/app", "src/lib", "src/secrets", "src/terminal"],

  // The ground floor. What waits or reaches the disk is for those that may.
  "src/lib": [],
  "src/lib/files.ts": ["src/lib"],
  "src/lib/sleep.ts": [],
  "src/json": [],
  "src/secrets": ["src/json"],

  // Pure: what is to be done.
  "src/spec": ["src/engine", "src/json", "src/lib", "src/secrets"],
  "src/launcher": ["src/lib", "src/spec"],
  "src/engine": ["src/json", "src/launcher", "src/lib"],
  "src/machine": ["src/journal", "src/plan"],
  "src/plan": [
    ...["src/engine", "src/journal", "src/json", "src/launcher", "src/lib", "src/machine"],
    ...["src/secrets", "src/spec"],
  ],

  // Pure: what happened, and what it means.
  "src/journal": ["src/engine", "src/json", "src/lib", "src/plan"],
  "src/result": ["src/engine", "src/journal", "src/json", "src/spec"],
  "src/guards": [
    ...["src/engine", "src/journal", "src/json", "src/lib", "src/plan", "src/secrets"],
  ],
  "src/forecast": ["src/engine", "src/journal", "src/lib", "src/plan"],
  "src/analysis": [
    ...["src/cli", "src/engine", "src/journal", "src/json", "src/lib", "src/plan"],
    "src/spec",
  ],

  // Pure: words of the user, and words for the user.
  "src/cli": ["src/json", "src/lib"],
  "src/commands": [
    ...["src/analysis", "src/bench/settings", "src/cli", "src/engine", "src/init", "src/json"],
    ...[
      "src/guards",
      "src/lib",
      "src/machine",
      "src/report",
      "src/secrets",
      "src/sim/settings",
      "src/spec",
    ],
  ],
  "src/sim/model": [],
  "src/sim/settings": ["src/sim/model"],
  "src/bench/settings": ["src/lib"],
  "src/completions": ["src/cli", "src/spec"],
  "src/init": ["src/engine", "src/spec"],
  "src/report": [
    ...["src/analysis", "src/cli", "src/forecast", "src/journal", "src/json", "src/lib"],
    ...["src/machine", "src/plan", "src/result", "src/secrets", "src/spec"],
  ],

  // Effects, of which none knows another.
  "src/exec": [
    ...["src/engine", "src/forecast", "src/guards", "src/journal", "src/json", "src/launcher"],
    "src/lib",
    ...["src/lib/files.ts", "src/lib/sleep.ts", "src/machine", "src/plan", "src/result"],
    "src/spec",
  ],
  "src/store": [
    ...["src/analysis", "src/forecast", "src/journal", "src/json", "src/lib", "src/lib/files.ts"],
    ...["src/lib/sleep.ts", "src/plan", "src/result", "src/secrets"],
  ],
  "src/bench": [
    ...["src/bench/settings", "src/json", "src/lib", "src/lib/files.ts", "src/lib/sleep.ts"],
  ],
  "src/sim": [
    ...["src/json", "src/lib", "src/lib/sleep.ts", "src/sim/model"],
    "src/sim/settings",
  ],

  // What joins them.
  "src/terminal": ["src/journal", "src/lib", "src/report"],
  "src/doctor": [
    ...["src/cli", "src/engine", "src/exec", "src/launcher", "src/lib", "src/lib/sleep.ts"],
    ...["src/plan", "src/result"],
  ],
  "src/plot": [
    ...["src/analysis", "src/commands", "src/lazy.ts", "src/lib", "src/report", "src/secrets"],
    "src/store",
  ],
  "src/lazy.ts": ["src/plot", "src/report"],
  "src/sweep": [
    ...["src/analysis", "src/commands", "src/engine", "src/exec", "src/forecast"],
    ...["src/journal", "src/json", "src/launcher", "src/lib", "src/lib/files.ts"],
    ...["src/machine", "src/plan", "src/report", "src/result", "src/secrets", "src/spec"],
    ...["src/store", "src/terminal"],
  ],
  "src/app": [
    ...["src/analysis", "src/bench", "src/cli", "src/commands", "src/completions"],
    ...["src/doctor", "src/engine", "src/exec", "src/init"],
    ...["src/json", "src/lazy.ts", "src/lib"],
    ...[
      "src/lib/sleep.ts",
      "src/plan",
      "src/plot",
      "src/report",
      "src/result",
      "src/secrets",
    ],
    ...["src/sim", "src/spec", "src/store", "src/sweep", "src/terminal"],
  ],
};

/** Parts that use no Deno, clock, random or network. They may import one another only, so none does through another either. */
export const PURE: readonly string[] = [
  ...["src/analysis", "src/bench/settings", "src/cli", "src/commands", "src/completions"],
  ...["src/engine", "src/forecast", "src/guards", "src/init", "src/journal", "src/json"],
  ...["src/launcher", "src/lib", "src/machine", "src/plan", "src/report", "src/result"],
  "src/secrets",
  ...["src/sim/model", "src/sim/settings", "src/spec"],
];

/** Parts that own the terminal and the exit code; all others are handed an `io`. */
export const TERMINAL_OWNERS: readonly string[] = ["main.ts", "src/app", "src/terminal"];

/** The part that a file belongs to; null if no key fits. @param path Relative to the root. */
export function partOf(path: string): string | null {
  let part: string | null = null;
  for (const key of Object.keys(ALLOWED_IMPORTS)) {
    const fits = path === key || path.startsWith(`${key}/`);
    if (fits && key.length > (part ?? "").length) part = key;
  }
  return part;
}

/** Whether a file must be pure. @param path Relative to the root. */
export function isPure(path: string): boolean {
  return PURE.includes(partOf(path) ?? "");
}
