/** Experiment directories as a dead sweep, another program or a person may have left them. */
import fc from "fast-check";
import type { ResumeChanged } from "../../src/commands/serve/results.ts";
import { JOURNAL_FILE, resultFile } from "../../src/plan/paths.ts";
import { makePlan, type Plan } from "../../src/plan/plan.ts";
import { resolveSweep } from "../../src/spec/resolve_sweep.ts";
import type { Workspace } from "../harness/workspace.ts";
import { journalTexts } from "./journal_texts.ts";
import { resultTexts } from "./result_texts.ts";

/** A plan, and what its directory holds. */
export interface Experiment {
  readonly plan: Plan;
  /** Null for none. */
  readonly journal: string | null;
  readonly places: readonly Place[];
  readonly ifChanged: ResumeChanged | null;
}

/** What stands where a result file should be. */
interface Place {
  readonly file: string;
  readonly kind: "text" | "directory" | "dangling link" | "bytes" | "file above";
  readonly text: string;
}

const PLAN = planOf("[]");
const DIRECTORIES = PLAN.starts.flatMap(({ combinations }) =>
  combinations.map(({ directory }) => directory)
);
const FILES = DIRECTORIES.flatMap((directory) => [0, 1].map((run) => resultFile(directory, run)));

const places: fc.Arbitrary<Place> = fc.record({
  file: fc.constantFrom(...FILES),
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constant("text" as const) },
    fc.constantFrom("directory", "dangling link", "bytes", "file above"),
  ),
  text: fc.oneof(
    // As long as the journals say.
    fc.constant('{"completed": 10, "failed": 0 }  '),
    resultTexts,
  ),
});

/** Directories of one plan of two combinations with two runs each. */
export const experiments: fc.Arbitrary<Experiment> = fc.record({
  plan: fc.constantFrom(PLAN, planOf('["toString=x", "__proto__=1", "constructor=2"]')),
  journal: fc.option(journalTexts([...DIRECTORIES, "__proto__"], 12), { freq: 10 }),
  places: fc.array(places, { maxLength: 5 }),
  ifChanged: fc.constantFrom(null, "keep", "rerun"),
});

/** Makes the files. */
export function fill(workspace: Workspace, { journal, places }: Experiment): void {
  if (journal !== null) workspace.write(JOURNAL_FILE, journal);
  for (const { file, kind, text } of places) {
    const [directory = ""] = file.split("/");
    try {
      if (kind === "file above") {
        workspace.write(directory, text);
        continue;
      }
      Deno.mkdirSync(workspace.at(directory), { recursive: true });
      if (kind === "directory") Deno.mkdirSync(workspace.at(file));
      else if (kind === "dangling link") Deno.symlinkSync("nowhere", workspace.at(file));
      else if (kind === "bytes") {
        Deno.writeFileSync(workspace.at(file), new Uint8Array([255, 0, 128]));
      } else workspace.write(file, text);
    } catch (error) {
      // Something else stands there already: the first one counts.
      if (!(error instanceof Error && "code" in error)) throw error;
    }
  }
}

function planOf(env: string): Plan {
  return makePlan(resolveSweep({
    serveCmd: "vllm serve model",
    benchCmd: "vllm bench serve",
    afterBenchCmd: null,
    env: JSON.parse(env),
    serveParams: null,
    benchParams: { kind: "text", text: '{"b": {}, "__proto__": {"a": 1}}', origin: "bench.json" },
    linkVars: "",
    numRuns: 2,
    warmupNumPrompts: 0,
    resetCaches: true,
    healthUrl: null,
  }));
}
