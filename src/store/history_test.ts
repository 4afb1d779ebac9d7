import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { anyText } from "../../tests/harness/any_text.ts";
import { skipUnless } from "../../tests/harness/skip.ts";
import { SmallDisk } from "../../tests/harness/small_disk.ts";
import { Workspace } from "../../tests/harness/workspace.ts";
import { DURATION_KINDS, type Measurement } from "../forecast/expected.ts";
import { appendHistory, historyPath, readHistory } from "./history.ts";

function measurement(atMs: number): Measurement {
  return { kind: "run", atMs, ms: 1.5, keys: [`0123456789ab ${atMs}`, "0123456789ab"] };
}

/** Measurements of as many things. */
function many(count: number, from = 0): Measurement[] {
  return Array.from({ length: count }, (_, index) => measurement(from + index));
}

Deno.test("the path is the one that is named, else in the state directory of the user", () => {
  const path = (variables: Record<string, string>) => historyPath((name) => variables[name]);
  const state = "servesweep/durations.jsonl";
  assertEquals(path({ HOME: "/home/a" }), `/home/a/.local/state/${state}`);
  assertEquals(path({ HOME: "/home/a", XDG_STATE_HOME: "/s" }), `/s/${state}`);
  assertEquals(path({ HOME: "/home/a", XDG_STATE_HOME: "s" }), `/home/a/.local/state/${state}`);
  assertEquals(path({ HOME: "/home/a", SERVESWEEP_HISTORY: "h.jsonl" }), "h.jsonl");
  assertEquals(path({ HOME: "/home/a", SERVESWEEP_HISTORY: "" }), null);
  assertEquals(path({}), null);
});

Deno.test("what is appended is read again, in directories that are made for it, for this user alone", () => {
  using workspace = new Workspace();
  const path = workspace.at("a/b/durations.jsonl");
  assertEquals(readHistory(path), []);
  const kinds = DURATION_KINDS.map((kind, index) => ({ ...measurement(index), kind }));
  assert(appendHistory(path, kinds.slice(0, 2)));
  assert(appendHistory(path, kinds.slice(2)));
  assert(appendHistory(path, []));
  assertEquals(readHistory(path), kinds);
  assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
  assertEquals(Deno.statSync(workspace.at("a")).mode! & 0o777, 0o700);
});

Deno.test("a relative name is one in the working directory", () => {
  using workspace = new Workspace();
  const before = Deno.cwd();
  Deno.chdir(workspace.path);
  try {
    assert(appendHistory("h.jsonl", many(1)));
  } finally {
    Deno.chdir(before);
  }
  assertEquals(readHistory(workspace.at("h.jsonl")).length, 1);
});

Deno.test("torn lines, lines of others and of other versions are passed over", () => {
  using workspace = new Workspace();
  const path = workspace.at("h.jsonl");
  appendHistory(path, many(1));
  const good = workspace.read("h.jsonl");
  const lines = [
    good.slice(0, 30),
    "",
    "hello",
    "null",
    "[]",
    good.replace(`"v":1`, `"v":2`),
    good.replace(`"run"`, `"nap"`),
    good.replace(`"ms":1.5`, `"ms":-1`),
    good.replace(`"ms":1.5`, `"ms":1e999`),
    good.replace(/"keys":.*\]/, `"keys":[]`),
    good.replace(/"keys":.*\]/, `"keys":[1]`),
  ].map((line) => line.trimEnd());
  workspace.write("h.jsonl", `${lines.join("\n")}\n${good}`);
  assertEquals(readHistory(path), many(1));
});

Deno.test("any damage costs lines and never the reader", () => {
  using workspace = new Workspace();
  const path = workspace.at("h.jsonl");
  fc.assert(fc.property(fc.nat(400), anyText(), (at, text) => {
    Deno.writeTextFileSync(path, "");
    appendHistory(path, many(3));
    const whole = Deno.readTextFileSync(path);
    Deno.writeTextFileSync(path, whole.slice(0, at) + text + whole.slice(at));
    assert(readHistory(path).length <= 3 + text.length);
  }));
});

Deno.test("beyond its size the older half is dropped, and nothing is left of the rewriting", () => {
  using workspace = new Workspace();
  const path = workspace.at("h.jsonl");
  const lineBytes = (() => {
    appendHistory(path, many(1));
    return Deno.statSync(path).size;
  })();
  for (let count = 1; count < 200; count++) appendHistory(path, many(1, count), 100 * lineBytes);
  const kept = readHistory(path);
  assert(kept.length >= 40 && kept.length <= 101, `${kept.length} lines`);
  assertEquals(kept.at(-1)!.atMs, 199);
  assertEquals(kept.map(({ atMs }) => atMs), kept.map((_, index) => kept[0]!.atMs + index));
  assertEquals(workspace.files(), ["h.jsonl"]);
  assertEquals(Deno.statSync(path).mode! & 0o777, 0o600);
});

Deno.test("of one thing the newest five are read, oldest first", () => {
  using workspace = new Workspace();
  const path = workspace.at("h.jsonl");
  const all = Array.from({ length: 20 }, (_, atMs) => ({
    ...measurement(atMs),
    keys: [atMs % 2 === 0 ? "even" : "odd", "any"],
  }));
  appendHistory(path, all);
  assertEquals(readHistory(path), all.slice(-10));
});

Deno.test("two that write at the same time lose nothing of each other", async () => {
  using workspace = new Workspace();
  const path = workspace.at("h.jsonl");
  const module = new URL("history.ts", import.meta.url).href;
  const script = `import { appendHistory } from ${JSON.stringify(module)};
    const [path, from] = Deno.args;
    for (let i = 0; i < 200; i++) {
      appendHistory(path, [{ kind: "run", atMs: Number(from) + i, ms: 1, keys: [from + i, "k".repeat(100)].map(String) }]);
    }`;
  const file = workspace.write("writer.ts", script);
  const flags = Deno.env.get("SERVESWEEP_STD") === "npm"
    ? [`--import-map=${new URL("../../scripts/npm.importmap.json", import.meta.url).pathname}`]
    : [`--config=${new URL("../../deno.json", import.meta.url).pathname}`];
  const writers = [0, 1_000].map((from) =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-lock", ...flags, file, path, String(from)],
      stderr: "piped",
    }).output()
  );
  for (const { success, stderr } of await Promise.all(writers)) {
    assert(success, new TextDecoder().decode(stderr));
  }
  const times = readHistory(path).map(({ atMs }) => atMs).sort((a, b) => a - b);
  assertEquals(times, [...Array(200).keys(), ...Array.from({ length: 200 }, (_, i) => 1_000 + i)]);
});

Deno.test("what cannot be written is no error, what cannot be read is empty", () => {
  using workspace = new Workspace();
  const file = workspace.write("file", "");
  assertEquals(appendHistory(`${file}/h.jsonl`, many(1)), false);
  assertEquals(appendHistory(workspace.path, many(1)), false);
  assertEquals(readHistory(workspace.path), []);
  assertEquals(readHistory("/dev/zero"), []);
  assertEquals(appendHistory("/dev/full", many(1)), false);
});

Deno.test({
  name: "a full disk is no error either",
  ignore: skipUnless("mount", SmallDisk.isPossible()),
  fn() {
    using disk = new SmallDisk("size=64k");
    const path = `${disk.path}/h.jsonl`;
    assert(appendHistory(path, many(1)));
    disk.fill();
    while (appendHistory(path, many(10)));
    assert(readHistory(path).length >= 1);
  },
});
