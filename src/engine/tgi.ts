/** Text Generation Inference: `text-generation-launcher`. */
import { type Engine, PLAIN } from "./engine.ts";
import { row } from "./failure_pattern.ts";
import { flagValue } from "./flags.ts";
import { hasFlag, parallelSize } from "./parallel_size.ts";

/** Text Generation Inference. */
export const TGI: Engine = {
  ...PLAIN,
  name: "tgi",
  commands: ["text-generation-launcher"],
  defaultPort: 3000,
  portVariables: ["PORT"],
  hostFlags: ["--hostname"],
  // Without the flag it takes every GPU that it sees.
  gpus: (argv) => hasFlag(argv, "--num-shard") ? parallelSize(argv, ["--num-shard"]) : null,
  model: (argv) => flagValue(argv, ["--model-id"]),
  log: {
    ...PLAIN.log,
    causes: [
      row(
        "gpu-out-of-memory",
        /Not enough memory to handle \d+ \w+ tokens/,
        "text-generation-launcher",
      ),
      row("port-in-use", /kind: AddrInUse/, "text-generation-launcher"),
    ],
    symptoms: [
      row("crash", /Error: ShardCannotStart|Error: WebserverFailed/, "text-generation-launcher"),
    ],
  },
};
