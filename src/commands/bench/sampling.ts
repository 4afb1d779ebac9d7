import type { Option } from "../../cli/option.ts";

const GROUP = "Sampling";

/** Further fields of every request. */
export const SAMPLING_OPTIONS: readonly Option[] = [
  {
    name: "ignore-eos",
    kind: "boolean",
    help: "Let every answer have its full length. Always on with random prompts",
    group: GROUP,
  },
  { name: "temperature", kind: "number", help: "Sampling temperature", group: GROUP },
  { name: "top-p", kind: "number", help: "Nucleus sampling", group: GROUP },
  { name: "top-k", kind: "integer", help: "Only the k most likely tokens", group: GROUP },
  { name: "min-p", kind: "number", help: "Smallest relative probability", group: GROUP },
  {
    name: "frequency-penalty",
    kind: "number",
    help: "Penalty by frequency of a token",
    group: GROUP,
  },
  {
    name: "presence-penalty",
    kind: "number",
    help: "Penalty by presence of a token",
    group: GROUP,
  },
  {
    name: "repetition-penalty",
    kind: "number",
    help: "Penalty for repeating a token",
    group: GROUP,
  },
  { name: "logprobs", kind: "integer", help: "Log probabilities for each token", group: GROUP },
  {
    name: "extra-body",
    kind: "json",
    metavar: "JSON",
    help: "Further fields of every request",
    group: GROUP,
  },
];
