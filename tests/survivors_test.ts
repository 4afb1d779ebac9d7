/** What a dead sweep left where its guards died with it. In a pid namespace: other sweeps of this machine would end it too. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { quoteWords } from "../src/spec/shell_words.ts";
import { servesweep } from "./harness/cli.ts";
import { run } from "./harness/deadline.ts";
import { small } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { canMakePidNamespace, PID_NAMESPACE } from "./harness/pid_namespace.ts";
import { skipUnless } from "./harness/skip.ts";
import { program, runFiles, serverCommand, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** Runs a script whose last sweep says that it ended survivors of another one. */
async function endsSurvivors({ path: cwd }: Workspace, script: string): Promise<void> {
  const [unshare, ...words] = PID_NAMESPACE;
  const args = [...words, "sh", "-c", script];
  const { code, stderr } = await run(unshare!, args, { cwd });
  assertEquals(code, 0, stderr);
  assertStringIncludes(stderr, "that a dead sweep had left: ");
}

Deno.test({
  name:
    "fault: what a sweep left whose guards were killed with it is ended by the next one, that of a live sweep is left alone",
  ignore: skipUnless("pid-namespace", canMakePidNamespace()),
  fn: async () => {
    using workspace = new Workspace();
    // The port is that of the survivor: the second sweep cannot begin while it lives.
    const options = { ...small(workspace), serveCmd: serverCommand(), numRuns: 1 };
    const command = (name: string, bench: string, ...extra: string[]) => {
      const changed = { ...options, name, benchCmd: program(bench) };
      return quoteWords([...servesweep(), ...sweepArguments(workspace, changed, extra)]);
    };
    const script = `
      ${command("first", "hangs.sh")} >/dev/null 2>&1 </dev/null &
      until [ -e hangs ] && grep -qs '"run-started"' results/first/journal.jsonl; do sleep 0.01; done
      ${program("kills_guards.sh")} $!
      wait $!
      ticks=$(cut -d' ' -f22 /proc/$$/stat)
      SERVESWEEP_RUN_ID=$$.$ticks.00000000.0 sleep 600 &
      ${command("second", "bench.sh", "--stop-timeout", "10m")}
      code=$?
      kill -0 $! && exit $code`;
    await endsSurvivors(workspace, script);
    assertEquals(runFiles(workspace, "first"), []);
    assertEquals(runFiles(workspace, "second"), ["run=0.json"]);

    const first = journalLines(workspace, "first");
    const [ended] = eventsOf(journalLines(workspace, "second"), "survivors-ended");
    assertEquals(ended!.left, []);
    for (const type of ["server-starting", "run-started"]) {
      const { pid } = eventsOf(first, type)[0]!.process!;
      assert(ended!.processes!.some((text) => text.startsWith(`${pid} `)), `${type}: ${pid}`);
    }
  },
});

Deno.test({
  name:
    "fault: what a surviving benchmark writes until it is ended does not stay in the directory that is resumed",
  ignore: skipUnless("pid-namespace", canMakePidNamespace()),
  fn: async () => {
    using workspace = new Workspace();
    const options = { ...small(workspace), serveCmd: serverCommand() };
    const benchCmd = program("keeps_its_directory.sh");
    const command = (numRuns: number, ...extra: string[]) => {
      const changed = { ...options, benchCmd, numRuns };
      return quoteWords([...servesweep(), ...sweepArguments(workspace, changed, extra)]);
    };
    const script = `
      ${command(2)} >/dev/null 2>&1 </dev/null &
      until [ -e hangs ]; do sleep 0.01; done
      ${program("kills_guards.sh")} $!
      wait $!
      ${command(1, "--resume")}`;
    await endsSurvivors(workspace, script);
    const entries = await Array.fromAsync(Deno.readDir(workspace.at("results/sweep")));
    assertEquals(entries.filter(({ name }) => name.startsWith(".run=")), []);
    assertEquals(runFiles(workspace), ["run=0.json"]);
  },
});

Deno.test({
  name:
    "fault: a worker that hides is ended by the next sweep; what only carries a marker in a terminal or under another user is not",
  ignore: !canMakePidNamespace(),
  fn: async () => {
    using workspace = new Workspace();
    const serveCmd = `${program("hides_its_worker.sh")} ${serverCommand()}`;
    const options = { ...small(workspace), serveCmd, numRuns: 1 };
    const command = (name: string, bench: string) => {
      const changed = { ...options, name, benchCmd: program(bench) };
      return quoteWords([...servesweep(), ...sweepArguments(workspace, changed, [])]);
    };
    const dead = "SERVESWEEP_RUN_ID=999999.1.00000000.0";
    const inTerminal = `env ${dead} sh -c 'echo $$ >terminal; exec sleep 600'`;
    const script = `
      ${command("first", "hangs.sh")} >/dev/null 2>&1 </dev/null &
      until [ -e hangs ] && grep -qs '"run-started"' results/first/journal.jsonl; do sleep 0.01; done
      ${program("kills_guards.sh")} $!
      wait $!
      kill -0 $(cat hidden) || exit 7
      mv hidden hidden-first
      script -qc ${quoteWords([inTerminal])} /dev/null >/dev/null 2>&1 </dev/null &
      setpriv --reuid=65534 --regid=65534 --clear-groups env ${dead} sleep 600 & other=$!
      until [ -s terminal ]; do sleep 0.01; done
      ${command("second", "bench.sh")} || exit 8
      kill -0 $(cat hidden-first) 2>/dev/null && exit 9
      kill -0 $(cat terminal) && kill -0 $other`;
    await endsSurvivors(workspace, script);
  },
});
