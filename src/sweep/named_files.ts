/** What is in the files that the commands of a sweep name. */
import { type Files, type FilesOf, fileText, possibleFiles } from "../plan/named_files.ts";
import type { Plan } from "../plan/plan.ts";
import { sha256 } from "../plan/sha256.ts";
import { maskArgv } from "../secrets/mod.ts";
import type { Admission } from "../forecast/admission.ts";

/** Larger files are told apart by size and time: a dry run does not read gigabytes. */
const MAX_HASHED_BYTES = 4 << 20;

/** Looks at each file once. Directories, devices and what is not there are no files. */
export function namedFiles(): FilesOf {
  const known = new Map<string, string | null>();
  return (argv) => {
    const files: Record<string, string> = {};
    // Masked: not even a hash of a secret gets into a key.
    for (const path of possibleFiles(maskArgv(argv))) {
      let fact = known.get(path);
      if (fact === undefined) known.set(path, fact = factOf(path));
      if (fact !== null) files[path] = fact;
    }
    return files;
  };
}

function factOf(path: string): string | null {
  try {
    const { isFile, size, mtime } = Deno.statSync(path);
    if (!isFile) return null;
    if (size > MAX_HASHED_BYTES) return `size:${size} mtime:${mtime?.toISOString() ?? "?"}`;
    return `sha256:${sha256(Deno.readFileSync(path))}`;
  } catch {
    return null;
  }
}

/** Refuses to begin what would measure other files than were planned. */
export class UnchangedFiles implements Admission {
  readonly #next: Admission;
  /** What was refused; null for nothing. */
  refusal: string | null = null;

  /** @param next Asked where the files are as they were. */
  constructor(next: Admission) {
    this.#next = next;
  }

  refusesStart(...[start, gpus]: Parameters<Admission["refusesStart"]>): string | null {
    return this.#changed(start.argv, start.files) ?? this.#next.refusesStart(start, gpus);
  }

  refusesRun(...[start, combination, gpus]: Parameters<Admission["refusesRun"]>): string | null {
    const { argv, files } = combination.workload;
    return this.#changed(argv, files) ?? this.#next.refusesRun(start, combination, gpus);
  }

  #changed(argv: readonly string[], files: Files | undefined): string | null {
    const path = changedFile(files);
    if (path === null) return null;
    return this.refusal = `${fileText(argv, path)} was changed while the sweep ran: ` +
      "what is left would measure something else. Put the file back and resume, or begin anew";
  }
}

function changedFile(files: Files = {}): string | null {
  return Object.keys(files).find((path) => factOf(path) !== files[path]) ?? null;
}

/** The first file of a plan that is not as it was when the plan was made, for a message; null if there is none. */
export function otherFile(plan: Plan): string | null {
  for (const { argv, files, combinations } of plan.starts) {
    for (const side of [{ argv, files }, ...combinations.map(({ workload }) => workload)]) {
      const path = changedFile(side.files);
      if (path !== null) return fileText(side.argv, path);
    }
  }
  return null;
}
