/** The completion script for zsh. */
import type { Option } from "../cli/option.ts";
import {
  type CompletedCommand,
  firstSentence,
  longName,
  type Value,
  valueOf,
} from "./command_line.ts";

/** The script: to be found as `_servesweep` in a directory of fpath, or to be sourced after compinit. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const entries = commands.flatMap(({ names, summary }) =>
    names.map((name) => `    ${quoted(`${name}:${summary}`)}\n`)
  );
  return `#compdef servesweep
# Completion of servesweep for zsh, made by: servesweep completions zsh

# Directories under --output-dir.
_servesweep_experiments() {
  local output=\${opt_args[-o]:-\${opt_args[--output-dir]:-results}} expl
  local -a names
  names=(\${~output}/*(N/:t))
  _wanted experiments expl experiment compadd -a names
}

_servesweep() {
  local curcontext=$curcontext state line
  local -A opt_args
  local -a commands
  commands=(
${entries.join("")}  )
  _arguments -C \\
    '(- *)'{-h,--help}'[Print the commands]' \\
    '(- *)'{-V,--version}'[Print the version]' \\
    '1:command:->command' '*::argument:->arguments' && return
  case $state in
    command) _describe -t commands command commands ;;
    arguments)
      case $words[1] in
${commands.map(commandCase).join("")}      esac
      ;;
  esac
}

if [[ $funcstack[1] == _servesweep ]]; then
  _servesweep "$@"
else
  compdef _servesweep servesweep
fi
`;
}

function commandCase({ names, options, argument }: CompletedCommand): string {
  const specs = options.flatMap(optionSpecs);
  if (argument !== null) specs.push(`*:${placeholder(argument)}:${action(argument)}`);
  if (specs.length === 0) return "";
  const lines = specs.map((spec) => ` \\\n            ${quoted(spec)}`);
  return `        ${names.join("|")})\n          _arguments${lines.join("")}\n          ;;\n`;
}

/** One specification for each spelling: an option that was given once in any spelling is not offered again. */
function optionSpecs(option: Option): string[] {
  const { short, help, repeatable, kind, metavar } = option;
  const value = valueOf(option);
  const spellings = [...(short === undefined ? [] : [`-${short}`]), longName(option)];
  const others = repeatable ? "*" : spellings.length > 1 ? `(${spellings.join(" ")})` : "";
  return spellings.map((spelling) => {
    const form = value === null ? "" : spelling.startsWith("--") ? "=" : "+";
    const text = escaped(firstSentence(help));
    if (value === null) return `${others}${spelling}[${text}]`;
    const colon = kind === "optional-string" ? "::" : ":";
    const message = escaped(metavar ?? kind.toUpperCase());
    return `${others}${spelling}${form}[${text}]${colon}${message}:${action(value)}`;
  });
}

function action(value: Value): string {
  switch (value.kind) {
    case "text":
      return "";
    case "choices":
      return `(${value.choices.join(" ")})`;
    case "directory":
      return "_files -/";
    case "file":
      return "_files";
    case "experiment":
      return "_servesweep_experiments";
  }
}

function placeholder({ kind }: Value): string {
  return kind === "text" || kind === "choices" ? "argument" : kind;
}

/** Text inside a specification of _arguments. */
function escaped(text: string): string {
  return text.replace(/[\\:[\]]/g, "\\$&");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
