/** vLLM options that a script may pass and that cannot matter here: no files, no tokenizer of the model, no tools. */
import type { Option, OptionKind } from "../../cli/option.ts";

const NAMES: readonly [kind: OptionKind, names: string][] = [
  [
    "string",
    "tokenizer tokenizer-mode revision code-revision tokenizer-revision download-dir hf-token hf-config-path " +
    "config-format generation-config chat-template chat-template-content-format response-role root-path " +
    "allowed-origins allowed-methods allowed-headers tool-call-parser reasoning-parser uvicorn-log-level log-level " +
    "max-log-len distributed-executor-backend max-logprobs allowed-local-media-path",
  ],
  [
    "boolean",
    "trust-remote-code allow-credentials enable-auto-tool-choice enable-request-id-headers " +
    "enable-server-load-tracking disable-log-requests disable-fastapi-docs",
  ],
];

/** Options that are read and forgotten. */
export const ACCEPTED_OPTIONS: readonly Option[] = NAMES.flatMap(([kind, names]) =>
  names.split(" ").map((name): Option => ({
    name,
    kind,
    help: "As in vLLM",
    isNameOnly: true,
    group: "Accepted, no effect",
    ...(kind === "boolean" ? { default: "false" } : {}),
  }))
);
