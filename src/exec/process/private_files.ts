/** Files that only their owner reads, made by a process whose children make theirs as it was told itself. */

/** What we were started with, once it is another. */
let ofChildren: number | null = null;

/** From now on this process makes files and directories that nobody else can read. */
export function makeFilesPrivate(): void {
  ofChildren ??= Deno.umask();
  Deno.umask(0o077);
}

/** The umask of servers and benchmarks, as a shell takes it: what they keep for all users, such as caches, stays readable. */
export function umaskOfChildren(): string {
  return (ofChildren ?? Deno.umask()).toString(8).padStart(4, "0");
}
