/** `servesweep completions`. */
import { UsageError } from "../lib/errors.ts";
import type { CommandSpec } from "./command.ts";

/** Shells that there is a script for. */
const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell whose completion script is wanted. */
export interface CompletionsCommand {
  readonly kind: "completions";
  readonly shell: typeof SHELLS[number];
}

/** The command. */
export const COMPLETIONS: CommandSpec<"completions", CompletionsCommand> = {
  name: "completions",
  summary: "The completion script of a shell",
  options: [
    {
      name: "debug",
      kind: "boolean",
      group: "Options",
      help: "Show the stack trace of an error",
    },
  ],
  page: {
    usage: "servesweep completions bash|zsh|fish",
    description:
      "Prints the script by which a shell completes commands, options and their values: choices, files, directories " +
      "and the names of experiments.",
    examples: [
      {
        title: "bash, for this user; the shells that are started from now on know it",
        command: "mkdir -p ~/.local/share/bash-completion/completions\n" +
          "servesweep completions bash \\\n" +
          "    >~/.local/share/bash-completion/completions/servesweep",
      },
      {
        title: "bash without the package bash-completion: a line of ~/.bashrc",
        command: "source <(servesweep completions bash)",
      },
      {
        title: "zsh: a line of ~/.zshrc, behind compinit",
        command: "source <(servesweep completions zsh)",
      },
      {
        title: "fish, for this user",
        command: "servesweep completions fish >~/.config/fish/completions/servesweep.fish",
      },
    ],
    epilog: "",
  },
  read({ positionals }) {
    const [shell, ...rest] = positionals;
    const known = SHELLS.find((name) => name === shell);
    if (known !== undefined && rest.length === 0) return { kind: "completions", shell: known };
    const found = positionals.length === 0 ? "nothing" : `"${positionals.join(" ")}"`;
    throw new UsageError(
      `Expected one shell, bash, zsh or fish, found ${found}; see servesweep completions --help`,
    );
  },
};
