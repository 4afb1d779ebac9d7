import { assertEquals } from "@std/assert";
import { runKeys, serverIdentity, withFilesOf, workloadIdentity } from "./identity.ts";
import { identityDiff } from "./identity_diff.ts";
import { fileText, possibleFiles } from "./named_files.ts";

const possible = (...argv: string[]) => [...possibleFiles(["vllm", ...argv])].sort();

Deno.test("words that may be files: whole, behind = and @, in mounts and in scripts", () => {
  assertEquals(possible("--config", "a.yaml"), ["a.yaml"]);
  assertEquals(possible("--config=a.yaml", "--lora-modules", "x=/l", "y=/m"), [
    "/l",
    "/m",
    "a.yaml",
    "x=/l",
    "y=/m",
  ]);
  assertEquals(possible("-d", "@body.json"), ["@body.json", "body.json"]);
  assertEquals(possible("-v", "/h/a.yaml:/c/a.yaml"), ["/h/a.yaml", "/h/a.yaml:/c/a.yaml"]);
  assertEquals(possible("-c", `./start.sh 'b.yaml' > log.txt && exec "$@"`), [
    "$@",
    "./start.sh",
    "b.yaml",
    "exec",
  ]);
  assertEquals([...possibleFiles(["./start.sh"])], ["./start.sh"]);
});

Deno.test("what a program writes is no file of it, nor is a text or a program on PATH", () => {
  for (
    const flag of [
      "--log-file",
      "--output-file",
      "--output_dir",
      "--result-filename",
      "-o",
      "--cidfile",
    ]
  ) {
    assertEquals(possible(flag, "a"), []);
    assertEquals(possible(`${flag}=a`), []);
  }
  assertEquals(possible("--log-config-file", "a"), ["a"]);
  assertEquals(possible("x".repeat(5000)), []);
});

Deno.test("a file is named with its flag", () => {
  const argv = [
    "bash",
    "start.sh",
    "--config",
    "a.yaml",
    "--lora-modules",
    "x=/l",
    "y=/m",
    "--d=b",
  ];
  assertEquals(["a.yaml", "b", "start.sh"].map((path) => fileText(argv, path)), [
    "--config a.yaml",
    "--d b",
    "start.sh",
  ]);
});

const identity = (serve: Record<string, string>, bench: Record<string, string> = {}) => ({
  ...serverIdentity(["s", "--config", "c"], {}, null, null, serve),
  ...workloadIdentity(["b", "--data", "d"], {}, null, null, bench),
});

Deno.test("without files the key is that of before, with them their content is in it", () => {
  const key = (...files: Parameters<typeof identity>) => runKeys(identity(...files))(0);
  const { serveFiles: _, benchFiles: __, ...before } = identity({});
  assertEquals(key({}), runKeys(before)(0));
  assertEquals(new Set([key({}), key({ c: "1" }), key({ c: "2" }), key({}, { c: "1" })]).size, 4);
  assertEquals(key({ b: "1", a: "2" }), key({ a: "2", b: "1" }));
});

Deno.test("only files that somebody looked at are compared", () => {
  const now = identity({ c: "2", out: "x" }, { d: "1" });
  const key = (other: ReturnType<typeof identity> | null) => runKeys(withFilesOf(now, other))(0);
  assertEquals(key(null), runKeys(identity({}))(0));
  assertEquals(key(identity({ c: "1" })), runKeys(identity({ c: "2" }))(0));
  assertEquals(identityDiff(identity({}), now), []);
  assertEquals(identityDiff(identity({ c: "1" }, { d: "1" }), now), [
    "serve command: --config c has other content",
  ]);
  assertEquals(identityDiff(identity({ c: "2" }, { e: "1" }), now), [
    "bench command: e names no file any more",
  ]);
});
