/** How large a result may be. */

/**
 * Largest result that is read, in bytes. A result takes some twenty times its size in memory while it is looked at, and about
 * 25 ms a MiB in which nothing else is done: this keeps signals and deadlines below a second.
 */
export const MAX_RESULT_BYTES = 32 << 20;
