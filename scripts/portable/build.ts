/** Builds one file that runs anywhere: a shell script with the bundled program and the Deno runtime behind it. */
import { createGzip } from "node:zlib";
import { dirname } from "@std/path/dirname";
import { Readable } from "node:stream";
import { bundle, bundleApp, type BundleOptions, environmentPrefix } from "./bundle.ts";

/** What to build. */
export interface PortableOptions extends BundleOptions {
  readonly version: string;
  /** Commands (first arguments) that run for hours beside something that is measured: with little memory. @default {[]} */
  readonly lean?: readonly string[];
  /** Path of the file to make. */
  readonly output: string;
  /** Directory that keeps the compressed runtime between builds. */
  readonly cacheDir: string;
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
  const late = await pack(encode(await bundle(options, options.late)), 9);
  const app = await pack(encode(await bundleApp(options, `late-${late.hash}.js`)), 9);
  const runtime = await packRuntime(options.cacheDir, gzipLevel);
  const template = await Deno.readTextFile(new URL("stub.sh", import.meta.url));
  const words = {
    NAME: name,
    ENV: environmentPrefix(name),
    VERSION: version,
    LEAN: (options.lean ?? []).join("|") || "'(none)'",
    APP: app.hash,
    LATE: late.hash,
    RUNTIME: runtime.hash,
    ...numbers({ APP_BYTES: app.bytes, LATE_BYTES: late.bytes, RUNTIME_BYTES: runtime.bytes }),
    ...numbers({
      APP_LENGTH: app.packed.length,
      LATE_LENGTH: late.packed.length,
      RUNTIME_LENGTH: runtime.packed.length,
    }),
  };
  const places = (start: number) => ({
    APP_AT: start,
    LATE_AT: start + app.packed.length,
    RUNTIME_AT: start + app.packed.length + late.packed.length,
  });
  const { length } = fill(template, { ...words, ...numbers(places(0)) });
  // tail -c counts from 1.
  const script = fill(template, { ...words, ...numbers(places(length + 1)) });
  await Deno.mkdir(dirname(output), { recursive: true });
  const part = `${output}.${Deno.pid}.tmp`;
  await Deno.writeFile(part, new Blob([script, app.packed, late.packed, runtime.packed]).stream());
  await Deno.chmod(part, 0o755);
  await Deno.rename(part, output);
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

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
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
