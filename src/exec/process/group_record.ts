/**
 * What was seen of a process group while we lived, in a file that outlives us: for the guard, and for the next sweep if the guard
 * died too. A worker may have erased its environment, left its session and lost its parents: that it was ours is known then only
 * from here.
 */
import { isOfDeadSession } from "./marker.ts";
import { pidNamespace, type ProcessInfo, ticksNow } from "./proc.ts";

/** A process: its pid alone may be that of another one by now. */
export type SeenProcess = Pick<ProcessInfo, "pid" | "startTicks">;

/** That a group is there is noted so often at most, in ticks. */
const NOTE_TICKS = 100;

/** A record that is written. */
export class GroupRecord {
  readonly path: string;
  #notedAt = 0;

  private constructor(path: string) {
    this.path = path;
  }

  /** Begins a record. @returns Null where there is no safe place for one. */
  static begin(marker: string, directory: string | null = recordDirectory()): GroupRecord | null {
    if (directory === null) return null;
    const path = `${directory}/${marker}`;
    try {
      Deno.writeTextFileSync(path, `boot ${bootId()}\n`, { createNew: true, mode: 0o600 });
      return new GroupRecord(path);
    } catch {
      return null;
    }
  }

  /** Notes processes of the group, and that it is there now. The first one is the leader. */
  note(processes: readonly SeenProcess[]): void {
    const now = ticksNow();
    if (processes.length === 0 && now - this.#notedAt < NOTE_TICKS) return;
    this.#notedAt = now;
    const lines = processes.map(({ pid, startTicks }) => `${pid} ${startTicks}\n`).join("");
    try {
      Deno.writeTextFileSync(this.path, `${lines}at ${now}\n`, {
        append: true,
        create: false,
      });
    } catch {
      // Somebody cleared it away: the other means have to do.
    }
  }

  /** To be called when nothing of the group is left. */
  remove(): void {
    removeRecord(this.path);
  }
}

/** A record that a dead session left. */
export interface DeadRecord {
  readonly path: string;
  readonly leader: SeenProcess;
  readonly seen: readonly SeenProcess[];
  /** Until then the numbers of the group and its session were ours for certain, in ticks since boot. */
  readonly lastTicks: number;
}

/** The records of dead sessions of our user in this boot. Older ones are removed. */
export function deadRecords(directory: string | null = recordDirectory()): DeadRecord[] {
  if (directory === null) return [];
  const boot = `boot ${bootId()}`;
  const records: DeadRecord[] = [];
  for (const { name, isFile } of Deno.readDirSync(directory)) {
    if (!isFile || !isOfDeadSession(name)) continue;
    const path = `${directory}/${name}`;
    const [first, ...lines] = readLines(path);
    const words = lines.map((line) => line.split(" "));
    const seen = words.filter(([pid]) => /^[1-9]\d*$/.test(pid!))
      .map(([pid, ticks]) => ({ pid: Number(pid), startTicks: Number(ticks) }));
    const lastTicks = Number(words.findLast(([word]) => word === "at")?.[1] ?? 0);
    if (first !== boot || seen.length === 0) removeRecord(path);
    else records.push({ path, leader: seen[0]!, seen, lastTicks });
  }
  return records;
}

/** Removes a record. */
export function removeRecord(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // Gone already.
  }
}

/**
 * The directory of the records of our user and pid namespace: always the same one, whatever XDG_RUNTIME_DIR and TMPDIR are, for
 * cron has neither. Null if it cannot be made, or if it is not ours alone.
 */
export function recordDirectory(): string | null {
  const uid = Deno.uid();
  const parent = `/tmp/servesweep-${uid}`;
  const path = `${parent}/${pidNamespace("self")}`;
  try {
    for (const each of [parent, path]) {
      try {
        Deno.mkdirSync(each, { mode: 0o700 });
      } catch (error) {
        if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      }
      const info = Deno.lstatSync(each);
      if (!info.isDirectory || info.uid !== uid || (info.mode! & 0o022) !== 0) return null;
    }
    return path;
  } catch {
    return null;
  }
}

function bootId(): string {
  try {
    return Deno.readTextFileSync("/proc/sys/kernel/random/boot_id").trim();
  } catch {
    return "unknown";
  }
}

function readLines(path: string): string[] {
  try {
    return Deno.readTextFileSync(path).split("\n");
  } catch {
    return [];
  }
}
