/**
 * The shell text that starts every server and benchmark, and the guard that ends them when we die.
 *
 * The lifeline is the standard input of the launcher: a pipe whose only write end is ours. What we write to it is a new grace
 * time, in steps of 0.1 s. A background subshell, member of the same process group, blocks in `read` on it. However our process
 * ends, SIGKILL included, the kernel closes the pipe, and the guard ends the group: TERM, the grace time while the leader lives,
 * then STOP, so that nothing starts anything new, and KILL for everything that it finds:
 *
 * - what is in the process group or the session of the leader;
 * - what descends from such a process, looked at before TERM, while ancestors live;
 * - what we have seen of it while we lived: lines `PID TICKS` of the record;
 * - what carries our marker in its environment;
 * - the control group, where there is one: the kernel ends all of it at once.
 *
 * It goes on until two scans in a row find nothing. As a member of the group the guard keeps its number from being used again; it
 * stays out of the control group, and ends itself with the group. A dead leader may stay in the process table: nobody waits for
 * it after us, and process 1 of a container may not either.
 *
 * Processors are bound by taskset, of util-linux or busybox, after the guard has left: the command and all that it starts
 * inherit them. Where that fails the log says so and the command runs on all of them.
 * Runs under dash, bash and busybox sh. `kill -s KILL -- -PGID`: dash refuses `kill -KILL`. The scan itself starts no process:
 * it would find it.
 */
import { umaskOfChildren } from "./private_files.ts";
export const LAUNCH = `
exec 3<&0 </dev/null
( ( trap '' HUP INT TERM
    g=$SERVESWEEP_GRACE m=$SERVESWEEP_MARKER c=$SERVESWEEP_CGROUP f=$SERVESWEEP_RECORD
    unset SERVESWEEP_MARKER
    while read -r x; do g=$x; done
    read -r me x </proc/self/stat
    k=' '
    if [ -n "$f" ]; then
      while read -r a b; do case $a in [1-9]*) k="$k$a:$b " ;; esac; done <"$f"
    fi
    scan() {
      v=' ' r=
      while [ "$r" != "$v" ]; do
        r=$v
        for s in /proc/[0-9]*/stat; do
          read -r l <"$s" || continue
          i=\${l%% *}
          set -- \${l##*) }
          case $1 in [ZX]) continue ;; esac
          case $v in *" $i "*) continue ;; esac
          [ "$i" != "$me" ] || continue
          case $k in
            *" $i:\${20} "*) ;;
            *)
              [ "$3" = $$ ] || [ "$4" = $$ ] || case $v in *" $2 "*) ;; *) continue ;; esac
              k="$k$i:\${20} " ;;
          esac
          v="$v$i "
        done
      done
      for i in $(grep -lsF "SERVESWEEP_RUN_ID=$m" /proc/[0-9]*/environ | cut -d/ -f3); do
        case $v in *" $i "*) ;; *) v="$v$i " ;; esac
      done
    }
    scan
    kill -s TERM -- -$$
    n=0
    while [ $n -lt "$g" ] && [ -d /proc/$$ ] && ! grep -qs '^State:.[ZX]' /proc/$$/status
    do sleep 0.1; n=$((n+1)); done
    n=0 e=0
    while [ $n -lt 100 ] && [ $e -lt 2 ]; do
      [ $n -lt 20 ] || sleep 0.1
      n=$((n+1))
      [ -z "$c" ] || echo 1 >"$c/cgroup.kill"
      scan
      if [ "$v" = ' ' ]; then e=$((e+1)); continue; fi
      e=0
      kill -s STOP $v
      scan
      kill -s KILL $v
    done
    [ $e -lt 2 ] || rm -f "$f"
    [ -z "$c" ] || rmdir "$c"
    kill -s KILL -- -$$
  ) <&3 >/dev/null 2>&1 & )
exec 3<&-
exec >>"$SERVESWEEP_LOG" 2>&1
umask "$SERVESWEEP_UMASK"
[ -z "$SERVESWEEP_CPUS" ] || taskset -cp "$SERVESWEEP_CPUS" $$ >/dev/null
[ -z "$SERVESWEEP_CGROUP" ] || { echo $$ >"$SERVESWEEP_CGROUP/cgroup.procs"; } 2>/dev/null
SERVESWEEP_RUN_ID=$SERVESWEEP_MARKER
export SERVESWEEP_RUN_ID
unset SERVESWEEP_MARKER SERVESWEEP_LOG SERVESWEEP_UMASK SERVESWEEP_GRACE SERVESWEEP_CPUS
unset SERVESWEEP_CGROUP SERVESWEEP_RECORD
exec "$@"
`;

/** Steps in which the guard waits after TERM. */
const GRACE_STEP_MS = 100;

/** What the launcher is told. */
export interface LaunchOptions {
  readonly marker: string;
  readonly logPath: string;
  /** How long the group gets between TERM and KILL if we die. */
  readonly graceMs: number;
  /** Processors, as taskset takes them; null for all. */
  readonly cpus: string | null;
  /** Directory of the control group; null for none. */
  readonly cgroup: string | null;
  /** Path of the record; null for none. */
  readonly record: string | null;
}

/** The environment by which the launcher is told. */
export function launcherEnv(options: LaunchOptions): Record<string, string> {
  const { marker, logPath, graceMs, cpus, cgroup, record } = options;
  return {
    SERVESWEEP_MARKER: marker,
    SERVESWEEP_LOG: logPath,
    SERVESWEEP_UMASK: umaskOfChildren(),
    SERVESWEEP_GRACE: String(graceSteps(graceMs)),
    // Always set: those that we were started with are not meant for our children.
    SERVESWEEP_CPUS: cpus ?? "",
    SERVESWEEP_CGROUP: cgroup ?? "",
    SERVESWEEP_RECORD: record ?? "",
  };
}

/** A grace time as the guard counts it. */
export function graceSteps(graceMs: number): number {
  return Math.ceil(graceMs / GRACE_STEP_MS);
}

/** True for a process that still runs the launcher's text: a guard, or a leader that has not become its command yet. */
export function isLauncher(commandLine: string): boolean {
  // The shell is started by its path or by its name, as the runtime resolves it.
  return /^(\S*\/)?sh -c \nexec 3<&0/.test(commandLine);
}
