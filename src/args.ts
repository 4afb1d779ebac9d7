/** The command line as a value: everything later works with this and never sees an argument again. */
import { closestName } from "./cli/suggest.ts";
import type { Option } from "./cli/option.ts";
import { findWord, type OptionValues, readOptions } from "./cli/read.ts";
import { DEMO_OPTIONS } from "./demo_options.ts";
import { EXIT, UsageError } from "./errors.ts";
import type { Json } from "./json/value.ts";
import { SERVE_OPTIONS } from "./serve_options.ts";

/** Parameter sets as the command line gives them. */
export type ParamsSource =
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "text"; readonly text: string; readonly origin: string }
  | { readonly kind: "json"; readonly value: Json; readonly origin: string };

/** Where the experiment directory is, and whether it is there already. */
export interface LocationArgs {
  readonly outputDir: string;
  /** Name of the experiment directory; null for the local time. */
  readonly experimentName: string | null;
  readonly resume: boolean;
}

/** What becomes of runs that another command measured. */
export type ResumeChanged = "keep" | "rerun";

/** What happens if another sweep holds a lock. */
export type IfLocked = "fail" | "wait" | "skip";

/** `servesweep serve`. */
export interface ServeCommand extends LocationArgs {
  readonly kind: "serve";
  readonly serveCmd: string;
  readonly benchCmd: string;
  readonly afterBenchCmd: string | null;
  readonly env: readonly string[];
  readonly serveParams: ParamsSource | null;
  readonly benchParams: ParamsSource | null;
  readonly linkVars: string;
  readonly numRuns: number;
  readonly warmupNumPrompts: number;
  /** Null: refuse to resume. */
  readonly resumeChanged: ResumeChanged | null;
  readonly dryRun: boolean;
  readonly serverReadyTimeoutMs: number;
  /** Null: no limit. */
  readonly benchTimeoutMs: number | null;
  readonly afterBenchTimeoutMs: number;
  /** Null: no limit. */
  readonly sweepTimeoutMs: number | null;
  readonly stopTimeoutMs: number;
  readonly retries: number;
  /** Null: no limit. */
  readonly maxFailures: number | null;
  /** 0: no limit. */
  readonly maxStartFailures: number;
  readonly ifLocked: IfLocked;
  readonly boxLock: boolean;
  /** 0: no check. */
  readonly minFreeBytes: number;
  /** 0: no limit. */
  readonly logMaxBytes: number;
  readonly healthUrl: string | null;
  readonly continueOnError: boolean;
  readonly resetCaches: boolean;
  readonly showStdout: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** `servesweep demo`. */
export interface DemoCommand extends LocationArgs {
  readonly kind: "demo";
  readonly dryRun: boolean;
  readonly quiet: boolean;
}

/** What one command line asks for. */
export type Command =
  | { readonly kind: "help"; readonly topic: Topic | null; readonly exitCode: number }
  | { readonly kind: "version" }
  | ServeCommand
  | DemoCommand
  | { readonly kind: "sim"; readonly args: readonly string[] }
  | { readonly kind: "bench"; readonly args: readonly string[] };

/** Commands that have a help text here. */
export type Topic = "serve" | "demo";

const COMMANDS = ["serve", "demo", "sim", "bench", "help", "version"];

/**
 * Reads a command line.
 *
 * @throws {UsageError} If anything on it is wrong.
 */
export function parseCommand(argv: readonly string[]): Command {
  const [name, ...rest] = argv;
  switch (name) {
    case undefined:
      return { kind: "help", topic: null, exitCode: EXIT.usage };
    case "-h":
    case "--help":
      return { kind: "help", topic: null, exitCode: EXIT.ok };
    case "help": {
      const topic = rest.find((word) => word !== "help");
      return topic === undefined
        ? { kind: "help", topic: null, exitCode: EXIT.ok }
        : parseCommand([topic, "--help"]);
    }
    case "-V":
    case "--version":
    case "version":
      return { kind: "version" };
    case "serve":
      return asksFor(rest, SERVE_OPTIONS, "serve") ??
        serveCommand(readOptions(rest, SERVE_OPTIONS, "servesweep serve"));
    case "demo":
      return asksFor(rest, DEMO_OPTIONS, "demo") ??
        demoCommand(readOptions(rest, DEMO_OPTIONS, "servesweep demo"));
    case "sim":
    case "bench":
      return { kind: name, args: rest };
    default: {
      if (name.startsWith("-")) {
        throw new UsageError(
          `Unexpected "${name}" before the command: options follow it, as in servesweep serve ${name}`,
        );
      }
      const near = closestName(name, COMMANDS);
      const hint = near === null ? "" : `, did you mean ${near}?`;
      throw new UsageError(`Unknown command "${name}"${hint}; see servesweep --help`);
    }
  }
}

/** Help and version win over whatever is missing or wrong, but not over the value of an option. */
function asksFor(
  argv: readonly string[],
  options: readonly Option[],
  topic: Topic,
): Command | null {
  const word = findWord(argv, options, ["-h", "--help", "--version"]);
  if (word === null) return null;
  return word === "--version" ? { kind: "version" } : { kind: "help", topic, exitCode: EXIT.ok };
}

function serveCommand(values: OptionValues): ServeCommand {
  noPositionals(values, "servesweep serve");
  return {
    kind: "serve",
    serveCmd: values.string("serve-cmd"),
    benchCmd: values.string("bench-cmd"),
    afterBenchCmd: values.optionalString("after-bench-cmd"),
    env: values.list("env"),
    serveParams: paramsSource(values, "serve-params"),
    benchParams: paramsSource(values, "bench-params"),
    linkVars: values.string("link-vars"),
    numRuns: values.integer("num-runs"),
    warmupNumPrompts: values.integer("warmup-num-prompts"),
    ...location(values),
    resumeChanged: values.optionalString("resume-changed") as ResumeChanged | null,
    dryRun: values.boolean("dry-run"),
    serverReadyTimeoutMs: values.durationMs("server-ready-timeout"),
    benchTimeoutMs: values.optionalDurationMs("bench-timeout"),
    afterBenchTimeoutMs: values.durationMs("after-bench-timeout"),
    sweepTimeoutMs: values.optionalDurationMs("sweep-timeout"),
    stopTimeoutMs: values.durationMs("stop-timeout"),
    retries: values.integer("retries"),
    maxFailures: values.optionalInteger("max-failures"),
    maxStartFailures: values.integer("max-start-failures"),
    ifLocked: values.string("if-locked") as IfLocked,
    boxLock: values.boolean("box-lock"),
    minFreeBytes: values.bytes("min-free"),
    logMaxBytes: logMaxBytes(values),
    healthUrl: healthUrl(values),
    continueOnError: values.boolean("continue-on-error"),
    resetCaches: values.boolean("cache-reset"),
    showStdout: values.boolean("show-stdout"),
    json: values.boolean("json"),
    quiet: values.boolean("quiet"),
  };
}

function demoCommand(values: OptionValues): DemoCommand {
  noPositionals(values, "servesweep demo");
  return {
    kind: "demo",
    ...location(values),
    dryRun: values.boolean("dry-run"),
    quiet: values.boolean("quiet"),
  };
}

/** `--resume NAME`, `-e NAME --resume`, `-e NAME`, or nothing. */
function location(values: OptionValues): LocationArgs {
  // As in vLLM: an empty name is none. A shell's completion leaves a slash behind a directory.
  const experiment = values.optionalString("experiment-name")?.replace(/(?<=[^/])\/+$/, "") || null;
  const resume = values.optionalString("resume")?.replace(/(?<=[^/])\/+$/, "") ?? null;
  for (const [option, name] of [["experiment-name", experiment], ["resume", resume]] as const) {
    if (name !== null && /(^|\/)\.\.?(\/|$)|^\/|\0/.test(name)) {
      throw new UsageError(
        `--${option} is "${name}", expected the name of a directory under --output-dir`,
      );
    }
  }
  if (resume === "" && experiment === null) {
    throw new UsageError(
      "--resume needs the name of an experiment directory, or --experiment-name with it",
    );
  }
  if (resume && experiment !== null && resume !== experiment) {
    throw new UsageError(
      `--resume names "${resume}" and --experiment-name "${experiment}": name one directory`,
    );
  }
  return {
    outputDir: values.string("output-dir"),
    experimentName: experiment ?? (resume || null),
    resume: resume !== null,
  };
}

function paramsSource(values: OptionValues, name: string): ParamsSource | null {
  const argument = values.jsonArgument(name);
  if (argument === undefined) return null;
  const origin = `--${name}`;
  const { text } = argument;
  // As in vLLM: an empty path is no path.
  if (text === "" && !argument.isDotted) return null;
  const isJsonText = text !== null && /^\s*[[{]/.test(text);
  if (!argument.isDotted) {
    return isJsonText ? { kind: "text", text, origin } : { kind: "path", path: text! };
  }
  if (text !== null && !isJsonText) {
    throw new UsageError(
      `--${name} "${text}" is a path: --${name}.KEY can only add to JSON text. Put it into the file`,
    );
  }
  return { kind: "json", value: argument.value(), origin };
}

/** Below this a log would be cut all the time. */
const SMALLEST_LOG_BYTES = 64 * 1024;

function logMaxBytes(values: OptionValues): number {
  const bytes = values.bytes("log-max-size");
  if (bytes === 0 || bytes >= SMALLEST_LOG_BYTES) return bytes;
  throw new UsageError(
    `--log-max-size is ${bytes} bytes, expected 64KiB or more, or 0 for no limit`,
  );
}

function healthUrl(values: OptionValues): string | null {
  const text = values.optionalString("health-url");
  if (text === null) return null;
  const example = text.replace(/:auto(?=\/|$)/, ":1");
  if (URL.canParse(example) && /^https?:$/.test(new URL(example).protocol)) return text;
  throw new UsageError(`--health-url is "${text}", expected a URL as http://127.0.0.1:8000/health`);
}

function noPositionals({ positionals }: OptionValues, command: string): void {
  if (positionals.length === 0) return;
  throw new UsageError(
    `Unexpected argument "${
      positionals[0]
    }": a value with spaces needs quotes; see ${command} --help`,
  );
}
