/** A directory of its own for a test, with everything that a test looks at. */
import { join } from "@std/path/join";
import { walkSync } from "@std/fs/walk";

/** A temporary directory that is removed at the end of the test. */
export class Workspace implements Disposable {
  readonly path = Deno.makeTempDirSync({ prefix: "servesweep-test-" });

  /** A path in it. */
  at(...names: string[]): string {
    return join(this.path, ...names);
  }

  /** Writes a text file and returns its path. */
  write(name: string, text: string): string {
    const path = this.at(name);
    Deno.writeTextFileSync(path, text);
    return path;
  }

  /** Names of all files below a directory, sorted, relative to it. */
  files(name = "."): string[] {
    const root = this.at(name);
    return [...walkSync(root, { includeDirs: false })]
      .map(({ path }) => path.slice(root.length + 1)).sort();
  }

  /** A file's text. */
  read(...names: string[]): string {
    return Deno.readTextFileSync(this.at(...names));
  }

  // deno-lint-ignore no-explicit-any
  json(...names: string[]): any {
    return JSON.parse(this.read(...names));
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}

/** A port of the loopback interface that nobody listens on now. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
