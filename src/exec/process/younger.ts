/**
 * Which processes may be younger than a given one. A machine with eight GPUs has thousands of processes, and to look at each of
 * them takes longer than everything else that is done for a run.
 */

/** What the kernel counts since boot: every process and thread of the machine takes one number at least, here or elsewhere. */
function forkCount(path: string): number | null {
  try {
    return Number(/^processes (\d+)$/m.exec(Deno.readTextFileSync(path))![1]);
  } catch {
    return null;
  }
}

/** Numbers of processes begin again at a low one when they reach this. */
function highestPid(): number {
  try {
    return Number(Deno.readTextFileSync("/proc/sys/kernel/pid_max"));
  } catch {
    return 0;
  }
}

const HIGHEST_PID = highestPid();

/** What was started since a moment. To be made before the first process is started. */
export class YoungerProcesses {
  readonly #statPath: string;
  readonly #forks: number | null;

  /** @param statPath @default {"/proc/stat"} */
  constructor(statPath: string = "/proc/stat") {
    this.#statPath = statPath;
    this.#forks = forkCount(statPath);
  }

  /**
   * Those of some pids that may be of a process or of younger ones. Numbers are given in ascending order: as long as they cannot
   * have begun again since, older processes have lower ones.
   *
   * @param first The process, started after this was made.
   * @param pids Of processes that are there now.
   */
  since(first: number, pids: readonly number[]): readonly number[] {
    const now = forkCount(this.#statPath);
    // The process itself was counted, or nothing is: gVisor has a constant here.
    if (this.#forks === null || now === null || now <= this.#forks) return pids;
    const last = first + now - this.#forks;
    return last < HIGHEST_PID ? pids.filter((pid) => pid >= first && pid <= last) : pids;
  }
}
