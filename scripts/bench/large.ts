/** Plans of 1,000 to 100,000 runs: the dry run, and the look for finished runs when a sweep is resumed. */
import { parseCommand } from "../../src/commands/parse.ts";
import { readSweep } from "../../src/sweep/read_sweep.ts";
import type { ServeCommand, SweepArgs } from "../../src/commands/serve.ts";
import { identityOf, runKeys } from "../../src/plan/identity.ts";
import { resultFile } from "../../src/plan/paths.ts";
import { makePlan } from "../../src/plan/plan.ts";
import { JOURNAL_VERSION, ofStart } from "../../src/journal/event.ts";
import { sha256 } from "../../src/store/hash.ts";
import { run, servesweep } from "./command.ts";
import type { Measure } from "./measure.ts";

/** Runs of each plan: sets and benches such that runs are 10 in each combination. */
const SIZES = [
  { runs: 1_000, serve: 10, bench: 10 },
  { runs: 10_000, serve: 20, bench: 50 },
  { runs: 100_000, serve: 100, bench: 100 },
] as const;
const RUNS = 10;
/** Linear growth: a plan ten times as large takes ten times as long, with some room for what is constant and for caches. */
const GROWTH = 12;

/** Dry runs, then resumes of finished directories. */
export async function measureLargePlans(directory: string): Promise<Measure[]> {
  const dry: { ms: number; peakBytes: number }[] = [];
  const resume: number[] = [];
  for (const { runs, serve, bench } of SIZES) {
    const argv = sweepArguments(directory, `large${runs}`, serve, bench);
    dry.push(await run([...servesweep(), ...argv, "--dry-run"], `${directory}/output`));
    await writeFinished(directory, `large${runs}`, argv);
    const again = [...servesweep(), ...argv, "--resume", "--dry-run"];
    resume.push((await run(again, `${directory}/output`)).ms);
  }
  const [, middle, large] = dry;
  return [
    { name: "dry run of 100,000 runs", value: large!.ms / 1000, bound: 3, unit: "s" },
    { name: "its peak memory", value: large!.peakBytes / 1e6, bound: 400, unit: "MB" },
    { name: "against 10,000 runs", value: large!.ms / middle!.ms, bound: GROWTH, unit: "times" },
    { name: "resume of 100,000 finished runs", value: resume[2]! / 1000, bound: 3.5, unit: "s" },
    { name: "against 10,000 runs", value: resume[2]! / resume[1]!, bound: GROWTH, unit: "times" },
  ];
}

function sweepArguments(directory: string, name: string, serve: number, bench: number): string[] {
  const sets = (key: string, count: number) =>
    JSON.stringify(Array.from({ length: count }, (_, n) => ({ [key]: n + 1 })));
  return [
    ...["serve", "--serve-cmd", "vllm serve meta-llama/Llama-2-7b-chat-hf"],
    ...["--bench-cmd", "vllm bench serve --model meta-llama/Llama-2-7b-chat-hf"],
    ...["--serve-params", sets("max_num_seqs", serve)],
    ...["--bench-params", sets("max_concurrency", bench)],
    ...["--num-runs", String(RUNS), "-o", directory, "-e", name],
  ];
}

/** The directory as a sweep would have left it, but for everything that a resume does not look at. */
async function writeFinished(directory: string, name: string, argv: string[]): Promise<void> {
  const command = await parseCommand(argv) as ServeCommand;
  const plan = makePlan(readSweep(command.sweep as SweepArgs));
  const root = `${directory}/${name}`;
  const text = `{"num_prompts": 1000, "completed": 1000, "failed": 0, "output_throughput": 1.5}`;
  const hash = sha256(new TextEncoder().encode(text));
  const lines: string[] = [];
  const time = "2026-01-01T00:00:00.000Z";
  const session = {
    type: "sweep-started",
    journal: JOURNAL_VERSION,
    version: "0",
    session: "s",
    pid: 1,
  };
  lines.push(JSON.stringify({ time, ...session, starts: 0, combinations: 0, runs: 0, reused: 0 }));
  for (const start of plan.starts) {
    for (const combination of start.combinations) {
      const identity = identityOf(start, combination);
      const keyOf = runKeys(identity);
      const { directory, runs } = combination;
      const of = ofStart(start);
      lines.push(JSON.stringify({ time, type: "combination-started", ...of, directory, identity }));
      await Deno.mkdir(`${root}/${directory}`, { recursive: true });
      for (const run of runs) {
        await Deno.writeTextFile(`${root}/${resultFile(directory, run)}`, text);
        lines.push(JSON.stringify({
          ...{ time, type: "run-finished", ...of, name: { directory, run } },
          ...{ key: keyOf(run), outcome: { kind: "valid" }, exit: { code: 0, signal: null } },
          ...{ durationMs: 60_000.5, file: `run=${run}.json`, bytes: text.length },
          sha256: hash,
        }));
      }
    }
  }
  await Deno.writeTextFile(`${root}/journal.jsonl`, lines.join("\n") + "\n");
}
