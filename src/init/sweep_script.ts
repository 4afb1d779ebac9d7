/** `sweep.sh` of the example: the command line, for a person, a timer and a CI job alike. */
import type { Engine } from "../engine/engine.ts";
import { quoteWords, shellWords } from "../spec/shell_words.ts";
import type { ExampleCommands } from "./servers.ts";

/** What the script is made of. */
export interface SweepScriptOptions extends ExampleCommands {
  readonly engine: Engine;
  /** Directories of the programs that cron and systemd would not find. */
  readonly searchPath: readonly string[];
}

/** An option of the command line, and why it is there. */
type Line = readonly [option: string, reason: string];

/** The text of `sweep.sh`. */
export function sweepScript(
  { serveCmd, benchCmd, engine, searchPath }: SweepScriptOptions,
): string {
  const lines: Line[] = [
    ["--num-runs 3", "each combination is measured so often: the table shows the spread"],
    ["--bench-timeout 30m", "a benchmark that hangs does not cost the night"],
    ["--continue-on-error", "a failure is recorded and the sweep goes on; it ends with 3 then"],
    ...engineLines(engine, serveCmd),
  ];
  const width = Math.max(...lines.map(([option]) => option.length));
  return `#!/bin/sh
# A sweep over the parameter sets in serve.jsonc and bench.jsonc.
#
#   ./sweep.sh --dry-run              what would run, with every command; nothing is started or written
#   ./sweep.sh doctor                 whether this machine is ready for it
#   ./sweep.sh                        the sweep, into results/night-YYYYMMDD
#   NAME=night-20261124 ./sweep.sh    go on with that one
#
# A second start with the same name goes on where the first one ended: runs that are there are not done again. If commands
# or parameters have changed since, servesweep refuses and says what changed; --resume-changed rerun measures those
# runs again, --resume-changed keep leaves them.
set -eu
cd -- "$(dirname -- "$0")"
${pathLines(searchPath)}
NAME=\${NAME:-night-$(date +%Y%m%d)}
command=serve
if [ "\${1:-}" = doctor ]; then
  command=doctor
  shift
fi
if [ -d "results/$NAME" ]; then
  set -- --resume "$@"
fi

${
    lines.map(([option, reason]) => `# ${option.padEnd(width)}  ${reason}\n`).join("")
  }exec servesweep "$command" \\
  --serve-cmd ${quoteWords([serveCmd])} \\
  --bench-cmd ${quoteWords([benchCmd])} \\
  --serve-params serve.jsonc \\
  --bench-params bench.jsonc \\
  --output-dir results \\
  --experiment-name "$NAME" \\
${lines.map(([option]) => `  ${option} \\\n`).join("")}  "$@"
`;
}

function engineLines({ example, cacheReset }: Engine, serveCmd: string): readonly Line[] {
  const canReset = !("obstacle" in cacheReset(shellWords(serveCmd, "--serve-cmd")));
  return [
    ...example?.options ?? [],
    ...canReset ? [] : [[
      "--no-cache-reset",
      "no way is known to empty this server's caches; --after-bench-cmd names a command for it",
    ]] as const,
  ];
}

function pathLines(searchPath: readonly string[]): string {
  if (searchPath.length === 0) return "";
  return `
# cron and systemd start programs with a short PATH. The programs were here when this was written:
PATH=${quoteWords([searchPath.join(":")])}:$PATH
export PATH
`;
}
