/**
 * Which processes are ours. A server may put its workers into sessions of their own, rename them so that their environment is
 * erased, and die before them; each is found by the strongest means that this machine has.
 */
import { GUARD_VARIABLE, MARKER_VARIABLE, newSession } from "./marker.ts";
import { Cgroup } from "./cgroup.ts";
import { GroupRecord } from "./group_record.ts";
import { isLauncher } from "./launcher.ts";
import { allPids, commandLine, processEntry, type ProcessInfo, variable } from "./proc.ts";
import { Subreaper } from "./subreaper.ts";
import { YoungerProcesses } from "./younger.ts";

/** Live processes of a group, by what they are. */
export interface GroupProcesses {
  /** All but guards: in the process group, elsewhere in its session, or known by other means. */
  readonly members: readonly ProcessInfo[];
  readonly guards: readonly ProcessInfo[];
}

/** Where a group leaves traces; see {@linkcode Supervisor.prepare}. */
export interface GroupTraces {
  readonly marker: string;
  readonly cgroup: Cgroup | null;
  readonly record: GroupRecord | null;
  /** Tells which processes may be of the group: those that are not older. */
  readonly younger: YoungerProcesses;
}

interface Group extends GroupTraces {
  readonly leader: ProcessInfo;
  /** Start ticks by pid of what was seen of it. */
  readonly seen: Map<number, number>;
}

/** What a supervisor may use, where the machine has it. */
export interface SupervisorOptions {
  /** @default {true} */
  readonly cgroups?: boolean;
  /** @default {true} */
  readonly subreaper?: boolean;
}

/** Knows all process groups of a session, and what belongs to them. */
export class Supervisor implements Disposable {
  /** Name of the session. */
  readonly session: string;
  readonly #cgroups: boolean;
  readonly #subreaper: Subreaper | null;
  readonly #groups = new Map<number, Group>();
  /** Leaders that the runtime waits for, and all that there ever were. */
  readonly #leaders = new Set<number>();
  readonly #everLed = new Set<number>();
  /** Start ticks by pid of all that was ever seen of groups. */
  readonly #seen = new Map<number, number>();
  readonly #ownSession = processEntry(Deno.pid)!.session;
  /** The first group that there was. */
  #first: Pick<Group, "leader" | "younger"> | null = null;
  #made = 0;

  constructor({ cgroups = true, subreaper = true }: SupervisorOptions = {}) {
    this.session = newSession();
    this.#cgroups = cgroups;
    this.#subreaper = subreaper ? Subreaper.become() : null;
  }

  /** True if orphans come to us. */
  get isSubreaper(): boolean {
    return this.#subreaper !== null;
  }

  /** Makes the traces of a group that is about to be started. */
  prepare(): GroupTraces {
    const marker = `${this.session}.${this.#made++}`;
    return {
      marker,
      cgroup: this.#cgroups ? Cgroup.make(marker) : null,
      record: GroupRecord.begin(marker),
      younger: new YoungerProcesses(),
    };
  }

  /**
   * Takes a group into account from now on.
   *
   * @param leader The process that was started.
   * @param exited Resolves when the runtime has taken it out of the process table: before, nobody else may.
   */
  add(leader: ProcessInfo, traces: GroupTraces, exited: Promise<unknown>): void {
    this.#first ??= { leader, younger: traces.younger };
    this.#leaders.add(leader.pid);
    this.#everLed.add(leader.pid);
    exited.finally(() => this.#leaders.delete(leader.pid));
    this.#groups.set(leader.pid, { ...traces, leader, seen: new Map() });
    traces.record?.note([leader]);
  }

  /** Nothing of a group is left, or nothing can be done about it. @param isGone Then its traces go too. */
  remove(leaderPid: number, isGone: boolean): void {
    const group = this.#groups.get(leaderPid);
    this.#groups.delete(leaderPid);
    if (!isGone) return;
    group?.cgroup?.remove();
    group?.record?.remove();
  }

  /** The live processes of a group. What is seen of any group is noted, so that it is known later when less tells of it. */
  scan(leaderPid: number): GroupProcesses {
    const found = this.#observe();
    const members: ProcessInfo[] = [];
    const guards: ProcessInfo[] = [];
    for (const process of found.get(leaderPid) ?? []) {
      const isGuard = process.group === leaderPid && process.pid !== leaderPid &&
        isLauncher(commandLine(process.pid));
      (isGuard ? guards : members).push(process);
    }
    return { members, guards };
  }

  /** Looks at all groups, and notes what belongs to them. */
  observe(): void {
    if (this.#groups.size > 0) this.#observe();
  }

  /** Orphans that no group is known for: there were several that they may be of. To be ended when all groups are. */
  orphans(): readonly ProcessInfo[] {
    const first = this.#first;
    return first === null ? [] : this.#observe(first).get(null) ?? [];
  }

  [Symbol.dispose](): void {
    this.#subreaper?.[Symbol.dispose]();
  }

  /**
   * Live processes by the leader of their group; null for orphans of an unknown one.
   *
   * @param oldest What is older than this group is not looked at. @default The oldest group that is there
   */
  #observe(
    oldest: Pick<Group, "leader" | "younger"> | undefined = this.#groups.values().next().value,
  ): Map<number | null, ProcessInfo[]> {
    const table = new Map<number, ProcessInfo>();
    for (const pid of oldest?.younger.since(oldest.leader.pid, allPids()) ?? []) {
      const entry = processEntry(pid);
      if (entry === null) continue;
      if (!entry.isZombie) table.set(pid, entry);
      else if (this.#isAdopted(entry) && this.#wasOurs(entry)) this.#subreaper?.reap(pid);
    }
    const owners = new Owners(table, [...this.#groups.values()]);
    const orphans = [...table.values()].filter((process) =>
      this.#isAdopted(process) && owners.of(process) === null && !isMarked(process.pid)
    );
    for (const orphan of orphans) {
      const older = [...this.#groups.values()]
        .filter(({ leader }) => leader.startTicks <= orphan.startTicks);
      if (older.length === 1) owners.give(orphan, older[0]!);
    }
    const found = new Map<number | null, ProcessInfo[]>();
    for (const process of table.values()) {
      const group = owners.of(process);
      const isOrphan = group === null && orphans.includes(process);
      if (group === null && !isOrphan) continue;
      const key = group?.leader.pid ?? null;
      found.set(key, [...found.get(key) ?? [], process]);
    }
    for (const group of this.#groups.values()) this.#note(group, found.get(group.leader.pid) ?? []);
    return found;
  }

  /** Notes what was not seen before. */
  #note({ seen, record }: Group, processes: readonly ProcessInfo[]): void {
    const fresh = processes.filter(({ pid, startTicks }) => seen.get(pid) !== startTicks);
    for (const { pid, startTicks } of fresh) {
      seen.set(pid, startTicks);
      this.#seen.set(pid, startTicks);
    }
    record?.note(fresh);
  }

  /** A zombie has nothing left but its numbers. */
  #wasOurs({ pid, startTicks, group, session }: ProcessInfo): boolean {
    return this.#seen.get(pid) === startTicks || this.#everLed.has(group) ||
      this.#everLed.has(session);
  }

  /** A child of ours that we did not start: neither a leader nor one of the tools that we ask, which stay in our session. */
  #isAdopted({ pid, parent, session }: ProcessInfo): boolean {
    return this.#subreaper !== null && parent === Deno.pid && session !== this.#ownSession &&
      !this.#leaders.has(pid);
  }
}

/** True for what carries a marker of anybody. */
function isMarked(pid: number): boolean {
  return variable(pid, MARKER_VARIABLE) !== null || variable(pid, GUARD_VARIABLE) !== null;
}

/** To which group each process of a table belongs. */
class Owners {
  readonly #table: ReadonlyMap<number, ProcessInfo>;
  readonly #groups: readonly Group[];
  readonly #inCgroups = new Map<number, Group>();
  readonly #known = new Map<number, Group | null>();

  constructor(table: ReadonlyMap<number, ProcessInfo>, groups: readonly Group[]) {
    this.#table = table;
    this.#groups = groups;
    for (const group of groups) {
      for (const pid of group.cgroup?.pids() ?? []) this.#inCgroups.set(pid, group);
    }
  }

  /** Says to which group a process belongs. What descends from it does too. */
  give({ pid }: ProcessInfo, group: Group): void {
    for (const [other, found] of this.#known) if (found === null) this.#known.delete(other);
    this.#known.set(pid, group);
  }

  of(process: ProcessInfo): Group | null {
    const { pid } = process;
    let group = this.#known.get(pid);
    if (group === undefined) {
      // While it is looked for: a table may hold a circle, for it is read one by one.
      this.#known.set(pid, null);
      this.#known.set(pid, group = this.#find(process));
    }
    return group;
  }

  #find(process: ProcessInfo): Group | null {
    const { pid, startTicks, group: pgrp, session } = process;
    return this.#inCgroups.get(pid) ??
      this.#groups.find(({ leader, seen }) =>
        seen.get(pid) === startTicks || leader.pid === pgrp || leader.pid === session
      ) ??
      this.#ofParent(process) ?? this.#ofMarker(pid);
  }

  #ofParent({ parent, startTicks }: ProcessInfo): Group | null {
    const info = this.#table.get(parent);
    return info === undefined || info.startTicks > startTicks ? null : this.of(info);
  }

  #ofMarker(pid: number): Group | null {
    const marker = variable(pid, MARKER_VARIABLE) ?? variable(pid, GUARD_VARIABLE);
    return marker === null ? null : this.#groups.find((group) => group.marker === marker) ?? null;
  }
}
