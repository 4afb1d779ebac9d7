/** Which launchers a command begins with, and where the program begins that they start. */
import { type Wrapper, WRAPPERS } from "./wrappers.ts";

/** A launcher in a command: `sudo -u x`, `docker run --rm IMAGE`. */
export interface Launch {
  /** Its name without a directory: `docker`, `docker compose`. */
  readonly name: string;
  /** The command of it that starts the program: `run`; empty where it has none. */
  readonly command: string;
  /** Index of its word. */
  readonly at: number;
  /** Index of the first word behind its command, where an option may be put. */
  readonly optionsAt: number;
  readonly options: readonly LaunchOption[];
  /** Variables in front of the program, as `NAME=VALUE`. */
  readonly variables: readonly string[];
  /** Its own words behind the options: an image, a host. */
  readonly operands: readonly string[];
  /** Index of the first word that is not its own. */
  readonly end: number;
  readonly wrapper: Wrapper;
}

/** An option of a launcher: `-p 1:2`, `-p1:2`, `--publish=1:2`. */
export interface LaunchOption {
  readonly name: string;
  /** Null for a switch. */
  readonly value: string | null;
}

/** The launchers that a command begins with, the outermost first. */
export function launchesOf(argv: readonly string[]): readonly Launch[] {
  const launches: Launch[] = [];
  for (let at = 0;;) {
    const launch = launchAt(argv, at);
    if (launch === null) return launches;
    launches.push(launch);
    at = launch.end;
  }
}

/** Index of the first word behind all launchers that a command begins with; its length if there is nothing behind them. */
export function programIndex(argv: readonly string[]): number {
  return launchesOf(argv).at(-1)?.end ?? 0;
}

/** How a launcher is called in a message: `docker run`. */
export function launchText({ name, command }: Launch): string {
  return command === "" ? name : `${name} ${command}`;
}

/** Whether any of some options is given. */
export function hasOption({ options }: Launch, names: readonly string[]): boolean {
  return options.some(({ name, value }) => names.includes(name) && value !== "false");
}

/** The values of an option by all its names, in their order. */
export function optionValues({ options }: Launch, names: readonly string[]): readonly string[] {
  return options.flatMap(({ name, value }) =>
    names.includes(name) && value !== null ? [value] : []
  );
}

/** A word of a command without its directory. */
export function baseName(word: string): string {
  return word.slice(word.lastIndexOf("/") + 1);
}

function launchAt(argv: readonly string[], at: number): Launch | null {
  const first = baseName(argv[at] ?? "");
  const known = (name: string) => Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name]! : null;
  const outer = known(first);
  if (outer === null) return null;
  let from = behindOptions(argv, at + 1, outer.globals);
  const own = known(`${first} ${argv[from]}`);
  const name = own === null ? first : `${first} ${argv[from]}`;
  const wrapper = own ?? outer;
  if (own !== null) from = behindOptions(argv, from + 1, own.globals);
  const { commands, operands = 0, hasVariables = false } = wrapper;
  let command = "";
  if (commands !== undefined) {
    const found = commands.find((words) =>
      words.split(" ").every((word, index) => argv[from + index] === word)
    );
    if (found === undefined) return null;
    command = found;
    from += found.split(" ").length;
  }
  const { options, end } = optionsFrom(argv, from, wrapper);
  let next = end;
  const variables: string[] = [];
  if (hasVariables) {
    while (/^[A-Za-z_]\w*=/.test(argv[next] ?? "")) variables.push(argv[next++]!);
  }
  const behind = Math.min(next + operands, argv.length);
  const words = argv.slice(next, behind);
  // `kubectl exec POD -- COMMAND`.
  const skipped = operands > 0 && argv[behind] === "--" ? 1 : 0;
  return {
    ...{ name, command, at, optionsAt: from, options, variables, operands: words, wrapper },
    end: behind + skipped,
  };
}

/** Index of the first word behind the options in front of a command. */
function behindOptions(
  argv: readonly string[],
  from: number,
  valued: readonly string[] | undefined,
): number {
  return valued === undefined ? from : optionsFrom(argv, from, { valued }).end;
}

function optionsFrom(
  argv: readonly string[],
  from: number,
  wrapper: Pick<Wrapper, "valued" | "switches">,
): { options: LaunchOption[]; end: number } {
  const options: LaunchOption[] = [];
  let at = from;
  const value = () => argv[at] === undefined ? null : argv[at++]!;
  while (/^-/.test(argv[at] ?? "")) {
    const word = argv[at++]!;
    if (word === "--") break;
    const equals = word.indexOf("=");
    if (word.startsWith("--")) {
      const name = equals < 0 ? word : word.slice(0, equals);
      if (equals >= 0) options.push({ name, value: word.slice(equals + 1) });
      else options.push({ name, value: takesValue(name, wrapper) ? value() : null });
      continue;
    }
    // `-` of env is one too. `-it` are two switches; `-p1:2` has its value with it.
    if (word === "-") options.push({ name: "-", value: null });
    for (let index = 1; index < word.length; index++) {
      const name = `-${word[index]}`;
      if (!takesValue(name, wrapper)) {
        options.push({ name, value: null });
        continue;
      }
      const rest = word.slice(index + 1).replace(/^=/, "");
      options.push({ name, value: rest === "" ? value() : rest });
      break;
    }
  }
  return { options, end: at };
}

function takesValue(option: string, { valued, switches }: Pick<Wrapper, "valued" | "switches">) {
  if (valued !== undefined) return valued.includes(option);
  return switches !== undefined && !switches.includes(option);
}
