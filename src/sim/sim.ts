/** `servesweep sim`: a simulated inference server. How it behaves, and why, is in MODEL.md. */
import { EXIT } from "../lib/errors.ts";
import { fromPlain, pyRepr } from "../json/python.ts";
import { VERSION } from "../lib/version.ts";
import { Cluster } from "./engine/cluster.ts";
import { HttpServer, probeAddress } from "./http/server.ts";
import type { SimIo } from "./io.ts";
import { ServerLog } from "./log.ts";
import { MemoryError } from "./model/memory.ts";
import { ConfigError } from "./settings/engine_config.ts";
import { type SimArgs, type SimSettings, simSettings } from "./settings/settings.ts";
import { startEngine } from "./start_engine.ts";
import { startStatsLog } from "./stats_log.ts";
import { Tokenizer } from "./text/tokenizer.ts";

export type { SimIo } from "./io.ts";

/**
 * Serves until `io.signal` is aborted.
 *
 * @returns 0 after the signal, 1 if the engine cannot start or dies.
 */
export async function sim(args: SimArgs, io: SimIo): Promise<number> {
  const log = new ServerLog(io.out, Deno.pid);
  try {
    return await serve(simSettings(args, io.env, Deno.pid), log, io);
  } catch (error) {
    // Cut short while it started.
    if (io.signal.aborted && error === io.signal.reason) return EXIT.ok;
    if (error instanceof ConfigError) {
      log.raw("APIServer", `Traceback (most recent call last):\nValueError: ${error.message}`);
      return EXIT.failed;
    }
    if (error instanceof MemoryError) {
      logEngineFailure(error, log);
      return EXIT.failed;
    }
    const code = (error as { code?: unknown } | null)?.code;
    if (typeof code !== "string") throw error;
    const text = code === "EADDRINUSE" ? "[Errno 98] Address already in use" : String(error);
    log.raw("APIServer", `OSError: ${text}`);
    return EXIT.failed;
  }
}

async function serve(settings: SimSettings, log: ServerLog, io: SimIo): Promise<number> {
  log.info(
    "APIServer",
    "api_server.py:1896",
    `vLLM API server version ${VERSION}+sim (simulated by servesweep)`,
  );
  const told = pyRepr(fromPlain(settings.nonDefault));
  log.info("APIServer", "api_utils.py:286", `non-default args: ${told}`);
  await probeAddress(settings.host, settings.port);
  const memory = await startEngine(settings, log, io.signal);
  const death = Promise.withResolvers<void>();
  const cluster = new Cluster(settings.engine, {
    engines: settings.dataParallel,
    blocks: memory.blocks,
    failAfter: settings.failAfter ?? undefined,
    onDeath: death.resolve,
  });
  const server = await HttpServer.listen({
    ...{ settings, cluster, memory, log },
    tokenizer: new Tokenizer(),
  });
  const host = settings.host.includes(":") ? `[${settings.host}]` : settings.host;
  log.info(
    "APIServer",
    "api_server.py:1971",
    `Starting vLLM API server 0 on http://${host}:${server.port}`,
  );
  log.uvicorn(`Started server process [${Deno.pid}]`);
  log.uvicorn("Waiting for application startup.");
  log.uvicorn("Application startup complete.");
  const stopStats = settings.logStats ? startStatsLog(cluster, log) : () => {};

  const aborted = whenAborted(io.signal);
  void death.promise.then(() => logDeath(log));
  const cause = await Promise.race([
    aborted.then(() => "signal" as const),
    ...(settings.keepAliveOnDeath ? [] : [death.promise.then(() => "death" as const)]),
  ]);
  stopStats();
  log.uvicorn("Shutting down");
  if (cause === "death") await server.finish();
  else await server.stop();
  cluster.stop();
  log.uvicorn("Application shutdown complete.");
  return cause === "death" ? EXIT.failed : EXIT.ok;
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
}

function logEngineFailure({ kind, message }: MemoryError, log: ServerLog): void {
  const trace =
    `EngineCore failed to start.\nTraceback (most recent call last):\n${kind}: ${message}`;
  log.error("EngineCore_DP0", "core.py:708", trace);
  log.raw(
    "APIServer",
    "Traceback (most recent call last):\nRuntimeError: Engine core initialization failed. " +
      "See root cause above. Failed core proc(s): {'EngineCore_DP0': 1}",
  );
}

function logDeath(log: ServerLog): void {
  log.error(
    "EngineCore_DP0",
    "core.py:720",
    "EngineCore encountered a fatal error.\nTraceback (most recent call last):\n" +
      "torch.AcceleratorError: CUDA error: an illegal memory access was encountered",
  );
  log.error("APIServer", "async_llm.py:480", "AsyncLLM output_handler failed.");
}
