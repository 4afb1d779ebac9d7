/** Processes among themselves: what looks for processes in there finds only theirs, and what looks elsewhere leaves them alone. */

/** Words before a command that give it process ids of its own. */
export const PID_NAMESPACE = ["unshare", "--pid", "--fork", "--mount-proc"];

/** True if this process may make a pid namespace: as root, but not in every container. For the need of a test. */
export function canMakePidNamespace(): boolean {
  const [program, ...args] = [...PID_NAMESPACE, "true"];
  try {
    return new Deno.Command(program!, { args, stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}
