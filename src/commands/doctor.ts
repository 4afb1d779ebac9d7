/** `servesweep doctor`. */
import type { CommandSpec } from "./command.ts";
import { SERVE, type ServeCommand } from "./serve.ts";

/** A look at the machine before a sweep. */
export interface DoctorCommand {
  readonly kind: "doctor";
  readonly serveCmd: string | null;
  readonly benchCmd: string | null;
  readonly afterBenchCmd: string | null;
  readonly outputDir: string;
  /** 0: no check. */
  readonly minFreeBytes: number;
  readonly json: boolean;
  /** The whole sweep; null if a command of it is missing. */
  readonly sweep: ServeCommand | null;
}

/** The command. Its options are those of `serve`, so that the same command line does. */
export const DOCTOR: CommandSpec<DoctorCommand> = {
  name: "doctor",
  options: SERVE.options.map((option) => {
    if (option.name === "json") return { ...option, help: "The findings as one JSON document" };
    return { ...option, required: false };
  }),
  page: {
    description:
      "Looks at GPUs and their driver, commands, ports, disk, clock, processes, limits, memory and what dead sweeps left, " +
      "and says for each what is well or what to do. Starts no server, changes nothing. Takes the command line of " +
      "'servesweep serve' and then also checks its commands, ports, parameter files and output directory.",
    examples: [
      { title: "This machine", command: "servesweep doctor" },
      {
        title: "This machine for a sweep",
        command: "servesweep doctor --serve-cmd 'vllm serve MODEL' \\\n" +
          "    --bench-cmd 'vllm bench serve --model MODEL' --serve-params serve.json",
      },
    ],
    epilog: `Exit codes:
  0   nothing fails; there may be warnings
  1   something fails: a sweep could not run
  2   bad usage
`,
  },
  read(values) {
    const serveCmd = values.optionalString("serve-cmd");
    const benchCmd = values.optionalString("bench-cmd");
    const isWhole = values.has("plan") || (serveCmd !== null && benchCmd !== null);
    return {
      kind: "doctor",
      serveCmd,
      benchCmd,
      afterBenchCmd: values.optionalString("after-bench-cmd"),
      outputDir: values.string("output-dir"),
      minFreeBytes: values.bytes("min-free"),
      json: values.boolean("json"),
      sweep: isWhole ? SERVE.read(values) : null,
    };
  },
};
