/** Facts about the machine, for the manifest. What cannot be had is null; nothing here fails. */
import { findGpus } from "./gpu/gpu_tool.ts";
import { query } from "./gpu/query.ts";

/** One GPU as nvidia-smi or rocm-smi describes it. */
export interface GpuFacts {
  readonly index: number;
  readonly name: string;
  readonly memoryMiB: number | null;
  readonly driver: string | null;
  readonly uuid: string | null;
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

/** GPUs by the tool of their vendor; empty where there is none. */
export async function gpuFacts(signal: AbortSignal): Promise<GpuFacts[]> {
  const { gpus } = await findGpus({ signal }) ?? { gpus: [] };
  return gpus.map(({ id, name, memoryMiB, driver, uuid }) => ({
    index: Number(id),
    name,
    memoryMiB,
    driver,
    uuid,
  }));
}

/** State of the git checkout that we were started in; null outside one. */
export async function gitFacts(
  signal: AbortSignal,
): Promise<{ commit: string; dirty: boolean } | null> {
  const commit = await query("git", ["rev-parse", "HEAD"], { signal });
  if (commit === null) return null;
  const status = await query("git", ["status", "--porcelain", "--untracked-files=no"], { signal });
  return { commit: commit.trim(), dirty: status !== null && status.trim() !== "" };
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
