import type { Option } from "../../cli/option.ts";
import { BACKENDS } from "../../bench/settings/settings.ts";

const GROUP = "Server";

/** Where requests go. */
export const SERVER_OPTIONS: readonly Option[] = [
  {
    name: "backend",
    kind: "string",
    default: "openai",
    choices: BACKENDS,
    help: "Interface of the server. openai and vllm are the completions interface",
    group: GROUP,
  },
  {
    name: "endpoint-type",
    kind: "string",
    choices: BACKENDS,
    help: "Older name of --backend",
    group: GROUP,
  },
  {
    name: "base-url",
    kind: "string",
    metavar: "URL",
    help: "Address of the server, in place of --host and --port",
    group: GROUP,
  },
  { name: "host", kind: "string", default: "127.0.0.1", help: "Host of the server", group: GROUP },
  {
    name: "port",
    kind: "integer",
    default: "8000",
    min: 1,
    max: 65_535,
    help: "Port of the server",
    group: GROUP,
  },
  {
    name: "endpoint",
    kind: "string",
    metavar: "PATH",
    help:
      "Path of the interface. Default: /v1/completions, or /v1/chat/completions for openai-chat",
    group: GROUP,
  },
  {
    name: "header",
    kind: "string",
    metavar: "KEY=VALUE",
    values: "any-number",
    help: "Headers of every request",
    group: GROUP,
  },
  {
    name: "model",
    kind: "string",
    help: "Name of the model. Without it, the first one that the server lists",
    group: GROUP,
  },
  {
    name: "served-model-name",
    kind: "string",
    help: "Name of the model in requests, if it is not that of --model",
    group: GROUP,
  },
  {
    name: "ready-check-timeout-sec",
    kind: "integer",
    default: "0",
    min: 0,
    // Longer than any timer.
    max: 2_000_000,
    help:
      "Send the first prompt until it succeeds, at most this many seconds. With 0 a prompt of one token is sent " +
      "once, and only a server that does not answer at all ends the benchmark",
    group: GROUP,
  },
  {
    name: "request-id-prefix",
    kind: "string",
    help: "Start of the x-request-id of each request. Default: bench- and eight random digits",
    group: GROUP,
  },
];
