/**
 * The shell text that starts every server and benchmark, and the guard that ends them when we die.
 *
 * The lifeline is the standard input of the launcher: a pipe whose only write end is ours and is never written to.
 * A background subshell, member of the same process group, blocks in `read` on it. However our process ends, SIGKILL
 * included, the kernel closes the pipe, and the guard ends the group: TERM, a grace time while the leader lives, then
 * every process that carries our marker (a server may put workers into sessions of their own), then KILL for the
 * group, the guard itself included. As a member, the guard keeps the group id from being used again.
 * A dead leader may stay in the process table: nobody waits for it after us, and process 1 of a container may not either.
 * Processors are bound by taskset, of util-linux or busybox, after the guard has left: the command and all that it starts
 * inherit them. Where that fails the log says so and the command runs on all of them.
 * Runs under dash, bash and busybox sh. `kill -s KILL -- -PGID`: dash refuses `kill -KILL`.
 */
export const LAUNCH = `
exec 3<&0 </dev/null
( ( trap '' HUP INT TERM
    read -r x
    kill -s TERM -- -$$
    n=0
    while [ $n -lt "$SERVESWEEP_GRACE" ] && [ -d /proc/$$ ] && ! grep -qs '^State:.[ZX]' /proc/$$/status
    do sleep 0.1; n=$((n+1)); done
    n=0
    while [ $n -lt 50 ]; do
      p=$(grep -lsF "SERVESWEEP_RUN_ID=$SERVESWEEP_MARKER" /proc/[0-9]*/environ | cut -d/ -f3)
      [ -n "$p" ] || break
      kill -s KILL $p
      n=$((n+1))
    done
    kill -s KILL -- -$$
  ) <&3 >/dev/null 2>&1 & )
exec 3<&-
exec >>"$SERVESWEEP_LOG" 2>&1
[ -z "$SERVESWEEP_CPUS" ] || taskset -cp "$SERVESWEEP_CPUS" $$ >/dev/null
SERVESWEEP_RUN_ID=$SERVESWEEP_MARKER
export SERVESWEEP_RUN_ID
unset SERVESWEEP_MARKER SERVESWEEP_LOG SERVESWEEP_GRACE SERVESWEEP_CPUS
exec "$@"
`;

/** Variable that every process of a group carries, with the group's marker as its value. */
export const MARKER_VARIABLE = "SERVESWEEP_RUN_ID";

/** Steps of 0.1 s that the guard waits after TERM. */
const GRACE_STEP_MS = 100;

/** What the launcher reads from its environment. */
export function launcherEnv(
  marker: string,
  logPath: string,
  graceMs: number,
  cpus: string | null,
): Record<string, string> {
  return {
    SERVESWEEP_MARKER: marker,
    SERVESWEEP_LOG: logPath,
    SERVESWEEP_GRACE: String(Math.ceil(graceMs / GRACE_STEP_MS)),
    // Always set: one that we were started with is not meant for our children.
    SERVESWEEP_CPUS: cpus ?? "",
  };
}

/** True for a process that still runs the launcher's text: a guard, or a leader that has not become its command yet. */
export function isLauncher(commandLine: string): boolean {
  // The shell is started by its path or by its name, as the runtime resolves it.
  return /^(\S*\/)?sh -c \nexec 3<&0/.test(commandLine);
}
