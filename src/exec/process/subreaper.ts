/**
 * Orphans come to us: as child subreaper (prctl(2), PR_SET_CHILD_SUBREAPER) we become the parent of what our servers leave behind,
 * also of what they put into a session of its own. Who ends as our child stays in the process table until we ask for it.
 */

const PR_SET_CHILD_SUBREAPER = 36;
const WNOHANG = 1;

const SYMBOLS = {
  prctl: { parameters: ["i32", "u64", "u64", "u64", "u64"], result: "i32" },
  waitpid: { parameters: ["i32", "pointer", "i32"], result: "i32" },
} as const;

/** The C library of glibc, and of musl on the machines that we are built for. */
const LIBRARIES = ["libc.so.6", `libc.musl-${Deno.build.arch}.so.1`];

/** Our part as a subreaper. */
export class Subreaper implements Disposable {
  readonly #library: Deno.DynamicLibrary<typeof SYMBOLS>;

  private constructor(library: Deno.DynamicLibrary<typeof SYMBOLS>) {
    this.#library = library;
  }

  /** Makes this process the subreaper of what descends from it. @returns Null where that cannot be done. */
  static become(): Subreaper | null {
    for (const name of LIBRARIES) {
      try {
        const library = Deno.dlopen(name, SYMBOLS);
        if (library.symbols.prctl(PR_SET_CHILD_SUBREAPER, 1n, 0n, 0n, 0n) === 0) {
          return new Subreaper(library);
        }
        library.close();
      } catch {
        // Another C library.
      }
    }
    return null;
  }

  /** Takes a zombie out of the process table. Never to be called for a child that the runtime waits for. */
  reap(pid: number): void {
    this.#library.symbols.waitpid(pid, null, WNOHANG);
  }

  [Symbol.dispose](): void {
    this.#library.symbols.prctl(PR_SET_CHILD_SUBREAPER, 0n, 0n, 0n, 0n);
    this.#library.close();
  }
}
