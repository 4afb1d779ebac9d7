/** LMDeploy: `lmdeploy serve api_server`, 0.4 and later. */
import {
  type Engine,
  LOADS_FOR_MINUTES,
  modelBehind,
  PLAIN,
  USUAL_LOAD,
  wordBehind,
} from "./engine.ts";
import { row } from "./failure_pattern.ts";
import { flagValue } from "./flags.ts";
import { parallelSize } from "./parallel_size.ts";

/** LMDeploy. With the PyTorch engine each of several data parallel ranks is a server of its own. */
export const LMDEPLOY: Engine = {
  ...PLAIN,
  name: "lmdeploy",
  commands: ["lmdeploy"],
  modules: ["lmdeploy"],
  pythonPackage: "lmdeploy",
  defaultPort: 23_333,
  portFlags: ["--server-port"],
  hostFlags: ["--server-name"],
  env: {},
  severalWords: [
    "--adapters",
    "--allow-headers",
    "--allow-methods",
    "--allow-origins",
    "--api-keys",
  ],
  gpus: (argv) => parallelSize(argv, ["--tp"]),
  modelFlags: ["--model", "--model-path"],
  modelWord(argv) {
    const at = argv.indexOf("api_server");
    return at < 0 ? undefined : modelBehind(argv, at, LMDEPLOY.severalWords);
  },
  model: (argv) => wordBehind(argv, "api_server"),
  servedNames(argv) {
    const name = flagValue(argv, ["--model-name"]) ?? LMDEPLOY.model(argv);
    return name === null ? [] : [name];
  },
  log: {
    ...PLAIN.log,
    causes: [
      row("gpu-out-of-memory", /CUDA runtime error: out of memory/, "TurboMind of LMDeploy"),
    ],
    symptoms: [row("crash", /Task <EngineMainLoop> failed/, "LMDeploy")],
    harmless: [/ - lmdeploy - (?:DEBUG|INFO|WARNING) - |^\[TM\]\[(?:DEBUG|INFO|WARNING)\]/],
    deaths: [/Task <EngineMainLoop> failed/],
  },
  example: {
    model: "internlm/internlm3-8b-instruct",
    serveCmd: (model) => `lmdeploy serve api_server ${model} --server-port auto`,
    benchCmd: null,
    smallBatch: { max_batch_size: 32 },
    largeBatch: { max_batch_size: 256 },
    load: USUAL_LOAD,
    options: [LOADS_FOR_MINUTES],
  },
};
