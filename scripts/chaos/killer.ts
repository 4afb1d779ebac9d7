/** Killing a sweep at a moment. */
import { isLauncher } from "../../src/exec/process/launcher.ts";
import { commandLine } from "../../src/exec/process/proc.ts";
import { processesWith } from "../../tests/harness/process_table.ts";
import { isThere } from "./directory.ts";
import type { Moment, Step } from "./moment.ts";

/** What a kill needs to know of its sweep. */
export interface KillOptions {
  readonly child: Deno.ChildProcess;
  /** Experiment directory. */
  readonly root: string;
  /** Size of the journal before this start, in bytes: earlier lines are no steps of it. */
  readonly journalBytes: number;
  /** Time of an undisturbed sweep. */
  readonly durationMs: number;
  /** Text in the environment of every process of the sweep if the guards are to be killed as well; else null. */
  readonly guardsOf: string | null;
}

/** Waits for the moment and sends SIGKILL. @returns False if the sweep was over before. */
export async function killAt(moment: Moment, options: KillOptions): Promise<boolean> {
  const { child, root, journalBytes, durationMs, guardsOf } = options;
  let over = false;
  const ended = child.status.then(() => over = true);
  const isOver = () => over;
  switch (moment.kind) {
    case "time":
      await waitFor(ended, moment.share * durationMs);
      break;
    case "step":
      await lineWritten(`${root}/journal.jsonl`, journalBytes, moment.step, isOver);
      spin(moment.delayMs);
      break;
    case "file":
      await fileMade(moment.files.map((file) => `${root}/${file}`), isOver);
      spin(moment.delayMs);
  }
  if (over) return false;
  if (guardsOf !== null && signal(child, "SIGSTOP")) killGuards(guardsOf);
  return signal(child, "SIGKILL");
}

/**
 * Reads the journal as it grows, until a line is in it. Without a pause between two reads: a line is seen after 0.1 ms, and what
 * happens between two lines takes little more.
 */
async function lineWritten(
  path: string,
  from: number,
  { event, occurrence }: Step,
  isOver: () => boolean,
): Promise<void> {
  await fileMade([path], isOver);
  if (isOver()) return;
  using file = await Deno.open(path);
  await file.seek(from, Deno.SeekMode.Start);
  const buffer = new Uint8Array(65_536);
  const decoder = new TextDecoder();
  const type = `"type":"${event}"`;
  let text = "";
  let count = 0;
  while (!isOver()) {
    const bytes = await file.read(buffer);
    if (bytes === null) continue;
    const lines = (text + decoder.decode(buffer.subarray(0, bytes), { stream: true })).split("\n");
    text = lines.pop()!;
    count += lines.filter((line) => line.includes(type)).length;
    if (count >= occurrence) return;
  }
}

async function fileMade(paths: readonly string[], isOver: () => boolean): Promise<void> {
  while (!isOver() && !paths.some(isThere)) {
    // Any asynchronous call lets the rest go on; a timer would be ten times as coarse.
    await Deno.stat("/proc/self");
  }
}

/** The sweep stands still meanwhile, so that it starts nothing new. */
function killGuards(environment: string): void {
  endProcesses(() => processesWith(environment).filter((pid) => isLauncher(commandLine(pid))));
}

/**
 * Kills processes until none is found any more. Looked for twice: one that is just being started is not yet to be
 * recognised.
 */
export function endProcesses(find: () => readonly number[]): void {
  for (let quiet = 0; quiet < 2;) {
    const pids = find();
    quiet = pids.length === 0 ? quiet + 1 : 0;
    for (const pid of pids) {
      try {
        Deno.kill(pid, "SIGKILL");
      } catch (error) {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
  }
}

/** @returns False if the process has ended. */
function signal(child: Deno.ChildProcess, name: Deno.Signal): boolean {
  try {
    child.kill(name);
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Waits for something, at most so long. */
async function waitFor(something: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise((resolve) => timer = setTimeout(resolve, limitMs));
  await Promise.race([something, limit]);
  clearTimeout(timer);
}

/** Waits more exactly than a timer can. */
function spin(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
