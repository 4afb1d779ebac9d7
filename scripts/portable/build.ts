/** Builds one file that runs anywhere: a shell script with the bundled program and the Deno runtime behind it. */
import { createGzip } from "node:zlib";
import { basename } from "@std/path/basename";
import { dirname } from "@std/path/dirname";
import { Readable } from "node:stream";

/** What to build. */
export interface PortableOptions {
  /** Name of the program; in capitals it is the prefix of its environment variables. */
  readonly name: string;
  readonly version: string;
  /** Path of the main module. */
  readonly main: string;
  /** Path of the file to make. */
  readonly output: string;
  /** Directory that keeps the compressed runtime between builds. */
  readonly cacheDir: string;
  /** Flags of `deno bundle`, those that select the std packages. @default {[]} */
  readonly bundleFlags?: readonly string[];
  /** 1 (fast) to 9 (small). @default {6} */
  readonly gzipLevel?: number;
}

/** A part of the file behind the script. */
interface Part {
  /** First 16 digits of the SHA-256 of the content. */
  readonly hash: string;
  /** Bytes of the content. */
  readonly bytes: number;
  readonly packed: Uint8Array<ArrayBuffer>;
}

/** Width of a number in the script: its length must not depend on the numbers in it. */
const DIGITS = 10;

/**
 * Builds the file and puts it in place by a rename. The same input gives the same bytes.
 *
 * @throws {Error} If `deno bundle` fails.
 */
export async function buildPortable(options: PortableOptions): Promise<void> {
  const { name, version, output, gzipLevel = 6 } = options;
  const app = await pack(await bundle(options), 9);
  const runtime = await packRuntime(options.cacheDir, gzipLevel);
  const template = await Deno.readTextFile(new URL("stub.sh", import.meta.url));
  const words = {
    NAME: name,
    ENV: environmentPrefix(name),
    VERSION: version,
    APP: app.hash,
    RUNTIME: runtime.hash,
    ...numbers({ APP_BYTES: app.bytes, RUNTIME_BYTES: runtime.bytes }),
    ...numbers({ APP_LENGTH: app.packed.length, RUNTIME_LENGTH: runtime.packed.length }),
  };
  const length = fill(template, { ...words, ...numbers({ APP_AT: 0, RUNTIME_AT: 0 }) }).length;
  const script = fill(template, {
    ...words,
    // tail -c counts from 1.
    ...numbers({ APP_AT: length + 1, RUNTIME_AT: length + 1 + app.packed.length }),
  });
  await Deno.mkdir(dirname(output), { recursive: true });
  const part = `${output}.${Deno.pid}.tmp`;
  await Deno.writeFile(part, new Blob([script, app.packed, runtime.packed]).stream());
  await Deno.chmod(part, 0o755);
  await Deno.rename(part, output);
}

/** `SERVESWEEP` for `servesweep`. */
function environmentPrefix(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

function numbers(values: Record<string, number>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, String(value).padStart(DIGITS, "0")]),
  );
}

/** The script as bytes, every `@WORD@` replaced. */
function fill(template: string, words: Record<string, string>): Uint8Array<ArrayBuffer> {
  const text = template.replace(/@([A-Z_]+?)@/g, (whole, word) => words[word] ?? whole);
  return new TextEncoder().encode(text);
}

/** The program as one JavaScript file, dynamic imports included. */
async function bundle({ name, main, bundleFlags = [] }: PortableOptions): Promise<Uint8Array> {
  const directory = await Deno.makeTempDir({ prefix: `${name}-bundle-` });
  try {
    const file = `${directory}/app.js`;
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["bundle", "--quiet", "--no-lock", ...bundleFlags, "--output", file, main],
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "null",
    }).output();
    if (!success) {
      throw new Error(`Cannot bundle "${basename(main)}": ${new TextDecoder().decode(stderr)}`);
    }
    return new TextEncoder().encode(restoreEnvironment(name) + await Deno.readTextFile(file));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** First lines of the program: what the script changed for the runtime only is put back. */
function restoreEnvironment(name: string): string {
  const saved = `${environmentPrefix(name)}_DENO_DIR`;
  return `{
  const saved = Deno.env.get("${saved}");
  if (saved === undefined) Deno.env.delete("DENO_DIR");
  else Deno.env.set("DENO_DIR", saved);
  Deno.env.delete("${saved}");
}
`;
}

/** The Deno that runs this, compressed; from the cache if it was done before. */
async function packRuntime(cacheDir: string, level: number): Promise<Part> {
  const content = await Deno.readFile(Deno.execPath());
  const hash = await shortHash(content);
  const file = `${cacheDir}/deno-${hash}-${level}.gz`;
  try {
    return { hash, bytes: content.length, packed: await Deno.readFile(file) };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const part = await pack(content, level);
  await Deno.mkdir(cacheDir, { recursive: true });
  const temporary = `${file}.${Deno.pid}.tmp`;
  await Deno.writeFile(temporary, part.packed);
  await Deno.rename(temporary, file);
  return part;
}

async function pack(content: Uint8Array<ArrayBufferLike>, level: number): Promise<Part> {
  const gzip = Readable.from([content]).pipe(createGzip({ level }));
  const packed = new Uint8Array(
    await new Response(Readable.toWeb(gzip) as ReadableStream).arrayBuffer(),
  );
  return { hash: await shortHash(content), bytes: content.length, packed };
}

async function shortHash(content: Uint8Array<ArrayBufferLike>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", content as Uint8Array<ArrayBuffer>);
  return new Uint8Array(digest).toHex().slice(0, 16);
}
