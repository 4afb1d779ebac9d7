/** SIGKILL at any moment, then resume: nothing is left running, nothing is lost, nothing is measured twice. */
import { assertEquals } from "@std/assert";
import { assertCode, spawnCli } from "./harness/cli.ts";
import { eventually, processesWith } from "./harness/process_table.ts";
import { serverCommand, sweep, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** Sweeps that are killed; CHAOS_ROUNDS=300 for a long look. */
const ROUNDS = Number(Deno.env.get("CHAOS_ROUNDS") ?? 30);

/** Latest moment of the kill, in ms after the start: about as long as such a sweep takes on a fast machine. */
const LATEST_MS = 350;

Deno.test(`${ROUNDS} sweeps killed at random moments all resume to the files of an undisturbed one`, async () => {
  using reference = new Workspace();
  assertCode(await sweep(reference), 0);
  const expected = reference.files("results/sweep");
  for (let round = 0; round < ROUNDS; round++) {
    using workspace = new Workspace();
    const name = `round ${round}`;
    const options = { serveCmd: serverCommand(), env: { CHAOS_WORKSPACE: workspace.path } };
    const child = spawnCli(sweepArguments(workspace, options, []), options);
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LATEST_MS));
    killIfAlive(child);
    await child.output();
    const marker = `CHAOS_WORKSPACE=${workspace.path}`;
    await eventually(`${name}: nothing left`, () => processesWith(marker).length === 0);
    const isThere = await exists(workspace.at("results/sweep"));
    const resumed = await sweep(workspace, options, ...(isThere ? ["--resume"] : []));
    assertCode(resumed, 0);
    assertEquals(workspace.files("results/sweep"), expected, name);
    const measured = workspace.read("results/sweep/journal.jsonl").split("\n")
      .filter((line) => line.includes('"run-finished"') && line.includes('"kind":"valid"'))
      .map((line) => JSON.stringify(JSON.parse(line).name));
    // A kill between the result's rename and its line in the journal leaves a run that is there and reused.
    assertEquals(new Set(measured).size, measured.length, name);
    assertEquals(workspace.read("results/sweep/summary.csv").trim().split("\n").length, 9, name);
  }
});

/** On a fast machine the sweep may be over before its end comes. */
function killIfAlive(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch {
    return false;
  }
}
