/** How long things may take, and what happens between runs. */
import type { Option } from "../../cli/option.ts";
import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import { shellWords } from "../../spec/shell_words.ts";

/** How long the parts of a sweep may take. */
export interface TimeoutSettings {
  readonly serverReadyTimeoutMs: number;
  /** Null: what such runs took decides. */
  readonly benchTimeoutMs: number | null;
  readonly afterBenchTimeoutMs: number;
  readonly stopTimeoutMs: number;
}

/** What is asked of a server before and after a run. */
export interface ServerArgs {
  readonly healthUrl: string | null;
  readonly resetCaches: boolean;
}

/** What is particular about servers. It changes no run. */
export interface ServerSettings {
  /** Benchmarks may ask another address than the server's. */
  readonly otherAddress: boolean;
  /** Words of the command that ends a server before SIGTERM does; null for none. */
  readonly stopCommand: readonly string[] | null;
}

const GROUP = "Running";

/** Options of how servers and benchmarks are run. */
export const RUNNING_OPTIONS: readonly Option[] = [
  {
    name: "server-ready-timeout",
    kind: "duration",
    metavar: "TIME",
    default: "300",
    min: 1,
    group: GROUP,
    help: "How long a server may take until its health URL answers 200: seconds, or 90s, 10m, 1h",
  },
  {
    name: "bench-timeout",
    kind: "duration",
    metavar: "TIME",
    min: 1,
    group: GROUP,
    help:
      "How long one benchmark run may take; then its whole process group is ended and the run " +
      "has failed. Without it ten times the longest run that is known of the same benchmark command on the same " +
      "model, and at least 10m; no limit where none is known",
  },
  {
    name: "after-bench-timeout",
    kind: "duration",
    metavar: "TIME",
    default: "300",
    min: 1,
    group: GROUP,
    help: "How long the command after a benchmark, or the reset of the caches, may take",
  },
  {
    name: "sweep-timeout",
    kind: "duration",
    metavar: "TIME",
    min: 1,
    group: GROUP,
    help: "How long the whole sweep may take; then it is stopped as by a signal and ends with 5. " +
      "Without it there is no limit",
  },
  {
    name: "stop-timeout",
    kind: "duration",
    metavar: "TIME",
    default: "30",
    min: 0,
    group: GROUP,
    help: "How long a server or benchmark may take from SIGTERM to its end, before SIGKILL",
  },
  {
    name: "health-url",
    kind: "string",
    metavar: "URL",
    group: GROUP,
    help:
      "URL that answers 200 when the server is ready; without it /health at the host and port " +
      "of the serve command",
  },
  {
    name: "other-address",
    kind: "boolean",
    group: GROUP,
    help: "The benchmark asks another address than the server's on purpose: a router, a proxy, " +
      "another name of this machine. Without it that is an error",
  },
  {
    name: "stop-cmd",
    kind: "string",
    metavar: "CMD",
    group: GROUP,
    help:
      "Command that ends a server, run before SIGTERM whenever one is to be stopped: for what " +
      "is no process of ours, as 'ssh gpu7 pkill -f vllm'. It has the server's variables",
  },
  {
    name: "cache-reset",
    kind: "boolean",
    default: "true",
    group: GROUP,
    help: "Leave the server's caches alone after a run",
  },
];

/** Reads the time limits of single steps. */
export function readTimeouts(values: OptionValues): TimeoutSettings {
  return {
    serverReadyTimeoutMs: values.durationMs("server-ready-timeout"),
    benchTimeoutMs: values.optionalDurationMs("bench-timeout"),
    afterBenchTimeoutMs: values.durationMs("after-bench-timeout"),
    stopTimeoutMs: values.durationMs("stop-timeout"),
  };
}

/** @throws {UsageError} If the stop command is none. */
export function readServers(values: OptionValues): ServerSettings {
  const text = values.optionalString("stop-cmd");
  const stopCommand = text === null ? null : shellWords(text, "--stop-cmd");
  if (stopCommand?.length === 0) throw new UsageError("--stop-cmd is empty, expected a command");
  return { otherAddress: values.boolean("other-address"), stopCommand };
}

/** @throws {UsageError} If the health URL is none. */
export function readServer(values: OptionValues): ServerArgs {
  return { healthUrl: healthUrl(values), resetCaches: values.boolean("cache-reset") };
}

function healthUrl(values: OptionValues): string | null {
  const text = values.optionalString("health-url");
  if (text === null) return null;
  const example = text.replace(/:auto(?=\/|$)/, ":1");
  if (URL.canParse(example) && /^https?:$/.test(new URL(example).protocol)) return text;
  throw new UsageError(
    `--health-url is "${text}", expected a URL as http://127.0.0.1:8000/health`,
  );
}
