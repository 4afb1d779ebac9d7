/** SIGKILL at any moment, then resume: nothing is left running, nothing is lost, nothing is measured twice. */
import { assertEquals, assertThrows } from "@std/assert";
import { MARKER_VARIABLE, newSession } from "../src/exec/process/marker.ts";
import { listeningInodes } from "../src/exec/process/socket.ts";
import { checkDirectory } from "../scripts/chaos/check_directory.ts";
import { runFiles } from "../scripts/chaos/directory.ts";
import { Ledger } from "../scripts/chaos/ledger.ts";
import { isFree } from "../scripts/chaos/left_behind.ts";
import { planText } from "../scripts/chaos/moment.ts";
import { planRounds } from "../scripts/chaos/plan_rounds.ts";
import { comingFiles, measureReference, runUndisturbed } from "../scripts/chaos/reference.ts";
import { eachRound, endRound, playRound } from "../scripts/chaos/round.ts";
import { experimentPath, LIGHT, sideBySide, witnessLog } from "../scripts/chaos/subject.ts";
import { within } from "./harness/deadline.ts";
import { eventually } from "./harness/process_table.ts";
import { serverCommand } from "./harness/sweep.ts";
import { freePort, Workspace } from "./harness/workspace.ts";

/** Sweeps that are killed, and how many servers they run side by side; `deno task chaos` is for a long check. */
const ROUNDS = [{ rounds: 20, parallel: 1 }, { rounds: 10, parallel: 4 }];

/** Most of a round is waiting for processes to end. */
const PARALLEL_SWEEPS = 4;

for (const { rounds, parallel } of ROUNDS) {
  const servers = parallel === 1 ? "" : ` with ${parallel} servers side by side`;
  Deno.test(`${rounds} killed sweeps${servers} all resume to the files of an undisturbed one, each run measured once`, async () => {
    const subject = sideBySide(LIGHT, parallel);
    const reference = await measureReference(subject);
    const seed = Math.floor(Math.random() * 2 ** 32);
    const plans = planRounds(rounds, {
      ...{ seed, steps: reference.steps, files: comingFiles(reference) },
      changingWays: parallel > 1,
    });
    const failures: string[] = [];
    await eachRound(plans, PARALLEL_SWEEPS, async (plan) => {
      using workspace = new Workspace();
      try {
        await playRound(workspace, plan, { subject, reference });
      } catch (error) {
        const text = error instanceof Error ? error.stack ?? error.message : String(error);
        endRound(workspace);
        failures.push(`seed ${seed}, round ${plan.round}, ${planText(plan)}: ${text}`);
      }
    });
    assertEquals(failures, [], failures.join("\n"));
  });
}

Deno.test("a seed gives the same kills again, and three rounds a step try every step by name", () => {
  const steps = ["a", "a", "b", "c", "c", "c"].map((event, index) => ({
    event,
    occurrence: index + 1,
  }));
  const options = { seed: 7, steps, files: [["x"]] };
  const plans = planRounds(3 * steps.length, options);
  assertEquals(plans, planRounds(3 * steps.length, options));
  const byName = plans.flatMap(({ kills: [first] }, round) =>
    round % 3 === 0 && first?.kind === "step" && first.delayMs === 0 ? [first.step] : []
  );
  assertEquals(byName.slice(0, 3).map(({ event }) => event), ["a", "b", "c"]);
  assertEquals(byName.sort((a, b) => a.occurrence - b.occurrence), steps);
});

Deno.test("the checks notice what a kill must not do", async () => {
  using workspace = new Workspace();
  const reference = await runUndisturbed(LIGHT, workspace);
  const root = experimentPath(workspace);
  const there = new Set<string>();
  checkDirectory(root, reference, there);
  const file = runFiles(root)[3]!;
  const ledger = new Ledger(root, witnessLog(workspace), reference);
  ledger.check();

  const journal = await Deno.readTextFile(`${root}/journal.jsonl`);
  const finished = journal.split("\n").find((line) => line.includes('"run-finished"'))!;
  await Deno.writeTextFile(`${root}/journal.jsonl`, `${finished}\n${journal}`);
  assertThrows(() => checkDirectory(root, reference, there), Error, "has 2 valid runs");
  await Deno.writeTextFile(`${root}/journal.jsonl`, journal);
  assertThrows(() => checkDirectory(root, reference, new Set([file])), Error, "counted other runs");
  await Deno.mkdir(`${root}/.run=0`);
  assertThrows(() => checkDirectory(root, reference, there), Error, "other files");
  await Deno.remove(`${root}/.run=0`);

  const witnessed = await Deno.readTextFile(witnessLog(workspace));
  await Deno.writeTextFile(witnessLog(workspace), witnessed + witnessed.split("\n")[0] + "\n");
  assertThrows(() => ledger.check(), Error, "measured or written again");
  await Deno.writeTextFile(witnessLog(workspace), witnessed);
  const text = await Deno.readTextFile(`${root}/${file}`);
  await Deno.writeTextFile(`${root}/${file}`, text);
  assertThrows(() => ledger.check(), Error, "measured or written again");
  await Deno.writeTextFile(`${root}/${file}`, text.slice(0, 20));
  assertThrows(() => new Ledger(root, witnessLog(workspace), reference).check(), SyntaxError);
  await Deno.remove(`${root}/${file}`);
  assertThrows(() => ledger.check(), Error, "is gone");
});

Deno.test("a port is free of a sweep if nobody has it, or a server of another sweep; not if anybody else has it", async () => {
  const port = freePort();
  const mine = new Set(["1.1.00000000"]);
  assertEquals(isFree(port, mine), true);
  {
    using _listener = Deno.listen({ hostname: "127.0.0.1", port });
    assertEquals(isFree(port, mine), false);
  }
  const child = new Deno.Command(Deno.execPath(), {
    args: serverCommand("server.ts", port).split(" ").slice(1),
    env: { [MARKER_VARIABLE]: `${newSession()}.0` },
    stdout: "null",
    stderr: "null",
  }).spawn();
  await eventually("it listens", () => listeningInodes(port).length > 0);
  assertEquals(isFree(port, mine), true);
  child.kill("SIGKILL");
  await within("the end of the server", child.status, child);
});
