/** Files of a sweep: who may read them, and that they stay where they belong. */
import { walkSync } from "@std/fs/walk";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { assertCode } from "./harness/cli.ts";
import { small } from "./harness/faults.ts";
import { StandingSweep } from "./harness/standing_sweep.ts";
import { runFiles, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

for (const umask of [0o077, 0o002]) {
  const octal = umask.toString(8).padStart(3, "0");
  Deno.test(`with umask ${octal} every file and directory of a sweep has the mode that follows`, async () => {
    using workspace = new Workspace();
    const prefix = ["sh", "-c", `umask ${octal}; exec "$@"`, "sh"];
    const standing = new StandingSweep(workspace, { prefix });
    standing.release();
    const { code, stderr } = await standing.ended();
    assertEquals(code, 0, stderr);
    const entries = [...walkSync(workspace.at("results"))];
    assert(entries.length > 20);
    for (const { path, isDirectory } of entries) {
      const mode = (await Deno.stat(path)).mode! & 0o777;
      assertEquals(mode, (isDirectory ? 0o777 : 0o666) & ~umask, path);
    }
  });
}

Deno.test("names from parameter files do not lead out of the experiment directory", async () => {
  using workspace = new Workspace();
  const names = ["../../out", "/etc/out", "..", "a/../../out"];
  const sets = JSON.stringify(Object.fromEntries(names.map((name) => [name, {}])));
  const values = JSON.stringify([{ "../../../x": "/../../y", "_env": { A: "../../z" } }]);
  for (const [name, benchParams] of [["named", sets], ["values", values]] as const) {
    const options = { ...small(workspace), benchParams, name, numRuns: 1 };
    assertCode(await sweep(workspace, options), 0);
  }
  assertEquals(workspace.files().filter((file) => !/^results\/(named|values)\//.test(file)), []);
  for (const file of [...runFiles(workspace, "named"), ...runFiles(workspace, "values")]) {
    assertEquals(file.split("/").length, 2, file);
  }
  assertEquals(runFiles(workspace, "named").length, names.length);
  assertEquals(runFiles(workspace, "values").length, 1);
});

Deno.test("names of experiments do not lead out of the output directory", async () => {
  using workspace = new Workspace();
  for (const name of ["../out", "..", "/tmp/out", "a/../../out"]) {
    for (const option of ["--experiment-name", "--resume"]) {
      const result = await sweep(
        workspace,
        { ...small(workspace), name: "x" },
        `${option}=${name}`,
      );
      assertCode(result, 2);
      assertStringIncludes(result.stderr, "expected the name of a directory under --output-dir");
    }
  }
  assertEquals(workspace.files(), []);
});

Deno.test("an output directory that cannot be made ends the sweep with 6, not with a stack trace", async () => {
  using workspace = new Workspace();
  workspace.write("file", "");
  for (const directory of ["/proc/servesweep", workspace.at("file")]) {
    const result = await sweep(workspace, small(workspace), "-o", directory);
    assertCode(result, 6);
    assertStringIncludes(result.stderr, directory);
    assertStringIncludes(result.stderr, "ame another --output-dir");
    assertEquals(/\n +at /.test(result.stderr), false, result.stderr);
  }
});

Deno.test("parameters that are a directory, or text with an error, are told in the user's words", async () => {
  using workspace = new Workspace();
  for (
    const [serveParams, problem] of [
      [workspace.path, "it is a directory, expected a file\n"],
      ["[{", "Cannot read --serve-params: line 1, column 3: "],
    ] as const
  ) {
    const result = await sweep(workspace, { serveParams });
    assertCode(result, 2);
    assertStringIncludes(result.stderr, problem);
  }
});
