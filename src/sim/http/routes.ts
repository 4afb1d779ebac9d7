/** The endpoints of the simulated server. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Cluster } from "../engine/cluster.ts";
import type { ServerLog } from "../log.ts";
import { infoMetric, metricsText } from "../engine/metrics.ts";
import type { MemoryPlan } from "../model/memory.ts";
import { fingerprint, type ServerConfig, serverConfig } from "../settings/server_config.ts";
import type { SimSettings } from "../settings/settings.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { VERSION } from "../../lib/version.ts";
import { ApiError, badRequest } from "./api_error.ts";
import { bodyText } from "./body.ts";
import { parseFields } from "./fields.ts";
import { generate } from "./generate.ts";
import { type GenerationKind, readGeneration } from "./generation.ts";
import { chatPrompt, completionPrompts } from "./prompts.ts";
import { sendJson, sendText } from "./reply.ts";

/** What the endpoints work on. */
export interface ServerState {
  readonly settings: SimSettings;
  readonly cluster: Cluster;
  readonly memory: MemoryPlan;
  readonly tokenizer: Tokenizer;
  readonly log: ServerLog;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Handlers by `METHOD /path`. */
export function routes(state: ServerState): Map<string, Handler> {
  const { settings, cluster, tokenizer, log } = state;
  const config = serverConfig(settings, state.memory);
  const mark = fingerprint(config, VERSION);
  const table: [string, Handler][] = [
    ["GET /health", (_, response) => sendText(response, cluster.isDead ? 503 : 200, "")],
    ["GET /ping", (_, response) => sendText(response, cluster.isDead ? 503 : 200, "")],
    ["GET /version", (_, response) => sendJson(response, 200, { version: `${VERSION}+sim` })],
    [
      "GET /metrics",
      (_, response) => sendText(response, 200, metrics(state, config), METRICS_TYPE),
    ],
    ["GET /v1/models", (_, response) => sendJson(response, 200, modelList(settings))],
    ["POST /v1/completions", (request, response) => complete("completion", request, response)],
    ["POST /v1/chat/completions", (request, response) => complete("chat", request, response)],
    ["POST /tokenize", async (request, response) => {
      const fields = parseFields(await bodyText(request));
      const tokens = fields["messages"] === undefined
        ? completionPrompts(fields, tokenizer, settings.engine.profile.vocabulary)[0]!
        : chatPrompt(fields, tokenizer);
      const maxModelLen = settings.engine.maxModelLen;
      sendJson(response, 200, { count: tokens.length, max_model_len: maxModelLen, tokens });
    }],
    ["POST /detokenize", async (request, response) => {
      const { tokens } = parseFields(await bodyText(request));
      if (!Array.isArray(tokens) || !tokens.every((id) => Number.isSafeInteger(id))) {
        throw badRequest("tokens must be a list of token ids", "tokens");
      }
      sendJson(response, 200, { prompt: tokenizer.decode(tokens) });
    }],
  ];
  if (settings.devMode) {
    table.push(
      ["POST /reset_prefix_cache", (_, response) => {
        const success = settings.fakeReset || cluster.resetPrefixCache();
        log.info("EngineCore_DP0", "block_pool.py:378", resetText(success));
        sendJson(response, 200, { success });
      }],
      ["GET /server_info", (request, response) => {
        const format = new URL(request.url!, "http://sim").searchParams.get("config_format");
        const text = format === "json" ? config : JSON.stringify(config);
        sendJson(response, 200, { vllm_config: text, vllm_env: {}, system_env: {} });
      }],
      // There are no images and no encoder: their caches are always empty.
      ["POST /reset_mm_cache", (_, response) => sendText(response, 200, "")],
      ["POST /reset_encoder_cache", (_, response) => sendText(response, 200, "")],
    );
  }

  async function complete(
    kind: GenerationKind,
    request: IncomingMessage,
    response: ServerResponse,
  ) {
    const fields = parseFields(await bodyText(request));
    const generation = readGeneration(kind, fields, settings, tokenizer, mark);
    const header = request.headers["x-request-id"];
    const id = typeof header === "string" ? header : crypto.randomUUID().replaceAll("-", "");
    if (settings.logRequests) {
      const lengths = generation.sequences.map(({ prompt }) => prompt.length).join(", ");
      log.info(
        "APIServer",
        "logger.py:40",
        `Received request ${id}: ${kind}, prompt tokens: ${lengths}`,
      );
    }
    generate(generation, cluster, response, {
      id,
      streamInterval: settings.streamInterval,
      cacheDetails: settings.promptTokensDetails,
    });
  }

  return new Map(table);
}

/** @throws {ApiError} 404 or 405. */
export function unknownRoute(table: ReadonlyMap<string, Handler>, path: string): never {
  const isKnown = ["GET", "POST"].some((method) => table.has(`${method} ${path}`));
  if (isKnown) throw new ApiError(405, "Method Not Allowed", "Method Not Allowed");
  throw new ApiError(404, "Not Found", "Not Found");
}

const METRICS_TYPE = "text/plain; version=1.0.0; charset=utf-8";

/** As the Python client library tells of every process. */
const PROCESS_START =
  "# HELP process_start_time_seconds Start time of the process since unix epoch in seconds.\n" +
  "# TYPE process_start_time_seconds gauge\n" +
  `process_start_time_seconds ${(performance.timeOrigin / 1000).toFixed(2)}\n`;

function metrics({ settings, cluster }: ServerState, { cache_config }: ServerConfig): string {
  const counters = metricsText(cluster.metrics, settings.servedNames[0]!);
  const help = "Information of the LLMEngine CacheConfig";
  return counters + PROCESS_START +
    cluster.metrics.map((_, index) =>
      infoMetric("cache_config_info", help, { ...cache_config, engine: index })
    ).join("");
}

function resetText(success: boolean): string {
  return success
    ? "Successfully reset prefix cache"
    : "Failed to reset prefix cache because some blocks are not freed yet";
}

function modelList({ servedNames, model, engine }: SimSettings): unknown {
  const data = servedNames.map((id) => ({
    id,
    object: "model",
    created: Math.floor(Date.now() / 1000),
    owned_by: "servesweep-sim",
    root: model,
    parent: null,
    max_model_len: engine.maxModelLen,
    permission: [],
  }));
  return { object: "list", data };
}
