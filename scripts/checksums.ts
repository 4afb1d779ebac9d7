/** SHA256SUMS, as `sha256sum -c` reads it. */
import { basename } from "@std/path/basename";
import { dirname } from "@std/path/dirname";

/** Writes SHA256SUMS beside the files, which lie in one directory. Returns its path. */
export async function writeChecksums(files: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const file of [...files].sort()) {
    const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(file));
    lines.push(`${new Uint8Array(digest).toHex()}  ${basename(file)}\n`);
  }
  const path = `${dirname(files[0]!)}/SHA256SUMS`;
  await Deno.writeTextFile(path, lines.join(""));
  return path;
}
