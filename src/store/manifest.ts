/** sweep.json: who ran what, on which machine. Each session of a sweep adds itself; nothing of earlier ones is changed. */
import { join } from "@std/path/join";
import { type Json, JsonNumber } from "../json/value.ts";
import { parseJson } from "../json/parse.ts";
import { pyJson } from "../json/python.ts";
import { MANIFEST_FILE } from "../plan/paths.ts";
import { writeAtomic } from "./atomic.ts";
import { readIfThere } from "./files.ts";
import { MAX_MANIFEST_BYTES } from "./limits.ts";

/** Version of the manifest's layout. */
const SCHEMA_VERSION = 1;

/** Facts of one session, as JSON: command line, resolved parameters, host, versions. */
export type Session = Map<string, Json>;

/** The manifest of an experiment directory. */
export class Manifest {
  readonly #path: string;
  readonly #earlier: readonly Json[];

  /** Reads the sessions before this one. A manifest that cannot be read is kept aside by the next write. */
  constructor(root: string) {
    this.#path = join(root, MANIFEST_FILE);
    this.#earlier = this.#read();
  }

  /** Writes the manifest with this session as the last one; may be called again as more becomes known. */
  write(session: Session): void {
    const manifest = new Map<string, Json>([
      ["schemaVersion", JsonNumber.of(SCHEMA_VERSION)],
      ["sessions", [...this.#earlier, session]],
    ]);
    writeAtomic(this.#path, pyJson(manifest, { indent: 2 }) + "\n");
  }

  #read(): readonly Json[] {
    const text = readIfThere(this.#path, MAX_MANIFEST_BYTES);
    if (text === null) return [];
    try {
      const { value } = parseJson(text);
      const sessions = value instanceof Map ? value.get("sessions") : undefined;
      if (Array.isArray(sessions)) return sessions;
    } catch {
      // Written atomically: only somebody else's hand can have torn it.
    }
    Deno.renameSync(this.#path, `${this.#path}.unreadable`);
    return [];
  }
}
