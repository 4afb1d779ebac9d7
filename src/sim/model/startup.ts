/** How long the simulated server takes to become ready, phase by phase. Sources: MODEL.md. */
import type { EngineConfig } from "./config.ts";
import { captureSizes } from "./graphs.ts";
import type { MemoryPlan } from "./memory.ts";

/** Seconds of each phase, in the order in which they happen. */
export interface StartupPhases {
  /** Python, imports, configuration, worker processes. */
  readonly launch: number;
  readonly weights: number;
  readonly compile: number;
  /** Profiling run and allocation of the KV cache. */
  readonly profile: number;
  readonly graphs: number;
}

export const LAUNCH_SECONDS = 10;
/** Reading weights that are in the page cache. */
export const WEIGHT_BYTES_PER_SECOND = 5.3e9;
/** torch.compile with a warm cache of compiled code, for 28 layers. */
export const COMPILE_SECONDS = 7.5;
export const COMPILED_LAYERS = 28;
export const PROFILE_SECONDS = 8;
export const GRAPH_SECONDS = 0.25;
/** The demo and the tests start many servers: by default start-up runs this much faster than the real one. */
export const STARTUP_SPEED_UP = 140;

/** Phases of a real server with these settings, in seconds of that server. */
export function startupPhases(
  config: EngineConfig,
  memory: MemoryPlan,
  loadWeights: boolean,
): StartupPhases {
  return {
    launch: LAUNCH_SECONDS,
    weights: loadWeights ? memory.weights / WEIGHT_BYTES_PER_SECOND : 0,
    compile: config.eager ? 0 : COMPILE_SECONDS * config.profile.layers / COMPILED_LAYERS,
    profile: PROFILE_SECONDS,
    graphs: captureSizes(config).length * GRAPH_SECONDS,
  };
}

/** The phases with each duration multiplied. */
export function scalePhases(phases: StartupPhases, factor: number): StartupPhases {
  return {
    launch: phases.launch * factor,
    weights: phases.weights * factor,
    compile: phases.compile * factor,
    profile: phases.profile * factor,
    graphs: phases.graphs * factor,
  };
}

/** Seconds of all phases together. */
export function totalSeconds(phases: StartupPhases): number {
  return phases.launch + phases.weights + phases.compile + phases.profile + phases.graphs;
}
