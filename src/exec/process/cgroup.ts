/**
 * A control group (cgroup v2) for a process group: nothing can leave it, whatever it does to its session, its environment or its
 * parents, and the kernel ends all of it at once. It can be made by root, and where systemd has delegated a part of the tree.
 */
import { isOfDeadSession } from "./marker.ts";
import { pidNamespace } from "./proc.ts";

/** Names of ours begin so. Behind it the pid namespace of the session, and the marker. */
const PREFIX = "servesweep-";

/** A control group. */
export class Cgroup {
  readonly path: string;

  /** @param path Its directory, which is there. */
  constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes one below our own.
   *
   * @returns Null where that is not possible.
   */
  static make(marker: string, parent: string | null = ownCgroup()): Cgroup | null {
    if (parent === null) return null;
    const path = `${parent}/${PREFIX}${pidNamespace("self")}-${marker}`;
    try {
      Deno.mkdirSync(path);
      // Without it (kernels before 5.14) the others have to do.
      Deno.statSync(`${path}/cgroup.kill`);
      return new Cgroup(path);
    } catch {
      remove(path);
      return null;
    }
  }

  /** Its live processes, and those of groups in it. */
  pids(): number[] {
    return pidsBelow(this.path);
  }

  /** Ends all of it at once. */
  kill(): void {
    try {
      Deno.writeTextFileSync(`${this.path}/cgroup.kill`, "1");
    } catch {
      // Gone already.
    }
  }

  /** Removes it; to be done when nothing lives in it. */
  remove(): void {
    remove(this.path);
  }
}

/** Control groups of sessions that do not run any more, of our user and our pid namespace. */
export function deadCgroups(root: string | null = mountPoint()): Cgroup[] {
  if (root === null) return [];
  const own = `${PREFIX}${pidNamespace("self")}-`;
  const uid = Deno.uid();
  const found: Cgroup[] = [];
  const visit = (path: string, depth: number) => {
    for (const name of directories(path)) {
      const inner = `${path}/${name}`;
      if (name.startsWith(own)) {
        const isDead = isOfDeadSession(name.slice(own.length));
        if (isDead && userOfFile(inner) === uid) found.push(new Cgroup(inner));
      } else if (depth < DEPTH) visit(inner, depth + 1);
    }
  };
  visit(root, 0);
  return found;
}

/** How deep the tree is searched: user slices of containers are six or seven below the root. */
const DEPTH = 12;

/** Directory of the control group that we are in; null without cgroup v2. */
export function ownCgroup(): string | null {
  const root = mountPoint();
  const own = /^0::(\/.*)$/m.exec(read("/proc/self/cgroup"))?.[1];
  return root === null || own === undefined || own.includes("..")
    ? null
    : root + own.replace(/\/$/, "");
}

/** Where cgroup v2 is mounted: on hybrid machines beside the older version. */
function mountPoint(): string | null {
  return /^\S+ (\S+) cgroup2 /m.exec(read("/proc/mounts"))?.[1] ?? null;
}

function pidsBelow(path: string): number[] {
  const own = read(`${path}/cgroup.procs`).split("\n").map(Number).filter((pid) => pid > 0);
  return [...own, ...directories(path).flatMap((name) => pidsBelow(`${path}/${name}`))];
}

function remove(path: string): void {
  for (const name of directories(path)) remove(`${path}/${name}`);
  try {
    Deno.removeSync(path);
  } catch {
    // Not there, or something lives in it: the next sweep finds it.
  }
}

function directories(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].filter(({ isDirectory }) => isDirectory).map(({ name }) =>
      name
    );
  } catch {
    return [];
  }
}

function userOfFile(path: string): number | null {
  try {
    return Deno.statSync(path).uid;
  } catch {
    return null;
  }
}

function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}
