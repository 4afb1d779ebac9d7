import type { Option } from "../../cli/option.ts";

const GROUP = "Accepted for scripts written for vLLM";

/** Flags that a script may have and that change nothing here. */
export const ACCEPTED_OPTIONS: readonly Option[] = [
  {
    name: "trust-remote-code",
    kind: "boolean",
    help: "Without effect: no model code is loaded",
    group: GROUP,
  },
  {
    name: "tokenizer-mode",
    kind: "string",
    help: "Without effect: no tokenizer is loaded",
    group: GROUP,
  },
  {
    name: "disable-shuffle",
    kind: "boolean",
    help: "Without effect: there is no data set to shuffle",
    group: GROUP,
  },
  {
    name: "skip-chat-template",
    kind: "boolean",
    help: "Without effect: prompts are made without a template",
    group: GROUP,
  },
  {
    name: "chat-template-kwargs",
    kind: "json",
    metavar: "JSON",
    help: "Without effect: no template is applied on our side",
    group: GROUP,
  },
  {
    name: "no-oversample",
    kind: "boolean",
    help: "Without effect: there are always as many prompts as asked for",
    group: GROUP,
  },
  {
    name: "timeline-itl-thresholds",
    kind: "string",
    help: "Without effect: no timeline is drawn",
    group: GROUP,
  },
  {
    name: "insecure",
    kind: "boolean",
    help:
      "Certificates are checked all the same; for a certificate of your own set DENO_CERT to its file",
    group: GROUP,
  },
];
