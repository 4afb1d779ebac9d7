import { assert, assertEquals } from "@std/assert";
import { eventually } from "../../../tests/harness/process_table.ts";
import { hundreds } from "../../../tests/harness/shell_writer.ts";
import { Workspace } from "../../../tests/harness/workspace.ts";
import { follow } from "./follow.ts";
import { logEnd } from "./log_parts.ts";
import { rotateLog } from "./log_rotation.ts";

/** Follows a log and keeps what it was passed. */
class Follower {
  text = "";
  readonly #end = Promise.withResolvers<void>();
  readonly #done: Promise<void>;

  constructor(path: string, from: number) {
    const decoder = new TextDecoder();
    this.#done = follow(path, from, this.#end.promise, (bytes) => {
      this.text += decoder.decode(bytes, { stream: true });
    });
  }

  async end(): Promise<string> {
    this.#end.resolve();
    await this.#done;
    return this.text;
  }
}

function append(path: string, text: string): void {
  Deno.writeTextFileSync(path, text, { append: true });
}

Deno.test("what is appended is passed on, from the offset to the end of the process", async () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "earlier\n");
  const follower = new Follower(path, logEnd(path));
  append(path, "one\n");
  await eventually("the first line came", () => follower.text === "one\n");
  append(path, "two\n");
  assertEquals(await follower.end(), "one\ntwo\n");
});

Deno.test("after a rotation it goes on with what comes then, and says that it was one", async () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "earlier\n");
  const follower = new Follower(path, logEnd(path));
  const old = hundreds(50, "line").map((line) => `${line}\n`).join("");
  append(path, old);
  await eventually("the lines came", () => follower.text === old);
  await rotateLog(path, 4096);
  append(path, "new\n");
  const text = await follower.end();
  assert(text.startsWith(`${old}[servesweep] Cut at 5008 bytes: `), text);
  assert(text.endsWith(" is in a.log.1\nnew\n"), text);
});

Deno.test("a file that somebody takes away ends nothing", async () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "one\n");
  const follower = new Follower(path, 0);
  await eventually("the line came", () => follower.text === "one\n");
  await Deno.remove(path);
  assertEquals(await follower.end(), "one\n");
});

Deno.test("a file that somebody emptied is followed from its beginning", async () => {
  using workspace = new Workspace();
  const path = workspace.write("a.log", "a long line\n");
  const follower = new Follower(path, 0);
  await eventually("the line came", () => follower.text === "a long line\n");
  workspace.write("a.log", "new\n");
  assertEquals(await follower.end(), "a long line\nnew\n");
});
