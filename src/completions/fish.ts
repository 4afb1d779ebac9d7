/** The completion script for fish. */
import type { Option } from "../cli/option.ts";
import {
  type CompletedCommand,
  firstSentence,
  longName,
  type Value,
  valueOf,
} from "./command_line.ts";

/** The script that `servesweep completions fish` prints. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  return `# Completion of servesweep for fish, made by: servesweep completions fish

function __servesweep_is_first
    test (count (commandline -opc)) -eq 1
end

function __servesweep_is
    set -l words (commandline -opc)
    test (count $words) -ge 2; and contains -- $words[2] $argv
end

function __servesweep_follows
    set -l words (commandline -opc)
    contains -- $words[-1] $argv
end

# Directories under --output-dir.
function __servesweep_experiments
    set -l words (commandline -opc)
    set -l output results
    for index in (seq 2 (count $words))
        switch $words[$index]
            case -o --output-dir
                test $index -lt (count $words); and set output $words[(math $index + 1)]
            case '--output-dir=*'
                set output (string replace -- --output-dir= '' $words[$index])
        end
    end
    set output (string replace -r '^~/' "$HOME/" -- $output)
    for path in $output/*/
        string replace -r '.*/' '' -- (string trim -r -c / -- $path)
    end
end

complete -c servesweep -f
complete -c servesweep -n __servesweep_is_first -s h -l help -d 'Print the commands'
complete -c servesweep -n __servesweep_is_first -s V -l version -d 'Print the version'
${commands.flatMap(commandLines).map((line) => `complete -c servesweep ${line}\n`).join("")}`;
}

/** Arguments of \`complete\` for a command. */
function commandLines({ names, summary, options, argument }: CompletedCommand): string[] {
  const isCommand = `__servesweep_is ${names.join(" ")}`;
  return [
    ...names.map((name) => `-n __servesweep_is_first -a ${name} -d ${quoted(summary)}`),
    ...options.flatMap((option) => optionLines(option, isCommand)),
    ...(argument === null ? [] : [`-n ${quoted(isCommand)}${offered(argument)}`]),
  ];
}

function optionLines(option: Option, isCommand: string): string[] {
  const { short, kind, help } = option;
  const value = valueOf(option);
  // A short name of several letters is an old-style option to fish.
  const shortForm = short === undefined ? "" : ` -${short.length === 1 ? "s" : "o"} ${short}`;
  const spelling = `${shortForm} -l ${longName(option).slice(2)}`;
  const start = `-n ${quoted(isCommand)}${spelling} -d ${quoted(firstSentence(help))}`;
  if (value === null) return [start];
  if (kind !== "optional-string") {
    // -x: a value must follow, and it is no file unless we say so.
    return [`${start} ${value.kind === "file" ? "-r" : "-x"}${offered(value)}`];
  }
  // With -r an option behind it could not be completed: its value may be left out.
  const follows = `${isCommand}; and __servesweep_follows --${option.name}`;
  return [start, `-n ${quoted(follows)}${offered(value)}`];
}

function offered(value: Value): string {
  switch (value.kind) {
    case "text":
      return "";
    case "choices":
      return ` -a ${quoted(value.choices.join(" "))}`;
    case "directory":
      return " -a '(__fish_complete_directories (commandline -ct))'";
    case "file":
      return " -F";
    case "experiment":
      return " -a '(__servesweep_experiments)'";
  }
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
