/** One round: a sweep is started and killed, perhaps again and again, and then resumed to its end. */
import { assertEquals, assertMatch } from "@std/assert";
import { hasSocket, listeningInodes } from "../../src/exec/socket.ts";
import { assertCode, cli, spawnCli } from "../../tests/harness/cli.ts";
import { eventually, processesWith } from "../../tests/harness/process_table.ts";
import { freePort, type Workspace } from "../../tests/harness/workspace.ts";
import { checkDirectory } from "./check_directory.ts";
import { events, isThere } from "./directory.ts";
import { endProcesses, killAt } from "./killer.ts";
import { Ledger } from "./ledger.ts";
import type { Moment, RoundPlan } from "./moment.ts";
import type { Reference } from "./reference.ts";
import {
  CHAOS_VARIABLE,
  experimentPath,
  type Subject,
  subjectArguments,
  witnessLog,
} from "./subject.ts";

/** Last events after which the server that listens is one that nobody has asked to stop. */
const IN_SERVICE: ReadonlySet<string | null> = new Set([
  "server-starting",
  "server-ready",
  "combination-started",
  "run-started",
  "run-finished",
  "after-run-finished",
]);

/** What became of one kill. */
export interface Kill {
  readonly moment: Moment;
  /** False if the sweep was over before its moment came. */
  readonly struck: boolean;
  /** Last event in the journal afterwards; null if there is none yet. */
  readonly lastEvent: string | null;
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
  { kills, withGuards }: RoundPlan,
  { subject, reference }: RoundOptions,
): Promise<Kill[]> {
  const root = experimentPath(workspace);
  const port = freePort();
  const environment = `${CHAOS_VARIABLE}=${workspace.path}`;
  const options = { env: { [CHAOS_VARIABLE]: workspace.path } };
  const ledger = new Ledger(root, witnessLog(workspace), reference);
  // Without the directory there is nothing to resume: it is a first start again.
  const argv = () => subjectArguments(subject, workspace, port, isThere(root));
  const done: Kill[] = [];
  let survivor: number | null = null;
  for (const moment of kills) {
    const child = spawnCli(argv(), options);
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
    if (!withGuards) await nothingLeft(environment, port);
    // A server that has been asked to stop may be gone before anybody can speak of it.
    else survivor = IN_SERVICE.has(lastEvent) ? serverOn(port, environment) : null;
    ledger.look();
    done.push({ moment, struck, lastEvent });
  }
  const there = ledger.files;
  const resumed = await cli(argv(), options);
  assertCode(resumed, 0);
  if (survivor !== null) assertSpoken(survivor, resumed.stderr, root);
  await nothingLeft(environment, port);
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
  endProcesses(() => processesWith(`${CHAOS_VARIABLE}=${workspace.path}`));
}

/** No process of the sweep, and nobody on its port. */
async function nothingLeft(environment: string, port: number): Promise<void> {
  await eventually("no process of the sweep", () => processesWith(environment).length === 0);
  await eventually(`nobody on port ${port}`, () => listeningInodes(port).length === 0);
}

/** The process of a sweep that listens on its port, or null. */
function serverOn(port: number, environment: string): number | null {
  const inodes = listeningInodes(port);
  return processesWith(environment).find((pid) => hasSocket(pid, inodes)) ?? null;
}

function sizeOf(path: string): number {
  return isThere(path) ? Deno.statSync(path).size : 0;
}
