import type { Option } from "../../cli/option.ts";

const GROUP = "Prompts";

/** What is asked. */
export const PROMPT_OPTIONS: readonly Option[] = [
  {
    name: "dataset-name",
    kind: "string",
    default: "random",
    choices: ["random"],
    help: "Only random: prompts of random token ids of an exact length",
    group: GROUP,
  },
  {
    name: "num-prompts",
    kind: "integer",
    default: "1000",
    min: 1,
    help: "Number of requests",
    group: GROUP,
  },
  {
    name: "random-input-len",
    kind: "integer",
    default: "1024",
    min: 0,
    help: "Tokens of a prompt, without the prefix",
    group: GROUP,
  },
  {
    name: "random-output-len",
    kind: "integer",
    default: "128",
    min: 1,
    help: "Tokens of an answer",
    group: GROUP,
  },
  {
    name: "random-prefix-len",
    kind: "integer",
    default: "0",
    min: 0,
    help: "Tokens of a prefix that all prompts share",
    group: GROUP,
  },
  {
    name: "random-range-ratio",
    kind: "string",
    default: "0.0",
    help:
      "Lengths vary evenly by this share, from 0 to below 1, of both lengths; or JSON for each: " +
      `'{"input": 0.3, "output": 0.5}'`,
    group: GROUP,
  },
  {
    name: "input-len",
    kind: "integer",
    min: 0,
    help: "Same as --random-input-len, and goes before it",
    group: GROUP,
  },
  {
    name: "output-len",
    kind: "integer",
    min: 1,
    help: "Same as --random-output-len, and goes before it",
    group: GROUP,
  },
  {
    name: "seed",
    kind: "integer",
    default: "0",
    help: "The same seed gives the same prompts and arrivals",
    group: GROUP,
  },
];
