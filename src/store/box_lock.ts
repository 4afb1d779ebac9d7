/** The lock of a whole machine: one for all its users. */

/** Names another file: for containers that share a machine, and for machines whose /tmp is not shared. */
export const BOX_LOCK_VARIABLE = "SERVESWEEP_BOX_LOCK";

/**
 * Path of the lock of this machine. TMPDIR has no say: users with temporary directories of their own
 * must meet at the same file.
 *
 * @param named The path that the environment names; empty counts as none.
 */
export function boxLockPath(named = Deno.env.get(BOX_LOCK_VARIABLE)): string {
  return named || "/tmp/servesweep-box.lock";
}
