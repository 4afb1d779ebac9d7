/** Help text from a table of options. */
import type { Option } from "./option.ts";

/** Width of the text, in columns. */
const WIDTH = 80;

/** Column at which descriptions begin. */
const DESCRIPTION_COLUMN = 6;

/** What a command's help consists of besides its options. */
export interface HelpPage {
  /** `servesweep serve --serve-cmd CMD --bench-cmd CMD [options]`. */
  readonly usage: string;
  readonly description: string;
  readonly options: readonly Option[];
  /** Commands to copy, each with a line that says what it does. */
  readonly examples: readonly { readonly title: string; readonly command: string }[];
  /** Text at the end, for example the exit codes. */
  readonly epilog: string;
}

/** The whole text, lines ended. */
export function renderHelp({ usage, description, options, examples, epilog }: HelpPage): string {
  const parts = [`Usage: ${usage}\n`, wrap(description, 0)];
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

function optionText(option: Option): string {
  const { name, short, kind, metavar, default: value, help, required, repeatable } = option;
  const placeholder = metavar ?? kind.toUpperCase();
  const argument = kind === "boolean"
    ? ""
    : kind === "optional-string"
    ? ` [${placeholder}]`
    : ` ${placeholder}`;
  const isOn = kind === "boolean" && value === "true";
  const notes = [
    ...(required ? ["required"] : []),
    ...(repeatable ? ["may be repeated"] : []),
    ...(value !== undefined && kind !== "boolean" && value !== "" ? [`default: ${value}`] : []),
  ];
  const note = notes.length > 0 ? ` (${notes.join("; ")})` : "";
  const head = `  ${short === undefined ? "" : `-${short}, `}--${
    isOn ? "no-" : ""
  }${name}${argument}\n`;
  return head + wrap(help + note, DESCRIPTION_COLUMN);
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
