/** A file system that is soon full. */

/** A tmpfs of a given size, mounted on a temporary directory; gone at the end of the test. */
export class SmallDisk implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "servesweep-disk-" });

  /**
   * @param options Of the mount: `size=1m`, `nr_inodes=100`.
   * @throws {Error} If this process may not mount.
   */
  constructor(options: string) {
    const args = ["-t", "tmpfs", "-o", options, "tmpfs", this.path];
    const { success, stderr } = new Deno.Command("mount", { args }).outputSync();
    if (success) return;
    Deno.removeSync(this.path);
    throw new Error(`Cannot mount a tmpfs: ${new TextDecoder().decode(stderr).trim()}`);
  }

  /** True if this process may mount: as root, but not in every container. For the need of a test. */
  static isPossible(): boolean {
    try {
      new SmallDisk("size=64k")[Symbol.dispose]();
      return true;
    } catch {
      return false;
    }
  }

  /** Names in a directory of it. */
  names(directory = "."): string[] {
    return [...Deno.readDirSync(`${this.path}/${directory}`)].map(({ name }) => name);
  }

  /** From here on nobody can write to it. Fails if somebody has a file open for writing. */
  makeReadOnly(): void {
    const args = ["-o", "remount,ro", this.path];
    const { success } = new Deno.Command("mount", { args }).outputSync();
    if (!success) throw new Error(`Cannot make ${this.path} read-only`);
  }

  /** Fills it to the last byte. */
  fill(): void {
    using file = Deno.openSync(`${this.path}/filler`, { append: true, create: true });
    const zeros = new Uint8Array(4096);
    try {
      while (file.writeSync(zeros) > 0);
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error.code !== "ENOSPC") throw error;
    }
  }

  [Symbol.dispose](): void {
    // Lazily: a process that is about to end may still have a file open.
    new Deno.Command("umount", { args: ["-l", this.path] }).outputSync();
    Deno.removeSync(this.path);
  }
}
