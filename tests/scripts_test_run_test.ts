import { assertEquals, assertStringIncludes } from "@std/assert";
import { groupTests } from "../scripts/test_groups.ts";
import { countsText, countTests, runTests } from "../scripts/test_run.ts";
import { Workspace } from "./harness/workspace.ts";

Deno.test("the last line of deno test is counted, colours and steps or not", () => {
  const counts = (text: string) => countsText(countTests(text));
  assertEquals(
    counts("a\n\nok | 1555 passed (41 steps) | 0 failed | 7 ignored (3m49s)\n\n"),
    "1555 passed, 0 failed, 7 skipped",
  );
  assertEquals(
    counts(
      "\x1b[31mFAILED\x1b[0m | 24 passed | 1 failed \x1b[38;5;245m(20s)\x1b[0m\n\nerror: Test failed",
    ),
    "24 passed, 1 failed, 0 skipped",
  );
  assertEquals(counts("error: Type checking failed.\n"), "0 passed, 1 failed, 0 skipped");
});

Deno.test("a run of tests has the counts and the exit code of deno test", async () => {
  using workspace = new Workspace();
  let printed = "";
  const print = (bytes: Uint8Array) => {
    printed += new TextDecoder().decode(bytes);
    return Promise.resolve();
  };
  workspace.write("good_test.ts", `Deno.test("a", () => {});\nDeno.test.ignore("b", () => {});\n`);
  const good = await runTests(["--no-check", "--quiet", "good_test.ts"], workspace.path, print);
  assertStringIncludes(printed, "ok | 1 passed | 0 failed | 1 ignored");
  assertEquals(good, { code: 0, counts: { passed: 1, failed: 0, skipped: 1 } });
  workspace.write("bad_test.ts", `throw new Error("not even loaded");\n`);
  const bad = await runTests(["--no-check", "--quiet", "bad_test.ts"], workspace.path, print);
  assertEquals(bad, { code: 1, counts: { passed: 0, failed: 1, skipped: 0 } });
});

Deno.test("test files are gathered into a few modules, each once, and fail under their own names", async () => {
  using workspace = new Workspace();
  await Deno.mkdir(workspace.at("src/deep"), { recursive: true });
  for (const name of ["a", "b", "deep/c"]) {
    workspace.write(`src/${name}_test.ts`, `Deno.test("${name}", () => {});\n`);
  }
  workspace.write("src/not_a_test.tsx", "no module at all");
  assertEquals(groupTests(workspace.at("src"), 9, workspace.path).length, 3);
  workspace.write("src/d_test.ts", `Deno.test("d", () => { throw new Error("oh"); });\n`);
  const groups = groupTests(workspace.at("src"), 2, workspace.path);
  assertEquals(groups.length, 2);
  let printed = "";
  const print = (bytes: Uint8Array) => {
    printed += new TextDecoder().decode(bytes);
    return Promise.resolve();
  };
  const { counts } = await runTests(["--no-check", "--quiet", ...groups], workspace.path, print);
  assertEquals(counts, { passed: 3, failed: 1, skipped: 0 });
  assertStringIncludes(printed, "d => ./src/d_test.ts:1:6");
});
