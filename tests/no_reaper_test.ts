/** In many containers process 1 never waits for orphans: a dead server stays in the process table. */
import { assert } from "@std/assert";
import { servesweep } from "./harness/cli.ts";
import { within } from "./harness/deadline.ts";
import { canMakePidNamespace, PID_NAMESPACE } from "./harness/pid_namespace.ts";
import { eventually, processesWith } from "./harness/process_table.ts";
import { skipUnless } from "./harness/skip.ts";
import { program, serverCommand, sweepArguments } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test({
  name: "a guard ends what a dead server left at once, where nobody takes its leader off the table",
  ignore: skipUnless("pid-namespace", canMakePidNamespace()),
  fn: async () => {
    using workspace = new Workspace();
    const bench = workspace.write("bench", "#!/bin/sh\nexec sleep 600\n");
    await Deno.chmod(bench, 0o755);
    const arguments_ = sweepArguments(workspace, {
      benchCmd: bench,
      serveCmd: `${program("leaves_workers.sh")} ${serverCommand()}`,
    }, ["--stop-timeout", "10m"]);
    const env = { REAPER_WORKSPACE: workspace.path, SERVESWEEP_HISTORY: "" };
    // Process 1 starts the sweep, kills it when it is told to, and waits for nobody.
    const init = '"$@" </dev/null & read -r x; kill -s KILL $!; exec sleep 600';
    const container = new Deno.Command(PID_NAMESPACE[0]!, {
      args: [...PID_NAMESPACE.slice(1), "sh", "-c", init, "init", ...servesweep(), ...arguments_],
      env,
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const writer = container.stdin.getWriter();
    try {
      await eventually("a run is started", () => {
        try {
          return workspace.read("results/sweep/journal.jsonl").includes('"run-started"');
        } catch {
          return false;
        }
      });
      const session = /"session":"([^"]+)"/.exec(
        workspace.read("results/sweep/journal.jsonl"),
      )![1]!;
      assert(processesWith(`SERVESWEEP_RUN_ID=${session}`).length > 0);
      await writer.write(new TextEncoder().encode("\n"));
      await eventually(
        "nothing is left, although the stop may take 10 minutes",
        () => processesWith(`SERVESWEEP_RUN_ID=${session}`).length === 0,
      );
    } finally {
      writer.releaseLock();
      await container.stdin.close();
      for (const pid of processesWith(`REAPER_WORKSPACE=${workspace.path}`)) {
        try {
          Deno.kill(pid, "SIGKILL");
        } catch {
          // Gone with process 1.
        }
      }
      await within("the end of process 1", container.status, container);
    }
  },
});
