import type { OptionValues } from "../../cli/read.ts";
import { UsageError } from "../../lib/errors.ts";
import type { Api } from "../../bench/settings/settings.ts";
import { readPairs } from "./read_pairs.ts";
import { BACKENDS, type Settings } from "../../bench/settings/settings.ts";

/** Where requests go and with which headers. */
export type Target = Pick<Settings, "backend" | "api" | "baseUrl" | "url" | "headers">;

/** The server options. @throws UsageError if they make no address or fit together badly. */
export function readTarget(values: OptionValues): Target {
  const older = values.has("backend") ? null : values.optionalChoice("endpoint-type", BACKENDS);
  const backend = older ?? values.choice("backend", BACKENDS);
  const api: Api = backend === "openai-chat" ? "chat" : "completions";
  const baseUrl = readBaseUrl(values);
  const url = baseUrl + readEndpoint(values, backend, api);
  if (!URL.canParse(url)) {
    throw new UsageError(`Cannot use the address ${url}: check --base-url, --host and --endpoint`);
  }
  return { backend, api, baseUrl, url, headers: readHeaders(values) };
}

function readBaseUrl(values: OptionValues): string {
  const text = values.optionalString("base-url");
  if (text === null) {
    const host = values.string("host");
    return `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${
      values.integer("port")
    }`;
  }
  if (!/^https?:\/\//i.test(text)) {
    throw new UsageError(`--base-url is "${text}", expected a URL as http://127.0.0.1:8000`);
  }
  return text.replace(/\/+$/, "");
}

/** The other interface answers in another form: every request would fail. */
function readEndpoint(values: OptionValues, backend: string, api: Api): string {
  const endpoint = values.optionalString("endpoint") ??
    (api === "chat" ? "/v1/chat/completions" : "/v1/completions");
  const isChat = endpoint.endsWith("/chat/completions");
  const fits = api === "chat" ? isChat : endpoint.endsWith("completions") && !isChat;
  if (fits && endpoint.startsWith("/")) return endpoint;
  throw new UsageError(
    `--endpoint is "${endpoint}", expected a path that ends in ${
      api === "chat" ? "/chat/completions" : "/completions"
    } for --backend ${backend}`,
  );
}

function readHeaders(values: OptionValues): Record<string, string> {
  const pairs = readPairs("header", values.list("header"));
  const headers = new Headers();
  for (const [name, value] of pairs) {
    try {
      headers.set(name, value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      // The value may be a secret.
      throw new UsageError(`--header ${name} has a name or a value that HTTP does not allow`);
    }
  }
  return Object.fromEntries(headers);
}
