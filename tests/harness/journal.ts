/** Reading the journal of a sweep as anybody would: lines of JSON. */
import type { GuardVerdict } from "../../src/journal/verdict.ts";
import type { Workspace } from "./workspace.ts";

/** A line, with the fields that tests look at. */
export interface JournalLine {
  readonly type: string;
  /** Of a run. */
  readonly key?: string;
  readonly time: string;
  readonly session?: string;
  readonly pid?: number;
  readonly argv?: readonly string[];
  readonly name?: { readonly directory: string; readonly run: number } | null;
  readonly failure?: FailureFields;
  readonly outcome?: { readonly kind: string; readonly failure?: FailureFields };
  readonly killed?: boolean;
  readonly exitCode?: number;
  readonly reason?: string | null;
  readonly process?: { readonly pid: number; readonly marker: string };
  readonly processes?: readonly string[];
  readonly left?: readonly string[];
  readonly durationMs?: number;
  readonly startupMs?: number;
  readonly server?: string;
  readonly runs?: number;
  readonly placement?: { readonly gpus: readonly string[]; readonly cpus: string | null };
  /** Names of servers, or how many. */
  readonly beside?: readonly string[] | number;
  readonly verdicts?: Readonly<Record<string, GuardVerdict>>;
  readonly ledger?: Readonly<Record<string, unknown>>;
}

/** Why something failed. */
export interface FailureFields {
  readonly class: string;
  readonly reason: string;
  readonly command: readonly string[];
  readonly logTail: readonly string[];
  readonly logFile: string | null;
}

/** All whole lines of a sweep's journal; none if it is not there yet. */
export function journalLines(workspace: Workspace, name = "sweep"): JournalLine[] {
  let text: string;
  try {
    text = workspace.read("results", name, "journal.jsonl");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
  return text.split("\n").slice(0, -1).map((line) => JSON.parse(line));
}

/** Lines of one type. */
export function eventsOf(lines: readonly JournalLine[], type: string): JournalLine[] {
  return lines.filter((line) => line.type === type);
}

/** The sessions that worked in the directory of a sweep. */
export function sessionsOf(workspace: Workspace, name = "sweep"): string[] {
  return journalLines(workspace, name).flatMap(({ session }) => session ?? []);
}
