/** Builds one file that runs anywhere: a shell script with the bundled program and the Deno runtime behind it. */
import { createGzip } from "node:zlib";
import { dirname } from "@std/path/dirname";
import { Readable } from "node:stream";
import { environmentPrefix, type Program, withPrologue } from "./bundle.ts";
import type { Runtime } from "./runtime.ts";

/** What to build. */
export interface PortableOptions {
  /** Name of the program; in capitals it is the prefix of its environment variables. */
  readonly name: string;
  readonly version: string;
  readonly program: Program;
  /** Commands (first arguments) that run for hours beside something that is measured: with little memory. @default {[]} */
  readonly lean?: readonly string[];
  /** Option that makes every command short: all code of the start is compiled ahead. @default {none} */
  readonly quick?: string;
  readonly runtime: Runtime;
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
 * @throws {Deno.errors.NotFound} If there is no such runtime.
 */
export async function buildPortable(options: PortableOptions): Promise<void> {
  const { name, version, output, gzipLevel = 6 } = options;
  const program = withPrologue(options.program, name);
  const app = await pack(encode(await installer(program)), 9);
  const runtime = await packRuntime(
    options.runtime.path,
    options.cacheDir,
    gzipLevel,
  );
  const template = await Deno.readTextFile(new URL("stub.sh", import.meta.url));
  const words = {
    NAME: name,
    ENV: environmentPrefix(name),
    VERSION: version,
    LEAN: (options.lean ?? []).join("|") || "'(none)'",
    QUICK: options.quick ?? "(none)",
    MACHINE: options.runtime.machine,
    MAIN: program.main,
    APP: app.hash,
    RUNTIME: runtime.hash,
    ...numbers({
      MAIN_BYTES: encode(program.files.get(program.main)!).length,
      APP_BYTES: app.bytes,
      RUNTIME_BYTES: runtime.bytes,
    }),
    ...numbers({ APP_LENGTH: app.packed.length, RUNTIME_LENGTH: runtime.packed.length }),
  };
  const places = (start: number) => ({ APP_AT: start, RUNTIME_AT: start + app.packed.length });
  const { length } = fill(template, { ...words, ...numbers(places(0)) });
  // tail -c counts from 1.
  const script = fill(template, { ...words, ...numbers(places(length + 1)) });
  await Deno.mkdir(dirname(output), { recursive: true });
  const part = `${output}.${Deno.pid}.tmp`;
  await Deno.writeFile(part, new Blob([script, app.packed, runtime.packed]).stream());
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

/** A program that writes the files into the directory that is its argument, the main one last: if that is there, all are. */
async function installer({ main, files }: Program): Promise<string> {
  const ordered = [...files].sort(([a], [b]) => Number(a === main) - Number(b === main));
  return `const FILES = ${JSON.stringify(ordered)};\n${await Deno.readTextFile(
    new URL("install.js", import.meta.url),
  )}`;
}

function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** A Deno executable, compressed; from the cache if it was done before. */
async function packRuntime(path: string, cacheDir: string, level: number): Promise<Part> {
  const content = await Deno.readFile(path);
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
