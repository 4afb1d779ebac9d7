/** What power losses, disks and people do to the files of an experiment directory. */
import fc from "fast-check";
import { join } from "@std/path/join";
import { walkSync } from "@std/fs/walk";

/** What is done to a file. Numbers choose among what there is. */
export interface Corruption {
  readonly kind: typeof KINDS[number];
  readonly file: number;
  readonly other: number;
  /** Where in the file, of 1000. */
  readonly at: number;
  readonly bit: number;
}

const KINDS = [
  "truncate",
  "zero-fill",
  "zero-fill a page",
  "flip a bit",
  "append",
  "delete",
  "replace by a pipe",
  "replace by a directory",
  "replace by a link to a device",
  "replace by a link to nothing",
  "swap",
  "copy over",
  "delete its directory",
  "replace its directory by a file",
] as const;

/** Any of them; results and the journal as often as all else. */
export const corruptions: fc.Arbitrary<Corruption> = fc.record({
  kind: fc.constantFrom(...KINDS),
  file: fc.nat(99_999),
  other: fc.nat(99_999),
  at: fc.nat(1000),
  bit: fc.nat(7),
});

/** Does it. @returns What was done, in words. */
export function corrupt(root: string, { kind, file, other, at, bit }: Corruption): string {
  const files = [...walkSync(root, { includeDirs: false })].map(({ path }) => path).sort();
  const precious = files.filter((path) => /(run=\d+|summary)\.json$|journal\.jsonl$/.test(path));
  const choose = (number: number) => {
    const list = number % 2 === 0 ? precious : files;
    return list[(number >> 1) % list.length]!;
  };
  const path = choose(file);
  const second = choose(other);
  const { size, mtime } = Deno.statSync(path);
  const place = Math.min(size, Math.floor(size * at / 1000));
  const directory = path.slice(0, path.lastIndexOf("/"));
  const rewrite = (change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) => {
    Deno.writeFileSync(path, change(Deno.readFileSync(path)));
    // A lost page leaves the time of the file.
    Deno.utimeSync(path, mtime!, mtime!);
  };
  const replace = (make: () => void) => {
    Deno.removeSync(path);
    make();
  };
  switch (kind) {
    case "truncate":
      rewrite((bytes) => bytes.slice(0, place));
      break;
    case "zero-fill":
      rewrite((bytes) => new Uint8Array(bytes.length));
      break;
    case "zero-fill a page":
      rewrite((bytes) => bytes.fill(0, place, place + 64));
      break;
    case "flip a bit":
      rewrite((bytes) => {
        if (bytes.length > 0) bytes[Math.min(place, bytes.length - 1)]! ^= 1 << bit;
        return bytes;
      });
      break;
    case "append":
      rewrite((bytes) => new Uint8Array([...bytes, ...new TextEncoder().encode('{"a": 1}\n')]));
      break;
    case "delete":
      Deno.removeSync(path);
      break;
    case "replace by a pipe":
      replace(() => {
        new Deno.Command("mkfifo", { args: [path] }).outputSync();
      });
      break;
    case "replace by a directory":
      replace(() => Deno.mkdirSync(path));
      break;
    case "replace by a link to a device":
      replace(() => Deno.symlinkSync("/dev/zero", path));
      break;
    case "replace by a link to nothing":
      replace(() => Deno.symlinkSync("nowhere", path));
      break;
    case "swap":
      if (second === path) break;
      Deno.renameSync(path, join(root, "swap"));
      Deno.renameSync(second, path);
      Deno.renameSync(join(root, "swap"), second);
      break;
    case "copy over":
      if (second !== path) Deno.copyFileSync(second, path);
      break;
    case "delete its directory":
      if (directory !== root) Deno.removeSync(directory, { recursive: true });
      break;
    case "replace its directory by a file":
      if (directory === root) break;
      Deno.removeSync(directory, { recursive: true });
      Deno.writeTextFileSync(directory, "x");
      break;
  }
  const name = (path: string) => path.slice(root.length + 1);
  return `${kind}: ${name(path)} (${name(second)}, ${at}, ${bit})`;
}
