/**
 * Decides where the std packages come from: JSR, or npm where JSR is out of reach.
 * `SERVESWEEP_STD=jsr|npm` forces it. This file imports nothing, so it runs before anything is fetched.
 */

/** How long one look at JSR may take before npm is used. */
const PROBE_LIMIT_MS = 3_000;

/** Where the std packages come from. */
export type StdSource = "jsr" | "npm";

/** Root of the checkout, without a trailing slash. */
export const ROOT = new URL("..", import.meta.url).pathname.replace(/\/$/, "");

/** The lock of every package from npm, with the hash of each. `deno task lock` writes it. */
export const NPM_LOCK = `${ROOT}/scripts/npm.lock.json`;

/**
 * Flags for `deno run|test|check|bundle|bench` that select the std packages, and nothing but the packages in the lock.
 *
 * @throws {TypeError} If SERVESWEEP_STD is neither `jsr` nor `npm`.
 */
export async function stdFlags(): Promise<string[]> {
  return await stdSource() === "jsr" ? [] : [...npmFlags(), "--frozen"];
}

/** The same for npm, with a lock that may grow. */
export function npmFlags(): string[] {
  return [`--import-map=${ROOT}/scripts/npm.importmap.json`, `--lock=${NPM_LOCK}`];
}

/**
 * The source in force. The answer is put into SERVESWEEP_STD, so that child processes do not look again.
 *
 * @throws {TypeError} If SERVESWEEP_STD is neither `jsr` nor `npm`.
 */
export async function stdSource(): Promise<StdSource> {
  const forced = Deno.env.get("SERVESWEEP_STD");
  if (forced === "jsr" || forced === "npm") return forced;
  if (forced) throw new TypeError(`SERVESWEEP_STD is "${forced}": expected "jsr" or "npm"`);
  const source = await jsrReachable() ? "jsr" : "npm";
  Deno.env.set("SERVESWEEP_STD", source);
  return source;
}

/** Whether a std package can be had from JSR: from the cache at once, else over the network. */
async function jsrReachable(): Promise<boolean> {
  const { imports } = JSON.parse(await Deno.readTextFile(`${ROOT}/deno.json`));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["cache", "--no-config", "--no-lock", "--quiet", imports["@std/path/join"]],
    stdin: "null",
    stdout: "null",
    stderr: "null",
    cwd: "/",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), PROBE_LIMIT_MS);
  try {
    return (await child.status).success;
  } finally {
    clearTimeout(timer);
  }
}
