/** Every command, in the order of the help text. */
import type { CommandSpec } from "./command.ts";
import { COMPLETIONS, type CompletionsCommand } from "./completions.ts";
import { DEMO, type DemoCommand } from "./demo.ts";
import { DOCTOR, type DoctorCommand } from "./doctor.ts";
import { EXPORT, type ExportCommand } from "./export.ts";
import { INIT, type InitCommand } from "./init.ts";
import { PLOT, type PlotCommand } from "./plot.ts";
import { PLOT_PARETO, type PlotParetoCommand } from "./plot_pareto.ts";
import { REPORT, type ReportCommand } from "./report.ts";
import { SERVE, type ServeCommand } from "./serve.ts";
import { STATUS, type StatusCommand } from "./status.ts";

/** What the command line of one of {@linkcode COMMANDS} asks for. */
export type CommandValue =
  | ServeCommand
  | StatusCommand
  | DemoCommand
  | ReportCommand
  | PlotCommand
  | PlotParetoCommand
  | ExportCommand
  | InitCommand
  | DoctorCommand
  | CompletionsCommand;

/** Commands whose options are read by a table. */
export const COMMANDS: readonly CommandSpec<string, CommandValue>[] = [
  SERVE,
  STATUS,
  DEMO,
  REPORT,
  PLOT,
  PLOT_PARETO,
  EXPORT,
  INIT,
  DOCTOR,
  COMPLETIONS,
];

/** Programs with a command line of their own, and their lines in the list of commands. */
export const PROGRAMS = {
  sim: "The simulated OpenAI-compatible server",
  bench: "A load generator with the flags of 'vllm bench serve'",
} as const;

/** The command with a name; null if there is none. */
export function findCommand(name: string): CommandSpec<string, CommandValue> | null {
  return COMMANDS.find((spec) => spec.name === name || spec.aliases?.includes(name)) ?? null;
}
