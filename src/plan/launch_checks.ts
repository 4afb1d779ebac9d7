/** What launchers in a command would lose or hide, told before anything starts. */
import { UsageError } from "../lib/errors.ts";
import { ownGpus } from "../launcher/container.ts";
import { detachment } from "../launcher/detached.ts";
import { handingOnForm, scriptOf } from "../launcher/script.ts";
import { handedOn } from "../launcher/variables.ts";

/** A command, for messages: `serve command`. */
type CommandName = "serve command" | "bench command";

/** What needs a variable in the server, for messages. */
type Need = CommandName | "cache reset" | "choice of GPUs";

/** @throws {UsageError} If the command of a server returns at once. */
export function requireForeground(argv: readonly string[]): void {
  const text = detachment(argv);
  if (text === null) return;
  throw new UsageError(
    `The server of the serve command has to stay in the foreground, and ${text}. Its log is kept, and it is ended with its sweep`,
  );
}

/**
 * A script in a command takes what stands behind it, and hands it on only if it says so.
 *
 * @param base The command as it was written.
 * @param argv The same with what servesweep puts into it.
 * @throws {UsageError} If something of that would be lost.
 */
export function requireHandedOn(
  base: readonly string[],
  argv: readonly string[],
  what: CommandName,
): void {
  const script = scriptOf(argv);
  const written = scriptOf(base);
  if (script === null || written === null) return;
  const before = base.slice(written.index + 1);
  const behind = argv.slice(script.index + 1);
  const lost = behind.find((word, index) => word !== before[index]);
  if (lost === undefined || script.handsOn && written.hasName) return;
  throw new UsageError(
    `What servesweep appends to the ${what} ("${lost} ...") does not reach the program inside ${script.runner}: ` +
      handingOnForm(base, written),
  );
}

/**
 * A command that hands variables on to its program.
 *
 * @param wanted By name: the value, or null where it is not known yet.
 * @throws {UsageError} If one does not get through.
 */
export function withVariables(
  argv: readonly string[],
  wanted: Readonly<Record<string, string | null>>,
  what: Need,
): readonly string[] {
  const { argv: words, obstacles: [obstacle] } = handedOn(argv, wanted);
  if (obstacle === undefined) return words;
  const { name, problem, remedy } = obstacle;
  const where = what.endsWith("command")
    ? `the program of the ${what}`
    : `the server, for the ${what}`;
  const otherwise = what === "cache reset"
    ? ", or pass --no-cache-reset or --after-bench-cmd"
    : what === "choice of GPUs"
    ? ", or leave out --gpus and --parallel"
    : "";
  throw new UsageError(
    `The variable ${name} does not reach ${where}: ${problem}. ${
      remedy[0]!.toUpperCase() + remedy.slice(1)
    }${otherwise}`,
  );
}

/**
 * A command that shows its server the GPUs that it is given.
 *
 * @param names Variables that tell them.
 * @throws {UsageError} If it would see others.
 */
export function requireGpusShown(argv: readonly string[], names: readonly string[]): void {
  const own = ownGpus(argv);
  if (own !== null && names.length > 0) {
    throw new UsageError(
      `The container of the serve command is given GPUs of its own (--gpus ${own}), which have other numbers inside: ` +
        "write --gpus all, its server sees those that it is given by servesweep's --gpus",
    );
  }
  withVariables(argv, Object.fromEntries(names.map((name) => [name, null])), "choice of GPUs");
}
