/** The options of `servesweep sim`: vLLM's where they matter to the model, and the simulation's own. */
import type { Option } from "../../cli/option.ts";
import { DTYPES, QUANTIZATIONS } from "../../sim/settings/engine_config.ts";
import { STARTUP_ERRORS } from "../../sim/settings/settings.ts";
import { ACCEPTED_OPTIONS } from "./accepted.ts";
import { ENGINE_OPTIONS } from "./engine_options.ts";

const MODEL: readonly Option[] = [
  {
    name: "model",
    kind: "string",
    help:
      "Name of the model, also as first argument. A size in the name (1B, 8B, 32B, 70B) picks what is simulated",
    default: "meta-llama/Llama-3.1-8B-Instruct",
    group: "Model",
  },
  {
    name: "served-model-name",
    kind: "string",
    repeatable: true,
    values: "one-or-more",
    metavar: "NAME",
    help: "Names that requests use instead of the model's",
    group: "Model",
  },
  {
    name: "max-model-len",
    kind: "string",
    metavar: "N",
    help:
      "Longest prompt and output together, also as 8k (8000) or 8K (8192). The model's own by default",
    group: "Model",
  },
  {
    name: "dtype",
    kind: "string",
    choices: DTYPES,
    default: "auto",
    help: "Number format of the weights; auto is bfloat16",
    group: "Model",
  },
  {
    name: "quantization",
    short: "q",
    kind: "string",
    choices: QUANTIZATIONS,
    help: "8-bit (fp8) or 4-bit weights",
    group: "Model",
  },
  {
    name: "enforce-eager",
    kind: "boolean",
    default: "false",
    help: "Neither compile nor capture CUDA graphs: starts sooner, small batches are slower",
    group: "Model",
  },
  {
    name: "load-format",
    kind: "string",
    default: "auto",
    help: "With dummy no weights are loaded; all others are the same here",
    group: "Model",
  },
  {
    name: "seed",
    kind: "integer",
    default: "0",
    help: "Seed of the answers and of the noise",
    group: "Model",
  },
];

const SERVER: readonly Option[] = [
  {
    name: "host",
    kind: "string",
    default: "127.0.0.1",
    help: "Address to listen on. Unlike vLLM, which listens on all, only this machine by default",
    group: "Server",
  },
  {
    name: "port",
    kind: "integer",
    min: 0,
    max: 65_535,
    default: "8000",
    help: "Port to listen on; 0 takes a free one, which the log tells",
    group: "Server",
  },
  {
    name: "api-key",
    kind: "string",
    repeatable: true,
    values: "one-or-more",
    metavar: "KEY",
    help: "Requests under /v1 need one of these keys. VLLM_API_KEY in the environment is another",
    group: "Server",
  },
  {
    name: "disable-log-stats",
    kind: "boolean",
    default: "false",
    help: "Do not log throughput and queue every ten seconds",
    group: "Server",
  },
  {
    name: "enable-log-requests",
    kind: "boolean",
    default: "false",
    help: "Log every request",
    group: "Server",
  },
  {
    name: "disable-uvicorn-access-log",
    kind: "boolean",
    default: "false",
    help: "Do not log a line per response",
    group: "Server",
  },
  {
    name: "enable-prompt-tokens-details",
    kind: "boolean",
    default: "false",
    help: "Tell cached tokens in the usage",
    group: "Server",
  },
];

const SIMULATION: readonly Option[] = [
  {
    name: "sim-time-scale",
    kind: "number",
    min: 0.001,
    max: 1000,
    default: "1",
    help: "Factor on the duration of steps and of the default start-up",
    group: "Simulation",
  },
  {
    name: "sim-startup-time",
    kind: "number",
    min: 0,
    max: 86_400,
    metavar: "SECONDS",
    help: "Time until ready. By default 1/140 of a real server's with the same flags, about 0.3 s",
    group: "Simulation",
  },
  {
    name: "sim-noise",
    kind: "number",
    min: 0,
    max: 2,
    default: "0.02",
    help: "Relative standard deviation of the duration of a step",
    group: "Simulation",
  },
  {
    name: "sim-drift",
    kind: "number",
    min: 0,
    max: 10,
    default: "0",
    help: "Part by which the server gets slower during its first minutes of work",
    group: "Simulation",
  },
  {
    name: "sim-fail-after",
    kind: "integer",
    min: 0,
    metavar: "N",
    help: "The engine dies at the request after N, and the server exits with 1",
    group: "Simulation",
  },
  {
    name: "sim-dead-engine-after",
    kind: "integer",
    min: 0,
    metavar: "N",
    help:
      "The engine dies at the request after N and the server stays: /health answers 503, requests 500",
    group: "Simulation",
  },
  {
    name: "sim-startup-error",
    kind: "string",
    choices: STARTUP_ERRORS,
    help: "Fail during start-up with exit code 1, or hang: never become ready",
    group: "Simulation",
  },
  {
    name: "sim-start-noise",
    kind: "number",
    min: 0,
    max: 1,
    default: "0",
    metavar: "SD",
    help:
      "Relative standard deviation of the speed of a whole process: one draw a start, by --seed and the process id " +
      "or SERVESWEEP_SIM_START",
    group: "Simulation",
  },
  {
    name: "sim-slowdown",
    kind: "number",
    min: 0.01,
    max: 100,
    default: "1",
    metavar: "X",
    help: "Factor on the duration of steps alone, as a slower version has: 1.05 is 5 % slower",
    group: "Simulation",
  },
  {
    name: "sim-ignore-flag",
    kind: "string",
    repeatable: true,
    metavar: "FLAG",
    help: "Do as if this flag had not been given, as behind a script that drops it: max-num-seqs",
    group: "Simulation",
  },
  {
    name: "sim-fake-reset",
    kind: "boolean",
    default: "false",
    help: "Say that the prefix cache was emptied, and keep it",
    group: "Simulation",
  },
  {
    name: "sim-garbage",
    kind: "boolean",
    default: "false",
    help: "Answer one sign over and over, as a broken kernel does",
    group: "Simulation",
  },
];

/** All options, in the order of the help text. */
export const SIM_OPTIONS: readonly Option[] = [
  ...MODEL,
  ...SERVER,
  ...ENGINE_OPTIONS,
  ...SIMULATION,
  ...ACCEPTED_OPTIONS,
];
