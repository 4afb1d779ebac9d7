/** How server starts share the machine, for people. */
import type { InterferenceSubject } from "../plan/interference.ts";
import type { ServerStart } from "../plan/plan.ts";
import { counted } from "../lib/count.ts";

/** What a dry run says about it. */
export interface SharedMachine {
  /** GPUs that are shared out; null if none are. */
  readonly gpus: readonly string[] | null;
  /** How many starts run side by side; Infinity for as many as there are. */
  readonly parallel: number;
  readonly gpusOf: (start: ServerStart) => number;
  /** Whether that is a guess. */
  readonly isGuess: (start: ServerStart) => boolean;
  /** What is left to do, in the order in which it begins. */
  readonly order: readonly ServerStart[];
  /** What the interference check before the sweep measures: null where none fits; undefined where no check is asked for. */
  readonly check?: InterferenceSubject | null;
}

/** Most names that are shown of an order. */
const SHOWN = 12;

/** A line, ended, about the check before the sweep; empty where there is none. */
export function checkText({ check }: SharedMachine): string {
  if (check === undefined) return "";
  return check === null
    ? "Interference check: none, no two servers of a set fit side by side\n"
    : `Interference check first: ${
      check.start.name || "the server"
    } alone, then ${check.copies} of it side by side; not in the estimate\n`;
}

/** Lines, each ended; empty where one start has the whole machine after the other in the order of the plan. */
export function packingText({ gpus, parallel, order }: SharedMachine): string {
  const on = gpus === null ? "" : ` on ${gpus.length === 1 ? "GPU" : "GPUs"} ${gpus.join(",")}`;
  if (parallel === 1) return on === "" ? "" : `Packing: one server start at a time${on}\n`;
  const most = Number.isFinite(parallel) ? `up to ${counted(parallel, "server start")}` : "all";
  const names = order.slice(0, SHOWN).map(titleOf);
  const more = order.length > SHOWN ? [`and ${order.length - SHOWN} more`] : [];
  const lines = [
    `Packing: ${most} side by side${on}, each with a port of its own`,
    ...(order.length > 1 ? [`Order: ${[...names, ...more].join(", ")}`] : []),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** `SERVE--a`; of the second start of a set `SERVE--a (start 2)`. */
export function titleOf({ name, round }: Pick<ServerStart, "name" | "round">): string {
  return (name || "(no parameters)") + (round === 0 ? "" : ` (start ${round + 1})`);
}
