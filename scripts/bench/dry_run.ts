/** How fast a dry run is. */
import { executable, run } from "./command.ts";
import { EXAMPLE } from "./example.ts";
import type { Measure } from "./measure.ts";

/** Of how many runs the best counts: other work on the machine only ever adds. */
const ROUNDS = 10;
const COMMANDS = [
  ...["--serve-cmd", "vllm serve meta-llama/Llama-2-7b-chat-hf"],
  ...["--bench-cmd", "vllm bench serve --model meta-llama/Llama-2-7b-chat-hf"],
];

/** The example side by side with an empty program, and 300 x 300 sets. Of the executable: from the source every command is read. */
export async function measureDryRuns(directory: string): Promise<Measure[]> {
  const output = `${directory}/output`;
  const program = await executable();
  const dryRun = (serveParams: string, benchParams: string) => [
    program,
    ...["serve", ...COMMANDS, "--num-runs", "3", "--dry-run"],
    ...["--serve-params", serveParams, "--bench-params", benchParams],
  ];

  const empty = `${directory}/empty.ts`;
  await Deno.writeTextFile(empty, "");
  let emptyMs = Infinity;
  let exampleMs = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    emptyMs = Math.min(emptyMs, (await run([Deno.execPath(), "run", "-A", empty], output)).ms);
    const example = await run(dryRun(EXAMPLE.serveParams, EXAMPLE.benchParams), output);
    exampleMs = Math.min(exampleMs, example.ms);
  }

  const many = (key: string) =>
    JSON.stringify(Array.from({ length: 300 }, (_, index) => ({ [key]: index + 1 })));
  const serveParams = `${directory}/serve.json`;
  const benchParams = `${directory}/bench.json`;
  await Deno.writeTextFile(serveParams, many("max_num_seqs"));
  await Deno.writeTextFile(benchParams, many("max_concurrency"));
  const large = await run(dryRun(serveParams, benchParams), output);

  const against = `dry run of the example (${exampleMs.toFixed(0)} ms) to an empty program`;
  return [
    { name: against, value: exampleMs / emptyMs, bound: 2.2, unit: "times" },
    { name: "dry run of 300 x 300 sets x 3 runs", value: large.ms / 1000, bound: 3, unit: "s" },
    { name: "its peak memory", value: large.peakBytes / 1e6, bound: 500, unit: "MB" },
  ];
}
