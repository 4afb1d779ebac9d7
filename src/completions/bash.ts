/** The completion script for bash. It needs nothing but bash 4: not the package bash-completion. */
import type { Option } from "../cli/option.ts";
import { quoteWords } from "../spec/shell_words.ts";
import { type CompletedCommand, longName, type Value, valueOf } from "./command_line.ts";

/** The script that `servesweep completions bash` prints. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = commands.flatMap(({ names }) => names);
  return `# Completion of servesweep for bash, made by: servesweep completions bash

_servesweep_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur")
}

_servesweep_paths() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen "$1" -- "$cur")
}

# Directories under --output-dir.
_servesweep_experiments() {
  local output=results index path name
  for ((index = 2; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in
      -o | --output-dir | --output_dir)
        output=\${COMP_WORDS[index + 1]}
        [[ $output == = ]] && output=\${COMP_WORDS[index + 2]}
        ;;
    esac
  done
  output=\${output/#\\~\\//$HOME/}
  for path in "$output"/*/; do
    path=\${path%/}
    name=\${path##*/}
    [[ -d $path && $name == "$cur"* ]] && COMPREPLY+=("$(printf %q "$name")")
  done
}

_servesweep() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _servesweep_words ${quoteWords([[...names, "--help", "--version"].join(" ")])}
    return
  fi
  # --name=value comes as three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]]; then
    prev=\${COMP_WORDS[COMP_CWORD - 2]}
  fi
  [[ $prev == --* ]] && prev=\${prev//_/-}
  case \${COMP_WORDS[1]} in
${commands.map(commandCase).join("")}  esac
}

complete -F _servesweep servesweep
`;
}

function commandCase({ names, options, argument }: CompletedCommand): string {
  const argumentLines = argument === null ? "" : `      else\n        ${action(argument)}\n`;
  return `    ${names.join(" | ")})
${valueCases(options)}      if [[ $cur == -* ]]; then
        _servesweep_words ${quoteWords([options.map(longName).join(" ")])}
${argumentLines}      fi
      ;;
`;
}

/** What stands behind an option that takes a value; options with the same values are together. */
function valueCases(options: readonly Option[]): string {
  const byAction = new Map<string, string[]>();
  for (const option of options) {
    const value = valueOf(option);
    if (value === null) continue;
    const words = byAction.get(action(value)) ?? [];
    if (option.short !== undefined) words.push(`-${option.short}`);
    words.push(`--${option.name}`);
    byAction.set(action(value), words);
  }
  if (byAction.size === 0) return "";
  const cases = [...byAction].map(([action, words]) =>
    `          ${words.join(" | ")})\n            ${action}\n            return\n            ;;\n`
  );
  return `      if [[ $cur != -* ]]; then
        case $prev in
${cases.join("")}        esac
      fi
`;
}

function action(value: Value): string {
  switch (value.kind) {
    case "text":
      return ":";
    case "choices":
      return `_servesweep_words ${quoteWords([value.choices.join(" ")])}`;
    case "directory":
      return "_servesweep_paths -d";
    case "file":
      return "_servesweep_paths -f";
    case "experiment":
      return "_servesweep_experiments";
  }
}
