/** One function per command, and the wiring of the parts. Subcommands are loaded when they are needed: a dry run starts at once. */
import { parseCommand } from "../commands/parse.ts";
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
  const command = await parseCommand(world.argv);
  switch (command.kind) {
    case "help": {
      const { help } = await import("./help.ts");
      return await help(command, world);
    }
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
      const { simulate } = await import("./sim.ts");
      return await simulate(command, world);
    }
    case "bench": {
      const { benchmark } = await import("./bench.ts");
      return await benchmark(command, world);
    }
  }
}
