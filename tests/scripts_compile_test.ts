import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { bundle } from "../scripts/portable/bundle.ts";
import { writeChecksums } from "../scripts/checksums.ts";
import { compile, compileFailure, readCompileOptions } from "../scripts/compile.ts";
import { ROOT } from "../scripts/std.ts";
import { run } from "./harness/deadline.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("compile makes dist/servesweep unless told otherwise", () => {
  assertEquals(readCompileOptions([], "/here"), {
    targets: [],
    portable: false,
    output: `${ROOT}/dist/servesweep`,
  });
  assertEquals(readCompileOptions(["--target", "a", "--target=b"], "/here").targets, ["a", "b"]);
  assertEquals(
    readCompileOptions(["--portable", "--target=aarch64-unknown-linux-gnu"], "/here").targets,
    ["aarch64-unknown-linux-gnu"],
  );
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
    [["--portable", "--target", "a"], `cannot be made for --target "a", only for x86_64-unknown`],
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
  const { code, stdout } = await run("sha256sum", ["-c", "SHA256SUMS"], {
    cwd: workspace.path,
  });
  assertEquals([code, stdout], [0, "a a: OK\nb: OK\n"]);
});

Deno.test({
  name: "compile embeds the program and nothing else, its parts that are loaded later too",
  fn: async () => {
    using workspace = new Workspace();
    workspace.write("later.ts", `export const answer = 6 * 7;\n`);
    const main = workspace.write(
      "main.ts",
      `const a = await import("./later.ts");\nconsole.log(a);`,
    );
    const output = workspace.at("out");
    // Any executable can be the base: without one of deno compile the result does not run, but has all that is put behind it.
    await compile(await bundle(main), null, output, Deno.execPath());
    const base = (await Deno.stat(Deno.execPath())).size;
    const behind = (await Deno.readFile(output)).subarray(base);
    assert(behind.length < 4_000_000, `${behind.length} bytes`);
    assertStringIncludes(new TextDecoder().decode(behind), "6 * 7");
    assertEquals((await Deno.stat(output)).mode! & 0o111, 0o111);
  },
});
