/** `servesweep demo`: a real sweep of the built-in simulated server by the built-in load generator. */
import { parseCommand } from "../commands/parse.ts";
import type { DemoCommand } from "../commands/demo.ts";
import { quoteWords } from "../spec/shell_words.ts";
import { selfCommand } from "../sweep/own_program.ts";
import { serve } from "./serve.ts";
import type { World } from "./world.ts";

/** Three ways to serve: few or many sequences in one step, and the model on two simulated GPUs. */
const SERVE_PARAMS = {
  "small-batch": { max_num_seqs: 4 },
  "large-batch": { max_num_seqs: 64 },
  "two-gpus": { max_num_seqs: 64, tensor_parallel_size: 2 },
};

/** Three loads: one user, some, many. */
const BENCH_PARAMS = {
  "one-user": { max_concurrency: 1, num_prompts: 4 },
  "some-users": { max_concurrency: 8, num_prompts: 24 },
  "many-users": { max_concurrency: 32, num_prompts: 64 },
};

/** Runs the demo as the `serve` command that it prints. */
export async function demo(
  { location: { outputDir, experimentName, resume }, dryRun, quiet }: DemoCommand,
  world: World,
): Promise<number> {
  const serveCommand = [...selfCommand(), "sim", "demo-model", "--port", "auto"];
  const benchCommand = [
    ...selfCommand(),
    "bench",
    ..."--model demo-model --dataset-name random --random-input-len 64 --random-output-len 24"
      .split(" "),
    ..."--ignore-eos --disable-tqdm --seed 0 --port auto".split(" "),
  ];
  const argv = [
    "serve",
    "--serve-cmd",
    quoteWords(serveCommand),
    "--bench-cmd",
    quoteWords(benchCommand),
    "--serve-params",
    JSON.stringify(SERVE_PARAMS),
    "--bench-params",
    JSON.stringify(BENCH_PARAMS),
    "--num-runs",
    "2",
    // All of it is a few hundred kilobytes.
    "--min-free",
    "16MiB",
    "--output-dir",
    outputDir,
    ...(experimentName === null ? [] : ["--experiment-name", experimentName]),
    ...(resume ? ["--resume"] : []),
    ...(dryRun ? ["--dry-run"] : []),
    ...(quiet ? ["--quiet"] : []),
  ];
  const command = await parseCommand(argv);
  if (command.kind !== "serve") throw new TypeError("The demo is a serve command");
  if (!quiet) world.io.err(`The demo runs this command:\n  servesweep ${quoteWords(argv)}\n\n`);
  return await serve(command, world);
}
