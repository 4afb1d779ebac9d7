/** Every command, in the order of the list of commands. Tables are loaded when they are needed: a dry run starts at once. */
import type { BenchCommand } from "./bench.ts";
import type { CommandSpec } from "./command.ts";
import type { CompletionsCommand } from "./completions.ts";
import type { DemoCommand } from "./demo.ts";
import type { DoctorCommand } from "./doctor.ts";
import type { ExportCommand } from "./export.ts";
import type { InitCommand } from "./init.ts";
import type { PlotCommand } from "./plot.ts";
import type { PlotParetoCommand } from "./plot_pareto.ts";
import type { ReportCommand } from "./report.ts";
import type { ServeCommand } from "./serve.ts";
import type { SimCommand } from "./sim.ts";
import type { StatusCommand } from "./status.ts";

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
  | CompletionsCommand
  | SimCommand
  | BenchCommand;

/** A command by its name. */
export interface CommandEntry {
  readonly name: CommandValue["kind"];
  /** Other spellings of the name. */
  readonly aliases?: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** Imports its table, which is read only when it is asked for. */
  load(): Promise<CommandSpec<CommandValue>>;
}

/** All of them, but for `help` and `version`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "serve",
    summary: "Sweep a server over serve and bench parameters",
    load: async () => (await import("./serve.ts")).SERVE,
  },
  {
    name: "status",
    summary: "How far a sweep is that runs elsewhere, has ended or died",
    load: async () => (await import("./status.ts")).STATUS,
  },
  {
    name: "demo",
    summary: "A real sweep of the simulated server; no GPU",
    load: async () => (await import("./demo.ts")).DEMO,
  },
  {
    name: "report",
    summary: "One HTML file that says which settings to deploy",
    load: async () => (await import("./report.ts")).REPORT,
  },
  {
    name: "plot",
    summary: "Curves of a sweep as SVG and PNG",
    load: async () => (await import("./plot.ts")).PLOT,
  },
  {
    name: "plot-pareto",
    aliases: ["plot_pareto"],
    summary: "Tokens/s per user and per GPU, with the Pareto frontier",
    load: async () => (await import("./plot_pareto.ts")).PLOT_PARETO,
  },
  {
    name: "export",
    summary: "Results as table, CSV, JSON, Markdown, JUnit, Prometheus, SQLite",
    load: async () => (await import("./export.ts")).EXPORT,
  },
  {
    name: "init",
    summary: "Write an example to start from",
    load: async () => (await import("./init.ts")).INIT,
  },
  {
    name: "doctor",
    summary: "Is this machine ready for a sweep?",
    load: async () => (await import("./doctor.ts")).DOCTOR,
  },
  {
    name: "completions",
    summary: "The completion script of a shell",
    load: async () => (await import("./completions.ts")).COMPLETIONS,
  },
  {
    name: "sim",
    summary: "The simulated OpenAI-compatible server",
    load: async () => (await import("./sim.ts")).SIM,
  },
  {
    name: "bench",
    summary: "A load generator with the flags of 'vllm bench serve'",
    load: async () => (await import("./bench.ts")).BENCH,
  },
];

/** The command with a name; null if there is none. */
export function findCommand(name: string): CommandEntry | null {
  return COMMANDS.find((entry) => entry.name === name || entry.aliases?.includes(name)) ?? null;
}
