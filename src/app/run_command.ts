/** One function per command, and the wiring of the parts. Subcommands are loaded when they are needed: a dry run starts at once. */
import { type Command, parseCommand } from "../args.ts";
import { EXIT } from "../lib/errors.ts";
import type { Signals } from "../terminal/signals.ts";
import type { Io } from "../terminal/terminal.ts";
import { VERSION } from "../lib/version.ts";

/**
 * Runs one command line.
 *
 * @returns The exit code.
 * @throws {ServesweepError} With a message for the user.
 */
export async function runCommand(
  argv: readonly string[],
  io: Io,
  signals: Signals,
): Promise<number> {
  const command = parseCommand(argv);
  switch (command.kind) {
    case "help":
      return await help(command, io);
    case "version":
      io.out(`servesweep ${VERSION}\n`);
      return EXIT.ok;
    case "serve": {
      const { serve } = await import("./serve.ts");
      return await serve(command, io, signals);
    }
    case "status": {
      const { status } = await import("./status.ts");
      return await status(command, io, signals);
    }
    case "demo": {
      const { demo } = await import("./demo.ts");
      return await demo(command, io, signals);
    }
    case "report": {
      const { report } = await import("./report.ts");
      return await report(command, io);
    }
    case "init": {
      const { init } = await import("./init.ts");
      return init(command, io);
    }
    case "doctor": {
      const { doctor } = await import("./doctor.ts");
      return await doctor(command, io, signals);
    }
    case "completions": {
      const { completions } = await import("./completions.ts");
      return await completions(command, io);
    }
    case "export": {
      const { exportExperiment } = await import("./export.ts");
      return await exportExperiment(command, io);
    }
    case "plot": {
      const { plot } = await import("./plot.ts");
      return await plot(command, io);
    }
    case "plot-pareto": {
      const { plotPareto } = await import("./plot_pareto.ts");
      return await plotPareto(command, io);
    }
    case "sim": {
      const { sim } = await import("../sim/sim.ts");
      return await sim(command.args, programIo(io, signals));
    }
    case "bench": {
      const { bench } = await import("../bench/bench.ts");
      return await bench(command.args, programIo(io, signals));
    }
  }
}

async function help(command: Extract<Command, { kind: "help" }>, io: Io): Promise<number> {
  const { helpText } = await import("../help.ts");
  const text = helpText(command.topic);
  if (command.exitCode === EXIT.ok) io.out(text);
  else io.err(text);
  return command.exitCode;
}

/** What the built-in server and load generator get of the world. */
function programIo(io: Io, signals: Signals) {
  return {
    out: io.out,
    err: io.err,
    env: Deno.env.toObject(),
    signal: signals.stop,
    isTerminal: Deno.stderr.isTerminal(),
  };
}
