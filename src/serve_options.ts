/** Options of `servesweep serve`: those of `vllm bench sweep serve` with their meaning there, and our own. */
import type { Option } from "./cli/option.ts";

const COMMANDS = "Commands";
const PARAMETERS = "Parameters";
const RESULTS = "Results";
const RUNNING = "Running";
const FAILURES = "Failures";
const SHARING = "Sharing the machine";
const OUTPUT = "Output";

/** Every option of the command. */
export const SERVE_OPTIONS: readonly Option[] = [
  {
    name: "serve-cmd",
    kind: "string",
    metavar: "CMD",
    required: true,
    group: COMMANDS,
    help: "Command that starts the server, for example 'vllm serve MODEL'. Split into words as a " +
      "POSIX shell does; no shell runs, nothing is expanded",
  },
  {
    name: "bench-cmd",
    kind: "string",
    metavar: "CMD",
    required: true,
    group: COMMANDS,
    help: "Command that runs one benchmark, for example 'vllm bench serve --model MODEL'",
  },
  {
    name: "after-bench-cmd",
    kind: "string",
    metavar: "CMD",
    group: COMMANDS,
    help: "Command to run after every benchmark run instead of the reset of the server's caches",
  },
  {
    name: "env",
    kind: "string",
    metavar: "KEY=VALUE",
    repeatable: true,
    group: COMMANDS,
    help: "Environment variable for the server and the benchmark. A parameter set may have " +
      `more of them: {"_env": {"KEY": "VALUE"}}`,
  },
  {
    name: "serve-params",
    kind: "json",
    metavar: "FILE|JSON",
    group: PARAMETERS,
    help: "Parameter sets of the server: path of a JSON or JSONC file, or JSON text. A list of " +
      "objects, or an object of named objects. The server is started once for each",
  },
  {
    name: "bench-params",
    kind: "json",
    metavar: "FILE|JSON",
    group: PARAMETERS,
    help: "Parameter sets of the benchmark, in the same form. Every serve set is measured with " +
      "every bench set",
  },
  {
    name: "link-vars",
    kind: "string",
    metavar: "A=B,...",
    default: "",
    group: PARAMETERS,
    help:
      "Keep a combination only if the serve set has A, the bench set has B, and they are equal: " +
      "max_num_seqs=max_concurrency",
  },
  {
    name: "num-runs",
    kind: "integer",
    metavar: "N",
    default: "3",
    min: 1,
    max: 100_000,
    group: PARAMETERS,
    help: "Repetitions of every combination",
  },
  {
    name: "warmup-num-prompts",
    kind: "integer",
    metavar: "N",
    default: "0",
    min: 0,
    group: PARAMETERS,
    help: "Prompts of one run before each combination that is not measured; 0 for none",
  },
  {
    name: "output-dir",
    short: "o",
    kind: "string",
    metavar: "DIR",
    default: "results",
    group: RESULTS,
    help: "Directory that experiment directories are made in",
  },
  {
    name: "experiment-name",
    short: "e",
    kind: "string",
    metavar: "NAME",
    group: RESULTS,
    help: "Name of the experiment directory; without it the local time, YYYYMMDD_HHMMSS",
  },
  {
    name: "resume",
    kind: "optional-string",
    metavar: "NAME",
    group: RESULTS,
    help:
      "Go on in an experiment directory: runs that are there are not done again. The name may " +
      "be left out where --experiment-name has it",
  },
  {
    name: "resume-changed",
    kind: "string",
    metavar: "keep|rerun",
    choices: ["keep", "rerun"],
    group: RESULTS,
    help: "What becomes of runs that another command measured: keep them, or set them aside and " +
      "measure again. Without it servesweep refuses to resume and says what changed",
  },
  {
    name: "dry-run",
    kind: "boolean",
    group: RESULTS,
    help: "Print every command and file, then exit. Nothing is started or written",
  },
  {
    name: "server-ready-timeout",
    kind: "duration",
    metavar: "TIME",
    default: "300",
    min: 1,
    group: RUNNING,
    help: "How long a server may take until its health URL answers 200: seconds, or 90s, 10m, 1h",
  },
  {
    name: "bench-timeout",
    kind: "duration",
    metavar: "TIME",
    min: 1,
    group: RUNNING,
    help:
      "How long one benchmark run may take; then its whole process group is ended and the run " +
      "has failed. Without it there is no limit",
  },
  {
    name: "after-bench-timeout",
    kind: "duration",
    metavar: "TIME",
    default: "300",
    min: 1,
    group: RUNNING,
    help: "How long the command after a benchmark, or the reset of the caches, may take",
  },
  {
    name: "sweep-timeout",
    kind: "duration",
    metavar: "TIME",
    min: 1,
    group: RUNNING,
    help: "How long the whole sweep may take; then it is stopped as by a signal and ends with 5. " +
      "Without it there is no limit",
  },
  {
    name: "stop-timeout",
    kind: "duration",
    metavar: "TIME",
    default: "30",
    min: 0,
    group: RUNNING,
    help: "How long a server or benchmark may take from SIGTERM to its end, before SIGKILL",
  },
  {
    name: "health-url",
    kind: "string",
    metavar: "URL",
    group: RUNNING,
    help:
      "URL that answers 200 when the server is ready; without it /health at the host and port " +
      "of the serve command",
  },
  {
    name: "cache-reset",
    kind: "boolean",
    default: "true",
    group: RUNNING,
    help: "Leave the server's caches alone after a run",
  },
  {
    name: "continue-on-error",
    kind: "boolean",
    group: FAILURES,
    help: "Record a failed run or server start and go on with the next one",
  },
  {
    name: "retries",
    kind: "integer",
    metavar: "N",
    default: "1",
    min: 0,
    max: 100,
    group: FAILURES,
    help:
      "How often a run or server start is tried again after a failure that may pass: a crash, a hang, " +
      "failed requests. Out of memory, a wrong flag, a missing model and a slow load are not tried again",
  },
  {
    name: "max-failures",
    kind: "integer",
    metavar: "N",
    min: 1,
    group: FAILURES,
    help:
      "End the sweep after so many failed runs and server starts, also with --continue-on-error",
  },
  {
    name: "max-start-failures",
    kind: "integer",
    metavar: "N",
    default: "3",
    min: 0,
    group: FAILURES,
    help: "End the sweep when its first N server starts fail in the same way; 0: never",
  },
  {
    name: "if-locked",
    kind: "string",
    metavar: "fail|wait|skip",
    default: "fail",
    choices: ["fail", "wait", "skip"],
    group: SHARING,
    help:
      "If another sweep runs in the directory, or on the machine with --box-lock: end with 4, " +
      "wait for it, or end with 0 and do nothing",
  },
  {
    name: "box-lock",
    kind: "boolean",
    group: SHARING,
    help: "One sweep at a time on this machine, of all users that pass it. SERVESWEEP_BOX_LOCK " +
      "names another lock file than /tmp/servesweep-box.lock",
  },
  {
    name: "min-free",
    kind: "size",
    metavar: "SIZE",
    default: "2GiB",
    group: SHARING,
    help:
      "Room on the disk that must be free before each start and run, or the sweep ends with 6; " +
      "0 for no check",
  },
  {
    name: "log-max-size",
    kind: "size",
    metavar: "SIZE",
    default: "256MiB",
    group: SHARING,
    help: "Size at which a log is cut: its beginning is kept as NAME.1, its last part before as " +
      "NAME.2; 0 for never",
  },
  {
    name: "show-stdout",
    kind: "boolean",
    group: OUTPUT,
    help: "Also show the output of servers and benchmarks. It is in the log files in any case",
  },
  {
    name: "json",
    kind: "boolean",
    group: OUTPUT,
    help: "Events as JSON lines on standard output; with --dry-run the plan as one JSON document",
  },
  {
    name: "quiet",
    kind: "boolean",
    group: OUTPUT,
    help: "No progress on standard error; errors are still shown",
  },
  {
    name: "debug",
    kind: "boolean",
    group: OUTPUT,
    help: "Show the stack trace of an error",
  },
];
