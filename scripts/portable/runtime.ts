/** The Deno executables of the kinds of machines that there are portable files for, from npm. */

/** Directory of this file. */
const HERE = new URL(".", import.meta.url).pathname;

/** The version of Deno that everything is built with and tested on. */
export const DENO_VERSION = "2.9.6";

/** A kind of machine. */
interface Machine {
  /** What `uname -m` prints there. */
  readonly name: string;
  /** The npm package of its Deno. */
  readonly specifier: string;
}

const MACHINES: Readonly<Record<string, Machine>> = {
  "x86_64-unknown-linux-gnu": {
    name: "x86_64",
    specifier: `npm:@deno/linux-x64-glibc@${DENO_VERSION}`,
  },
  "aarch64-unknown-linux-gnu": {
    name: "aarch64",
    specifier: `npm:@deno/linux-arm64-glibc@${DENO_VERSION}`,
  },
};

/** Every target of a portable file. */
export const TARGETS: readonly string[] = Object.keys(MACHINES);

/** A Deno executable. */
export interface Runtime {
  readonly path: string;
  /** What `uname -m` prints where it runs. */
  readonly machine: string;
}

/**
 * The Deno of a target: the one that runs this, else that of npm, whose hash `runtime.lock.json` has.
 *
 * @param target One of `TARGETS`.
 * @throws {Error} If it cannot be had, or is not the one in the lock.
 */
export async function runtimeFor(target: string): Promise<Runtime> {
  const { name, specifier } = MACHINES[target]!;
  if (target === Deno.build.target && Deno.version.deno === DENO_VERSION) {
    return { path: Deno.execPath(), machine: name };
  }
  const lock = ["--no-config", `--lock=${HERE}runtime.lock.json`, "--frozen"];
  await deno(["cache", "--quiet", ...lock, specifier]);
  const { npmPackages } = JSON.parse(await deno(["info", "--json", ...lock, specifier]));
  const { localPath } = npmPackages[specifier.slice("npm:".length)];
  return { path: `${localPath}/deno`, machine: name };
}

/** Output of a Deno command. */
async function deno(args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (!success) {
    throw new Error(`Cannot get the runtime, "deno ${args.join(" ")}": ${decoder.decode(stderr)}`);
  }
  return decoder.decode(stdout);
}
