/** Facts about the machine, for the manifest. What cannot be had is null; nothing here fails. */

/** How long one program may take to answer: nvidia-smi takes seconds when the driver has to wake up. */
const QUERY_LIMIT_MS = 20_000;

/** One GPU as nvidia-smi describes it. */
export interface GpuFacts {
  readonly index: number;
  readonly name: string;
  readonly memoryMiB: number;
  readonly driver: string;
  readonly uuid: string;
}

/** The machine and the versions of what matters on it. */
export interface HostFacts {
  readonly hostname: string;
  readonly os: string;
  readonly kernel: string;
  readonly architecture: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly deno: string;
}

/** What is known at once. */
export function hostFacts(): HostFacts {
  return {
    hostname: Deno.hostname(),
    os: osName(),
    kernel: Deno.osRelease(),
    architecture: Deno.build.arch,
    cpus: navigator.hardwareConcurrency,
    memoryBytes: Deno.systemMemoryInfo().total,
    deno: Deno.version.deno,
  };
}

/** GPUs by nvidia-smi; empty where there is none. */
export async function gpuFacts(): Promise<GpuFacts[]> {
  const text = await query("nvidia-smi", [
    "--query-gpu=index,name,memory.total,driver_version,uuid",
    "--format=csv,noheader,nounits",
  ]);
  if (text === null) return [];
  return text.trim().split("\n").map((line) => line.split(",").map((cell) => cell.trim()))
    .filter((cells) => cells.length === 5)
    .map(([index, name, memory, driver, uuid]) => ({
      index: Number(index),
      name: name!,
      memoryMiB: Number(memory),
      driver: driver!,
      uuid: uuid!,
    }));
}

/** State of the git checkout that we were started in; null outside one. */
export async function gitFacts(): Promise<{ commit: string; dirty: boolean } | null> {
  const commit = await query("git", ["rev-parse", "HEAD"]);
  if (commit === null) return null;
  const status = await query("git", ["status", "--porcelain", "--untracked-files=no"]);
  return { commit: commit.trim(), dirty: status !== null && status.trim() !== "" };
}

/** Standard output of a program; null if it is not there, fails or takes too long. */
async function query(program: string, args: string[]): Promise<string | null> {
  try {
    const output = await new Deno.Command(program, {
      args,
      stdin: "null",
      stdout: "piped",
      stderr: "null",
      signal: AbortSignal.timeout(QUERY_LIMIT_MS),
    }).output();
    return output.success ? new TextDecoder().decode(output.stdout) : null;
  } catch {
    return null;
  }
}

function osName(): string {
  try {
    const name = /^PRETTY_NAME="?([^"\n]*)/m.exec(Deno.readTextFileSync("/etc/os-release"))?.[1];
    if (name !== undefined) return name;
  } catch {
    // Not every system has the file.
  }
  return Deno.build.os;
}
