/** What the stages of a server's life are. */
import type { Stage } from "../../journal/event.ts";

/** Stages in their order, with what they mean. */
export const STAGE_TEXTS: ReadonlyMap<Stage | "other", string> = new Map<Stage | "other", string>([
  ["waiting", "its GPUs’ memory is not free yet"],
  ["loading", "from the start of the process until it is ready, without the stages that follow"],
  ["weights", "reading the model"],
  ["compile", "compiling"],
  ["graphs", "capturing CUDA graphs"],
  ["warmup", "unmeasured runs"],
  ["measured", "valid runs"],
  ["reset", "reset of the caches, or the command after a run"],
  ["stopping", "from the first signal until it is gone"],
  ["failed", "runs and starts that failed or were cut off"],
  ["idle", "between all these"],
  ["other", "reset of the caches, stopping, and between the runs"],
]);
