/** Runs `deno test` and closes with one line that counts what was left out too. */

/** How many tests passed, failed and were left out. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * The counts in the output of `deno test`, of its last line that has any. Without such a line (a type error, a crash) it is one
 * failure.
 */
export function countTests(output: string): TestCounts {
  // deno-lint-ignore no-control-regex
  const plain = output.replace(/\x1b\[[0-9;]*m/g, "");
  const line = plain.split("\n").findLast((line) => /\| \d+ passed/.test(line));
  if (line === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const count = (word: string) => Number(new RegExp(`\\| (\\d+) ${word}`).exec(line)?.[1] ?? 0);
  return { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
}

/** `3 passed, 0 failed, 1 skipped`, alone on a line: what machines look for. */
export function countsText({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/**
 * How many test modules run side by side: DENO_JOBS, else half as many again as there are cores. Many tests wait for programs, and
 * others use the cores meanwhile.
 */
export function testJobs(): number {
  return Number(Deno.env.get("DENO_JOBS")) || Math.ceil(navigator.hardwareConcurrency * 1.5);
}

/** Only the end of the output is kept: the counts are in its last lines. */
const KEPT = 10_000;

/**
 * Runs `deno test` with these arguments.
 *
 * @param print Takes what it prints, as it comes.
 * @returns Its exit code, and the counts.
 */
export async function runTests(
  args: readonly string[],
  cwd: string,
  print: (bytes: Uint8Array) => Promise<void>,
): Promise<{ code: number; counts: TestCounts }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", ...args],
    cwd,
    env: { DENO_NO_UPDATE_CHECK: "1", DENO_JOBS: String(testJobs()) },
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const decoder = new TextDecoder();
  let tail = "";
  for await (const bytes of child.stdout) {
    tail = (tail + decoder.decode(bytes, { stream: true })).slice(-KEPT);
    await print(bytes);
  }
  const { code } = await child.status;
  const counts = countTests(tail);
  return { code, counts: code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts };
}
