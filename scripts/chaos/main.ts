/**
 * Kills sweeps of the simulated server at random moments and at every line of the journal, resumes them and checks that nothing
 * is left running, lost or measured twice: `deno task chaos [--rounds 300] [--seed N] [--parallel-sweeps 1] [--parallel 1]
 * [--kill-guards] [--light] [--hiding]`. With `--parallel 4` each sweep runs four servers side by side, and goes on in the same way, one at a
 * time or in another order. Prints a line for each failure, whose directory is kept, and a summary; exit code 1 if a round failed.
 * SERVESWEEP_BIN names an executable to kill instead of the source.
 */
import { Workspace } from "../../tests/harness/workspace.ts";
import { print } from "../print.ts";
import { planText, type RoundPlan } from "./moment.ts";
import { type ChaosOptions, readOptions } from "./options.ts";
import { planRounds } from "./plan_rounds.ts";
import { comingFiles, measureReference } from "./reference.ts";
import { eachRound, endRound, playRound } from "./round.ts";
import { hiding, LIGHT, sideBySide, SIM } from "./subject.ts";
import { RoundCounts } from "./round_counts.ts";

/** Rounds between two lines of progress. */
const PROGRESS_ROUNDS = 25;

const { rounds, seed, parallelSweeps, parallel, killGuards, light, hiding: isHiding } = options();
const startedAt = performance.now();
const plain = sideBySide(light ? LIGHT : SIM, parallel);
const subject = isHiding ? hiding(plain) : plain;
const reference = await measureReference(subject);
const { steps, durationMs } = reference;
const plans = planRounds(rounds, {
  ...{ seed, steps, killGuards },
  files: comingFiles(reference),
  changingWays: parallel > 1,
});
const counts = new RoundCounts();
say(
  `seed ${seed}: ${rounds} rounds of a sweep of ${reference.runs.size} runs, ${steps.length} journal lines ` +
    `and ${(durationMs / 1000).toFixed(2)} s, ${parallel} servers side by side`,
);
await eachRound(plans, parallelSweeps, attempt);
print(`seed ${seed}: ${counts.text(steps.length, performance.now() - startedAt)}`);
if (counts.failures > 0) Deno.exitCode = 1;

async function attempt(plan: RoundPlan): Promise<void> {
  const workspace = new Workspace();
  try {
    counts.held(await playRound(workspace, plan, { subject, reference }));
    workspace[Symbol.dispose]();
  } catch (error) {
    counts.failed();
    endRound(workspace);
    const text = error instanceof Error ? error.stack ?? error.message : String(error);
    workspace.write("failure.txt", `${planText(plan)}\n${text}\n`);
    print(
      `round ${plan.round} seed ${seed} (${planText(plan)}) failed: ${firstLine(error)}; ` +
        `kept in ${workspace.path}, whole text in failure.txt`,
    );
  }
  if (counts.rounds % PROGRESS_ROUNDS === 0) {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    say(`${counts.rounds} of ${rounds} rounds, ${counts.failures} failures, ${seconds} s`);
  }
}

function options(): ChaosOptions {
  try {
    return readOptions(Deno.args);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say(`chaos: ${error.message}`);
    Deno.exit(2);
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n").find((line) => line.trim() !== "")?.trim() ?? "no message";
}

function say(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}
