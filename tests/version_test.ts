/** The version of an installed server or benchmark is part of what was measured. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { runFiles, serverCommand, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** A program called vllm, with its package installed beside it. */
class Environment {
  readonly #workspace: Workspace;
  readonly program: string;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    Deno.mkdirSync(workspace.at("venv/bin"), { recursive: true });
    this.program = workspace.write("venv/bin/vllm", `#!/bin/sh\nexec ${serverCommand()}\n`);
    Deno.chmodSync(this.program, 0o755);
  }

  /** The address that the program listens on, whatever it is told. */
  get port(): string {
    return /--port (\d+)/.exec(this.#workspace.read("venv/bin/vllm"))![1]!;
  }

  install(version: string): void {
    const packages = this.#workspace.at("venv/lib/python3.12/site-packages");
    try {
      Deno.removeSync(packages, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    Deno.mkdirSync(`${packages}/vllm-${version}.dist-info`, { recursive: true });
  }
}

Deno.test("after an update of the server a resume is refused with both versions", async () => {
  using workspace = new Workspace();
  const environment = new Environment(workspace);
  environment.install("0.10.2");
  const options = {
    serveCmd: `${environment.program} serve m --port ${environment.port}`,
    serveParams: "[{}]",
    benchParams: "[{}]",
  };
  assertCode(await sweep(workspace, options), 0);
  const again = await sweep(workspace, options, "--resume");
  assertCode(again, 0);
  assertStringIncludes(again.stderr, "2 of 2 runs are there already");
  environment.install("0.11.0");
  const refused = await sweep(workspace, options, "--resume");
  assertCode(refused, 2);
  assertStringIncludes(refused.stderr, "version of the server: 0.10.2 -> 0.11.0");
  assertEquals(runFiles(workspace).length, 2);
});
