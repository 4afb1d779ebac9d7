import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { writeChecksums } from "../scripts/checksums.ts";
import { compileFailure, readCompileOptions } from "../scripts/compile.ts";
import { ROOT } from "../scripts/std.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("compile makes dist/servesweep unless told otherwise", () => {
  assertEquals(readCompileOptions([], "/here"), {
    targets: [],
    portable: false,
    output: `${ROOT}/dist/servesweep`,
  });
  assertEquals(readCompileOptions(["--target", "a", "--target=b"], "/here").targets, ["a", "b"]);
  assertEquals(readCompileOptions(["--portable", "--output", "x/y"], "/here"), {
    targets: [],
    portable: true,
    output: "/here/x/y",
  });
});

Deno.test("compile refuses what it cannot do", () => {
  const cases: [string[], string][] = [
    [["--portabel"], `"--portabel"`],
    [["now"], `"now"`],
    [["--portable", "--target", "a"], "cannot have a --target"],
    [["--target", "a", "--target", "b", "--output", "x"], "several targets"],
    [["--output="], "no value"],
  ];
  for (const [args, message] of cases) {
    assertThrows(() => readCompileOptions(args, "/here"), TypeError, message);
  }
});

Deno.test("a base binary that cannot be had leads to DENORT_BIN and --portable", () => {
  const text = compileFailure("error: Download denort-x86_64.zip\ndns error\n");
  assertStringIncludes(text, "dns error");
  assertStringIncludes(text, "DENORT_BIN=");
  assertStringIncludes(text, "--portable");
  assertEquals(compileFailure("error: Module not found\n"), "error: Module not found");
});

Deno.test("sha256sum agrees with the checksums", async () => {
  using workspace = new Workspace();
  const files = ["b", "a a"].map((name) => workspace.write(name, `text of ${name}`));
  await writeChecksums(files);
  const { code, stdout } = await new Deno.Command("sha256sum", {
    args: ["-c", "SHA256SUMS"],
    cwd: workspace.path,
  }).output();
  assertEquals([code, new TextDecoder().decode(stdout)], [0, "a a: OK\nb: OK\n"]);
});
