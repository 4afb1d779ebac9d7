/** The example that `servesweep init` writes. */
import { benchmarkOf } from "../engine/engines.ts";
import type { Engine } from "../engine/engine.ts";
import { shellWords } from "../spec/shell_words.ts";
import { benchParamsFile, serveParamsFile } from "./params_files.ts";
import type { ExampleCommands } from "./servers.ts";
import { sweepScript } from "./sweep_script.ts";
import { crontab, serviceUnit, timerUnit } from "./timers.ts";
import { dryRunWorkflow } from "./workflow.ts";

/** A file of the example. */
export interface ExampleFile {
  /** Relative to the directory of the example. */
  readonly path: string;
  /** What it is, for the list of files. */
  readonly purpose: string;
  readonly text: string;
  readonly isExecutable: boolean;
}

/** What the example depends on. */
export interface ExampleOptions extends ExampleCommands {
  readonly engine: Engine;
  /** Absolute path of the directory that it is written to. */
  readonly directory: string;
  /** Directories of the programs that cron and systemd would not find. */
  readonly searchPath: readonly string[];
}

/** All files, in the order in which they are shown. */
export function exampleFiles(options: ExampleOptions): ExampleFile[] {
  const { engine, directory, benchCmd } = options;
  const isKnown = benchmarkOf(shellWords(benchCmd, "--bench-cmd")) !== null;
  const script = `${directory.replace(/\/$/, "")}/sweep.sh`;
  const file = (path: string, purpose: string, text: string): ExampleFile => ({
    path,
    purpose,
    text,
    isExecutable: path.endsWith(".sh"),
  });
  return [
    file("serve.jsonc", "what varies of the server", serveParamsFile(engine)),
    file("bench.jsonc", "what varies of the load", benchParamsFile(engine, isKnown)),
    file("sweep.sh", "the command line", sweepScript(options)),
    file("servesweep.service", "the sweep for systemd", serviceUnit(script)),
    file("servesweep.timer", "every night, for systemd", timerUnit()),
    file("crontab.example", "every night, for cron", crontab(script)),
    file(".github/workflows/servesweep-dry-run.yml", "a dry run in CI", dryRunWorkflow()),
  ];
}
