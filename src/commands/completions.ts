/** `servesweep completions`. */
import { type CommandSpec, debugOption } from "./command.ts";

/** Shells that there is a script for. */
const SHELLS = ["bash", "zsh", "fish"] as const;

/** A shell whose completion script is wanted. */
export interface CompletionsCommand {
  readonly kind: "completions";
  readonly shell: typeof SHELLS[number];
}

/** Prints the completion script of a shell. */
export const COMPLETIONS: CommandSpec<CompletionsCommand> = {
  name: "completions",
  options: [
    debugOption("Options"),
  ],
  positionals: [
    {
      name: "SHELL",
      what: "a shell",
      count: "one",
      choices: SHELLS,
      help: "The shell that is to complete command lines",
    },
  ],
  page: {
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
  read(values) {
    return { kind: "completions", shell: values.wordChoice("SHELL", SHELLS) };
  },
};
