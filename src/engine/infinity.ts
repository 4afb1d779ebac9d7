/** Infinity, a server of embeddings: `infinity_emb v2`. */
import { type Engine, PLAIN } from "./engine.ts";
import { flagValue } from "./flags.ts";

/** Infinity. */
export const INFINITY: Engine = {
  ...PLAIN,
  name: "infinity",
  commands: ["infinity_emb"],
  defaultPort: 7997,
  portVariables: ["INFINITY_PORT"],
  // It caches nothing unless asked to: nothing to empty.
  cacheReset: (argv) =>
    argv.includes("--vector-disk-cache")
      ? {
        obstacle:
          "--vector-disk-cache keeps results on disk, and the server has no way to empty it",
      }
      : { paths: [] },
  gpus: () => 1,
  model: (argv) => flagValue(argv, ["--model-id"]),
};
