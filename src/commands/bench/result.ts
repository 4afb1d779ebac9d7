import type { Option } from "../../cli/option.ts";

const GROUP = "Result";

/** What is reported, and where it is written. */
export const RESULT_OPTIONS: readonly Option[] = [
  { name: "save-result", kind: "boolean", help: "Write the result to a JSON file", group: GROUP },
  {
    name: "save-detailed",
    kind: "boolean",
    help: "Write also times, texts and errors of each request",
    group: GROUP,
  },
  {
    name: "append-result",
    kind: "boolean",
    help: "Write the result as a further line of the file",
    group: GROUP,
  },
  { name: "result-dir", kind: "string", metavar: "DIR", help: "Where to write it", group: GROUP },
  {
    name: "result-filename",
    kind: "string",
    metavar: "FILE",
    help: "Name of the file. Default: made of label, rate, model and time",
    group: GROUP,
  },
  {
    name: "label",
    kind: "string",
    help: "Label of the result. Default: the backend",
    group: GROUP,
  },
  {
    name: "metadata",
    kind: "string",
    metavar: "KEY=VALUE",
    values: "any-number",
    help: "Further keys of the result",
    group: GROUP,
  },
  {
    name: "tokenizer",
    kind: "string",
    help: "Recorded in the result. No tokenizer is loaded",
    group: GROUP,
  },
  {
    name: "skip-tokenizer-init",
    kind: "boolean",
    help: "Record no tokenizer in the result",
    group: GROUP,
  },
  {
    name: "percentile-metrics",
    kind: "string",
    metavar: "NAMES",
    help: "Metrics to report, of ttft, tpot, itl, e2el, client_queue_time, " +
      "e2el_including_client_queue, separated by commas. Default: ttft,tpot,itl",
    group: GROUP,
  },
  {
    name: "metric-percentiles",
    kind: "string",
    default: "99",
    metavar: "LIST",
    help: "Percentiles to report, separated by commas",
    group: GROUP,
  },
  {
    name: "goodput",
    kind: "string",
    metavar: "NAME:MS",
    values: "one-or-more",
    help: "Limits of a good request for ttft, tpot and e2el",
    group: GROUP,
  },
  { name: "disable-tqdm", kind: "boolean", help: "Show no progress", group: GROUP },
];
