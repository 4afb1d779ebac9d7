/** What is no process of ours is ended by commands: a container by its own program, anything by `--stop-cmd`. */
import type { ContainerRef } from "../../launcher/container.ts";
import { readTextIfThere, removeIfThere } from "../../lib/files.ts";

/** Longest that a program of containers may take, beyond the time that it is told to wait. */
const SLACK_MS = 5_000;

/** How a container is ended. */
export interface EndContainerOptions {
  readonly container: ContainerRef;
  /** Variables on top of our own. */
  readonly env: Readonly<Record<string, string>>;
  /** How long it gets to end by itself; 0 kills it at once. */
  readonly graceMs: number;
  /** Whether its client is gone, which it is once the container is. */
  readonly isGone: () => Promise<boolean>;
}

/** Ends a container whose client did not: `docker stop`, then `docker kill`. Never throws. */
export async function endContainer(
  { container, env, graceMs, isGone }: EndContainerOptions,
): Promise<void> {
  const { program, name, idFile } = container;
  const id = name ?? (idFile === null ? null : readTextIfThere(idFile)?.trim());
  if (!id) return;
  const seconds = Math.ceil(graceMs / 1000);
  if (seconds > 0) {
    const stop = [...program, "stop", "-t", String(seconds), id];
    const code = await runCommand(stop, env, graceMs + SLACK_MS);
    if (code === 0 && await isGone()) return;
  }
  await runCommand([...program, "kill", id], env, SLACK_MS);
  await isGone();
}

/** Removes the file with the id of a container that we had it written into. */
export function forgetContainer(container: ContainerRef | null): void {
  if (container?.name === null && container.idFile !== null) removeIfThere(container.idFile);
}

/** Runs a command for a limited time. @returns Its exit code; null if it could not be run or did not end in time. */
export async function runCommand(
  [program, ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<number | null> {
  try {
    const child = new Deno.Command(program!, {
      args,
      env: { ...env },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, limitMs);
    const { code } = await child.status;
    clearTimeout(timer);
    return isLate ? null : code;
  } catch {
    return null;
  }
}
