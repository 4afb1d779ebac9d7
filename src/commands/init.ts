/** `servesweep init`. */
import { UsageError } from "../lib/errors.ts";
import { EXAMPLE_SERVERS, type ExampleCommands, exampleCommands } from "../init/servers.ts";
import { quoteWords, shellWords } from "../spec/shell_words.ts";
import type { Engine } from "../engine/engine.ts";
import { engineNamed, engineOf } from "../engine/engines.ts";
import type { OptionValues } from "../cli/read.ts";
import { type CommandSpec, debugOption } from "./command.ts";

/** An example to start from. */
export interface InitCommand extends ExampleCommands {
  readonly kind: "init";
  readonly directory: string;
  /** Whose parameters the example varies. */
  readonly engine: Engine;
}

/** Writes an example that can be run as it is. */
export const INIT: CommandSpec<InitCommand> = {
  name: "init",
  options: [
    {
      name: "server",
      kind: "string",
      metavar: EXAMPLE_SERVERS.join("|"),
      choices: EXAMPLE_SERVERS,
      group: "Options",
      help: "What is measured. sim is the built-in simulated server: the example runs anywhere. " +
        `Without it ${EXAMPLE_SERVERS[0]}, or what --serve-cmd runs`,
    },
    {
      name: "model",
      kind: "string",
      metavar: "MODEL",
      group: "Options",
      help: "Model to put into the commands; for llama.cpp a GGUF file",
    },
    {
      name: "serve-cmd",
      kind: "string",
      metavar: "CMD",
      group: "Options",
      help: "Command that starts the server, in place of the example's",
    },
    {
      name: "bench-cmd",
      kind: "string",
      metavar: "CMD",
      group: "Options",
      help: "Command that runs one benchmark, in place of the example's",
    },
    debugOption("Options"),
  ],
  positionals: [
    {
      name: "DIR",
      what: "a directory",
      count: "optional",
      default: ".",
      help: "Where the example is written to; made if it is not there",
    },
  ],
  page: {
    description:
      "Writes an example to start from into a directory: parameter files with comments, a script with the command line, " +
      "a systemd service with its timer, a line for cron, and a dry run for CI. Files that are there are never overwritten.",
    examples: [
      { title: "For vLLM", command: "servesweep init sweeps --model Qwen/Qwen3-8B" },
      {
        title: "One that runs without a GPU",
        command: "servesweep init try --server sim\ncd try\n./sweep.sh --dry-run\n./sweep.sh",
      },
    ],
    epilog: "",
  },
  read(values) {
    const directory = values.optionalWord("DIR") ?? ".";
    // deno-lint-ignore no-control-regex
    if (/[\0-\x1f]/.test(directory)) {
      throw new UsageError(`Cannot write an example into "${directory}": that is no usable name`);
    }
    return { kind: "init", directory, ...readCommands(values) };
  },
};

function readCommands(values: OptionValues): ExampleCommands & { readonly engine: Engine } {
  const named = values.optionalString("server");
  const serveCmd = values.optionalString("serve-cmd");
  const benchCmd = values.optionalString("bench-cmd");
  const model = values.optionalString("model");
  if (serveCmd === null && benchCmd === null) {
    const engine = engineNamed(named ?? EXAMPLE_SERVERS[0]!);
    const word = quoteWords([model ?? engine.example!.model]);
    return { engine, ...exampleCommands(engine, word) };
  }
  if (serveCmd === null || benchCmd === null) {
    const [given, missing] = serveCmd === null ? ["bench", "serve"] : ["serve", "bench"];
    throw new UsageError(
      `--${given}-cmd needs --${missing}-cmd with it: the two have to name the same model`,
    );
  }
  if (model !== null) {
    throw new UsageError("--model goes with the example's commands: yours name their model");
  }
  for (const [option, command] of [["--serve-cmd", serveCmd], ["--bench-cmd", benchCmd]] as const) {
    if (shellWords(command, option).length === 0) throw new UsageError(`${option} is empty`);
  }
  const engine = named === null
    ? engineOf(shellWords(serveCmd, "--serve-cmd"))
    : engineNamed(named);
  return { engine, serveCmd, benchCmd };
}
