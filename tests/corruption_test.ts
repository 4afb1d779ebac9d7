/** However the files of a directory were damaged: a resume ends, without a stack trace, and with 0 only if every row is there and right. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { assertCode, cli, type CliResult } from "./harness/cli.ts";
import { within } from "./harness/deadline.ts";
import { corrupt, corruptions } from "./fuzz/corruptions.ts";
import { program, serverCommand, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

const ROUNDS = 24 * Number(Deno.env.get("FUZZ_RUNS") ?? 1);
const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20261125);

/** Exit codes that a damaged directory may be answered with: what cannot be read, or another command. */
const REFUSED = [2, 6];

Deno.test(`any of ${ROUNDS} random corruptions of a directory is made good by a resume, or named`, async () => {
  using workspace = new Workspace();
  const options = {
    serveCmd: serverCommand("server.ts", "auto"),
    benchCmd: `${program("bench.sh")} --port auto`,
  };
  const resume = (name: string, ...extra: string[]): Promise<CliResult> =>
    within(
      `the sweep in ${name}`,
      cli(sweepArguments(workspace, { ...options, name }, ["--min-free", "0", ...extra])),
    );
  assertCode(await resume("whole"), 0);
  const whole = contentOf(workspace, "whole");
  const ends = new Map<number, number>();
  for (
    const [round, corruption] of fc.sample(corruptions, { numRuns: ROUNDS, seed: SEED }).entries()
  ) {
    const name = `round${round}`;
    const root = workspace.at("results", name);
    await new Deno.Command("cp", { args: ["-a", workspace.at("results/whole"), root] }).output();
    const what = `round ${round}, seed ${SEED}: ${corrupt(root, corruption)}`;
    if (round % 4 === 0) {
      for (const command of [["status"], ["export", "--format", "json"]]) {
        assertNoTrace(await within(what, cli([command[0]!, root, ...command.slice(1)])), what);
      }
    }
    const result = await resume(name, "--resume");
    assertNoTrace(result, what);
    ends.set(result.code, (ends.get(result.code) ?? 0) + 1);
    if (result.code === 0) assertEquals(contentOf(workspace, name), whole, what);
    else assert(REFUSED.includes(result.code), `${what}: ${result.code}\n${result.stderr}`);
    await Deno.remove(root, { recursive: true });
  }
  // Most of what can happen is made good.
  assert((ends.get(0) ?? 0) > ROUNDS / 2, JSON.stringify([...ends]));
  // deno-lint-ignore no-console
  if (ROUNDS > 24) console.log("exit codes", Object.fromEntries(ends));
});

function assertNoTrace({ stderr }: CliResult, what: string): void {
  assert(!/^ {4}at |unexpected error/m.test(stderr), `${what}\n${stderr}`);
}

/** All that others read of a sweep: results, their summaries, the table. */
function contentOf(workspace: Workspace, name: string): [string, string][] {
  const root = `results/${name}`;
  return workspace.files(root)
    .filter((file) => /(^|\/)(run=\d+|summary)\.json$|^summary\.csv$/.test(file))
    .filter((file) => !/^swap|\/\./.test(file))
    .map((file) => [file, workspace.read(root, file)]);
}
