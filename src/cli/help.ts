/** Help text from a table of options. */
import type { Option } from "./option.ts";
import { type Positional, positionalText } from "./positional.ts";

/** Width of the text, in columns. */
const WIDTH = 80;

/** Column at which descriptions begin. */
const DESCRIPTION_COLUMN = 6;

/** What a command's help consists of besides its options. */
export interface HelpPage {
  /** `servesweep serve --serve-cmd CMD --bench-cmd CMD [options]`. */
  readonly usage: string;
  readonly description: string;
  readonly positionals?: readonly Positional[];
  readonly options: readonly Option[];
  /** Commands to copy, each with a line that says what it does. */
  readonly examples: readonly { readonly title: string; readonly command: string }[];
  /** Text at the end, for example the exit codes. */
  readonly epilog: string;
}

/**
 * `servesweep export DIR --format FORMAT [options]`: what a command needs, and what it may have. An option with which others
 * are not needed has a line of its own.
 */
export function usageText(
  command: string,
  options: readonly Option[],
  positionals: readonly Positional[] = [],
): string {
  const shown = (option: Option) => `--${option.name}${valueText(option)}`;
  const line = (needed: readonly Option[]) =>
    [command, ...positionals.map(positionalText), ...needed.map(shown), "[options]"].join(" ");
  const required = options.filter((option) => option.required);
  const instead = options.filter(({ name }) => required.some(({ unless }) => unless === name));
  return [
    line(required),
    ...instead.map((option) =>
      line([option, ...required.filter(({ unless }) => unless !== option.name)])
    ),
  ].join(`\n${" ".repeat("Usage: ".length)}`);
}

/** The whole text, lines ended. */
export function renderHelp(page: HelpPage): string {
  const { usage, description, positionals = [], options, examples, epilog } = page;
  const parts = [`Usage: ${usage}\n`, wrap(description, 0)];
  if (positionals.length > 0) {
    parts.push(`Arguments:\n${positionals.map(argumentText).join("")}`);
  }
  for (const group of new Set(options.map(({ group }) => group))) {
    const entries = options.filter((option) => option.group === group).map(optionText);
    parts.push(`${group}:\n${entries.join("")}`);
  }
  if (examples.length > 0) {
    const texts = examples.map(({ title, command }) =>
      `  # ${title}\n${command.split("\n").map((line) => `  ${line}\n`).join("")}`
    );
    parts.push(`Examples:\n${texts.join("\n")}`);
  }
  if (epilog !== "") parts.push(epilog.trimEnd() + "\n");
  return parts.join("\n");
}

function argumentText(positional: Positional): string {
  const { help, default: value } = positional;
  const note = value === undefined ? "" : ` (default: ${value})`;
  return `  ${positionalText(positional)}\n${wrap(help + note, DESCRIPTION_COLUMN)}`;
}

function optionText(option: Option): string {
  const { name, short, kind, default: value, help, required, unless, repeatable, isNameOnly } =
    option;
  if (isNameOnly) return `  --${name}\n`;
  const isOn = kind === "boolean" && value === "true";
  const notes = [
    ...(required ? [unless === undefined ? "required" : `required without --${unless}`] : []),
    ...(repeatable ? ["may be repeated"] : []),
    ...(value !== undefined && kind !== "boolean" && value !== "" ? [`default: ${value}`] : []),
  ];
  const note = notes.length > 0 ? ` (${notes.join("; ")})` : "";
  const spelling = `${short === undefined ? "" : `-${short}, `}--${isOn ? "no-" : ""}${name}`;
  return `  ${spelling}${valueText(option)}\n${wrap(help + note, DESCRIPTION_COLUMN)}`;
}

/** The placeholder of a value behind its option: ` N`, ` [NAME]`, ` KEY=VALUE...`. */
function valueText({ kind, metavar, values }: Option): string {
  if (kind === "boolean") return "";
  const placeholder = metavar ?? kind.toUpperCase();
  if (kind === "optional-string") return ` [${placeholder}]`;
  if (values === undefined) return ` ${placeholder}`;
  return values === "one-or-more" ? ` ${placeholder}...` : ` [${placeholder}...]`;
}

/** Lines of at most {@linkcode WIDTH} columns; line ends in the text stay. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && indent + line.length + 1 + word.length > WIDTH) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines.map((line) => `${" ".repeat(indent)}${line}`.trimEnd() + "\n").join("");
}
