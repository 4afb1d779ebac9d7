/** One function per command, and the wiring of the parts. Subcommands are loaded when they are needed: a dry run starts at once. */
import { type Command, parseCommand } from "../args.ts";
import { EXIT } from "../lib/errors.ts";
import type { World } from "./world.ts";
import { VERSION } from "../lib/version.ts";

/**
 * Runs one command line.
 *
 * @returns The exit code.
 * @throws {ServesweepError} With a message for the user.
 */
export async function runCommand(world: World): Promise<number> {
  const command = parseCommand(world.argv);
  switch (command.kind) {
    case "help":
      return await help(command, world);
    case "version":
      world.io.out(`servesweep ${VERSION}\n`);
      return EXIT.ok;
    case "serve": {
      const { serve } = await import("./serve.ts");
      return await serve(command, world);
    }
    case "status": {
      const { status } = await import("./status.ts");
      return await status(command, world);
    }
    case "demo": {
      const { demo } = await import("./demo.ts");
      return await demo(command, world);
    }
    case "report": {
      const { report } = await import("./report.ts");
      return await report(command, world);
    }
    case "init": {
      const { init } = await import("./init.ts");
      return init(command, world);
    }
    case "doctor": {
      const { doctor } = await import("./doctor.ts");
      return await doctor(command, world);
    }
    case "completions": {
      const { completions } = await import("./completions.ts");
      return await completions(command, world);
    }
    case "export": {
      const { exportExperiment } = await import("./export.ts");
      return await exportExperiment(command, world);
    }
    case "plot": {
      const { plot } = await import("./plot.ts");
      return await plot(command, world);
    }
    case "plot-pareto": {
      const { plotPareto } = await import("./plot_pareto.ts");
      return await plotPareto(command, world);
    }
    case "sim": {
      const { sim } = await import("../sim/sim.ts");
      return await sim(command.args, programIo(world));
    }
    case "bench": {
      const { bench } = await import("../bench/bench.ts");
      return await bench(command.args, programIo(world));
    }
  }
}

async function help(command: Extract<Command, { kind: "help" }>, { io }: World): Promise<number> {
  const { helpText } = await import("../help.ts");
  const text = helpText(command.topic);
  if (command.exitCode === EXIT.ok) io.out(text);
  else io.err(text);
  return command.exitCode;
}

/** What the built-in server and load generator get of the world. */
function programIo({ io, signals }: World) {
  return {
    out: io.out,
    err: io.err,
    env: Deno.env.toObject(),
    signal: signals.stop,
    isTerminal: Deno.stderr.isTerminal(),
  };
}
