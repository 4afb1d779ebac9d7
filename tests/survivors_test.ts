/** What a dead sweep left where its guards died with it. In a pid namespace: other sweeps of this machine would end it too. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { quoteWords } from "../src/spec/shell_words.ts";
import { servesweep } from "./harness/cli.ts";
import { small } from "./harness/faults.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { canMakePidNamespace, PID_NAMESPACE } from "./harness/pid_namespace.ts";
import { program, runFiles, serverCommand, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test({
  name:
    "fault: what a sweep left whose guards were killed with it is ended by the next one, that of a live sweep is left alone",
  ignore: !canMakePidNamespace(),
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
      until [ -e hangs ]; do sleep 0.01; done
      ${program("kills_guards.sh")} $!
      wait $!
      ticks=$(cut -d' ' -f22 /proc/$$/stat)
      SERVESWEEP_RUN_ID=$$.$ticks.00000000.0 sleep 600 &
      ${command("second", "bench.sh", "--stop-timeout", "10m")}
      code=$?
      kill -0 $! && exit $code`;
    const [unshare, ...words] = PID_NAMESPACE;
    const { code, stderr } = await new Deno.Command(unshare!, {
      args: [...words, "sh", "-c", script],
      cwd: workspace.path,
      stdin: "null",
    }).output();
    const said = new TextDecoder().decode(stderr);
    assertEquals(code, 0, said);
    assertStringIncludes(said, "that a dead sweep had left: ");
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
