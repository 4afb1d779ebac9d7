/** One round: a sweep is started and killed, perhaps again and again, and then resumed to its end. */
import { assertEquals, assertMatch } from "@std/assert";
import { assertCode, cli, spawnCli } from "../../tests/harness/cli.ts";
import { processesWith } from "../../tests/harness/process_table.ts";
import { freePort, type Workspace } from "../../tests/harness/workspace.ts";
import { checkDirectory } from "./check_directory.ts";
import { events, isThere } from "./directory.ts";
import { endProcesses, killAt } from "./killer.ts";
import { Ledger } from "./ledger.ts";
import { hiddenAlive, nothingLeft, serversInService } from "./left_behind.ts";
import type { Moment, RoundPlan } from "./moment.ts";
import type { Reference } from "./reference.ts";
import {
  CHAOS_VARIABLE,
  experimentPath,
  hiddenLog,
  type Subject,
  subjectArguments,
  witnessLog,
} from "./subject.ts";

/** What became of one kill. */
export interface Kill {
  readonly moment: Moment;
  /** False if the sweep was over before its moment came. */
  readonly struck: boolean;
  /** Last event in the journal afterwards; null if there is none yet. */
  readonly lastEvent: string | null;
  /** Servers that survived it, since their guards were killed too. */
  readonly survivors: number;
}

/** What a round is about. */
export interface RoundOptions {
  readonly subject: Subject;
  readonly reference: Reference;
}

/**
 * Plays a round and checks everything that must hold.
 *
 * @param workspace An empty one; the caller keeps it if the round fails.
 * @throws {Error} If something is left running, lost, changed or measured again, or the sweep does not resume.
 */
export async function playRound(
  workspace: Workspace,
  { kills, resumes, withGuards }: RoundPlan,
  { subject, reference }: RoundOptions,
): Promise<Kill[]> {
  const root = experimentPath(workspace);
  const port = freePort();
  const environment = `${CHAOS_VARIABLE}=${workspace.path}`;
  const options = { env: { [CHAOS_VARIABLE]: workspace.path } };
  const traces = { environment, port, hidden: hiddenLog(workspace) };
  const ledger = new Ledger(root, witnessLog(workspace), reference);
  const argv = (kill: number) => {
    // Without the directory there is nothing to resume: it is a first start again.
    const resume = isThere(root) ? resumes[kill - 1] ?? null : null;
    return subjectArguments(subject, workspace, { port, resume });
  };
  const done: Kill[] = [];
  let survivors: readonly number[] = [];
  for (const [index, moment] of kills.entries()) {
    const child = spawnCli(argv(index), options);
    const output = child.output();
    const struck = await killAt(moment, {
      child,
      root,
      journalBytes: sizeOf(`${root}/journal.jsonl`),
      durationMs: reference.durationMs,
      guardsOf: withGuards ? environment : null,
    });
    const { code, signal, stderr } = await output;
    if (signal !== "SIGKILL") assertEquals(code, 0, new TextDecoder().decode(stderr));
    const lastEvent = events(root).at(-1)?.type ?? null;
    if (withGuards) survivors = serversInService(root, environment);
    else await nothingLeft(root, traces);
    ledger.check();
    done.push({ moment, struck, lastEvent, survivors: survivors.length });
  }
  const there = ledger.files;
  const resumed = await cli(argv(kills.length), options);
  assertCode(resumed, 0);
  for (const survivor of survivors) assertSpoken(survivor, resumed.stderr, root);
  await nothingLeft(root, traces);
  ledger.close();
  checkDirectory(root, reference, there);
  return done;
}

/** The start that ends a survivor of a dead sweep says so, on the terminal and in the journal. */
function assertSpoken(pid: number, stderr: string, root: string): void {
  const named = new RegExp(`\\b${pid}\\b`);
  assertMatch(stderr, named, `nothing was said of the surviving server, pid ${pid}`);
  const ended = events(root).flatMap((event) =>
    event.type === "survivors-ended" ? event.processes : []
  );
  assertMatch(ended.join("\n"), named, `the journal does not name the survivor, pid ${pid}`);
}

/**
 * Calls `attempt` for each plan, several at a time.
 *
 * @param parallelSweeps How many; most of a round is waiting.
 */
export async function eachRound(
  plans: readonly RoundPlan[],
  parallelSweeps: number,
  attempt: (plan: RoundPlan) => Promise<void>,
): Promise<void> {
  const waiting = plans.values();
  await Promise.all(Array.from({ length: parallelSweeps }, async () => {
    for (const plan of waiting) await attempt(plan);
  }));
}

/** Ends what a failed round left running: its directory is for inspection, the box is for others. */
export function endRound(workspace: Workspace): void {
  endProcesses(() => [
    ...processesWith(`${CHAOS_VARIABLE}=${workspace.path}`),
    ...hiddenAlive(hiddenLog(workspace)),
  ]);
}

function sizeOf(path: string): number {
  return isThere(path) ? Deno.statSync(path).size : 0;
}
