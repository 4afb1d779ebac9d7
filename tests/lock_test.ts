/** The lock between real processes. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { takeLock } from "../src/store/lock.ts";
import { currentHolder } from "../src/store/lock_holder.ts";
import { within } from "./harness/deadline.ts";
import { skipUnless } from "./harness/skip.ts";
import { program } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** One line of the fixture program. */
interface Line {
  readonly waiting?: string;
  readonly skipped?: boolean;
  readonly locked?: boolean;
  readonly stale?: { readonly pid: number; readonly command: string } | null;
  readonly childPid?: number | null;
  readonly failed?: string;
  readonly exitCode?: number;
}

/** The fixture program, from its start to its end. */
class Holder implements AsyncDisposable {
  readonly process: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<Uint8Array>;
  #text = "";

  constructor(words: readonly string[], prefix: readonly string[] = []) {
    const importMap = new URL("../scripts/npm.importmap.json", import.meta.url).pathname;
    const flags = Deno.env.get("SERVESWEEP_STD") === "npm" ? [`--import-map=${importMap}`] : [];
    const [first, ...args] = [
      ...prefix,
      ...[Deno.execPath(), "run", "-A", ...flags, program("holds_lock.ts"), ...words],
    ];
    this.process = new Deno.Command(first!, { args, stdin: "piped", stdout: "piped" }).spawn();
    this.#lines = this.process.stdout.getReader();
  }

  /** The next line it prints. */
  async next(): Promise<Line> {
    while (!this.#text.includes("\n")) {
      const { value, done } = await within("a line", this.#lines.read(), this.process);
      if (done) throw new Error(`The holder ended after: ${this.#text}`);
      this.#text += new TextDecoder().decode(value);
    }
    const end = this.#text.indexOf("\n");
    const line = JSON.parse(this.#text.slice(0, end));
    this.#text = this.#text.slice(end + 1);
    return line;
  }

  /** Lets it give the lock back, and waits for its end. */
  async release(): Promise<void> {
    await this.process.stdin.close();
    await within("the end of the holder", this.process.status, this.process);
  }

  async kill(): Promise<void> {
    this.process.kill("SIGKILL");
    await within("the end of the holder", this.process.status, this.process);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.process.kill("SIGKILL");
    } catch {
      // It has ended.
    }
    await within("the end of the holder", this.process.status, this.process);
    await this.#lines.cancel();
    await this.process.stdin.close().catch(() => {});
  }
}

Deno.test("a killed holder leaves the lock free at once, and the next one learns who died", async () => {
  using workspace = new Workspace();
  const path = workspace.at("lock");
  await using first = new Holder([path, "fail"]);
  assertEquals(await first.next(), { locked: true, stale: null, childPid: null });
  await first.kill();
  using lock = await takeLock({ path, holder: currentHolder("next"), ifLocked: "fail" });
  assertEquals(lock!.stale?.pid, first.process.pid);
  assertEquals(lock!.stale?.command, "holds_lock");
});

Deno.test("a child that outlives a killed holder does not hold the lock", async () => {
  using workspace = new Workspace();
  const path = workspace.at("lock");
  await using first = new Holder([path, "fail", "child"]);
  const { childPid } = await first.next();
  try {
    await first.kill();
    using lock = await takeLock({ path, holder: currentHolder("next"), ifLocked: "skip" });
    assertEquals(lock?.stale?.pid, first.process.pid);
    // It is alive: a zombie has no command line.
    assertMatch(await Deno.readTextFile(`/proc/${childPid}/cmdline`), /sleep.300/);
  } finally {
    Deno.kill(childPid!, "SIGKILL");
  }
});

Deno.test("a lock that was given back is not stale, and its file stays", async () => {
  using workspace = new Workspace();
  const path = workspace.at("lock");
  await using first = new Holder([path, "fail"]);
  await first.next();
  await first.release();
  assertEquals(workspace.read("lock"), "");
  await using second = new Holder([path, "fail"]);
  assertEquals((await second.next()).stale, null);
});

Deno.test("a sweep that finds the lock held fails with exit code 4 and the holder's name", async () => {
  using workspace = new Workspace();
  const path = workspace.at("lock");
  await using first = new Holder([path, "fail"]);
  await first.next();
  await using second = new Holder([path, "fail"]);
  const { failed, exitCode } = await second.next();
  assertEquals(exitCode, 4);
  const name = `another sweep runs here: pid ${first.process.pid} on ${Deno.hostname()} since 20`;
  assertStringIncludes(failed!, `Cannot lock "${path}" (--if-locked wait waits for it): ${name}`);
  assert(failed!.endsWith("Z: holds_lock"), failed);
});

Deno.test("skip finds the lock held, leaves the holder alone and takes a free lock", async () => {
  using workspace = new Workspace();
  const path = workspace.at("lock");
  await using first = new Holder([path, "fail"]);
  await first.next();
  const text = workspace.read("lock");
  await using second = new Holder([path, "skip"]);
  assertEquals(await second.next(), { skipped: true });
  assertEquals(workspace.read("lock"), text);
  await first.release();
  await using third = new Holder([path, "skip"]);
  assertEquals((await third.next()).locked, true);
});

Deno.test("wait says who holds the lock and takes it when that one gives it back", async () => {
  using workspace = new Workspace();
  const path = workspace.at("lock");
  await using first = new Holder([path, "fail"]);
  await first.next();
  await using second = new Holder([path, "wait"]);
  assertMatch((await second.next()).waiting!, RegExp(`runs here: pid ${first.process.pid} `));
  await first.release();
  assertEquals(await second.next(), { locked: true, stale: null, childPid: null });
});

Deno.test("wait takes the lock of a holder that is killed, as stale", async () => {
  using workspace = new Workspace();
  const path = workspace.at("lock");
  await using first = new Holder([path, "fail"]);
  await first.next();
  await using second = new Holder([path, "wait"]);
  await second.next();
  await first.kill();
  assertEquals((await second.next()).stale?.pid, first.process.pid);
});

Deno.test("the lock of a box is open to all users, that of a directory follows the umask", async () => {
  using workspace = new Workspace();
  const box = workspace.at("box.lock");
  const modes = [["box", box, 0o666], [workspace.at("lock"), workspace.at("lock"), 0o600]] as const;
  for (const [word, path, mode] of modes) {
    const prefix = ["env", `SERVESWEEP_BOX_LOCK=${box}`, "sh", "-c", `umask 077; exec "$@"`, "sh"];
    await using holder = new Holder([word, "fail"], prefix);
    assertEquals((await holder.next()).locked, true);
    assertEquals((await Deno.stat(path)).mode! & 0o777, mode);
  }
});

/** Words before a command that take root's right to write to every file. */
const WITHOUT_OVERRIDE = Deno.uid() === 0
  ? ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
  : [];

function canDropRights(): boolean {
  const [program, ...args] = [...WITHOUT_OVERRIDE, "true"];
  try {
    return new Deno.Command(program!, { args, stderr: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test({
  name:
    "a file that may only be read can be locked, and the next one hears that the name is not known",
  ignore: skipUnless("setpriv", canDropRights()),
  async fn() {
    using workspace = new Workspace();
    const text = JSON.stringify({ ...currentHolder("old"), pid: 0, boot: "an earlier one" });
    const path = workspace.write("lock", text);
    await Deno.chmod(path, 0o444);
    await using first = new Holder([path, "fail"], WITHOUT_OVERRIDE);
    assertEquals((await first.next()).stale?.command, "old");
    assertEquals(workspace.read("lock"), text);
    await using second = new Holder([path, "fail"], WITHOUT_OVERRIDE);
    const { failed, exitCode } = await second.next();
    assertEquals(exitCode, 4);
    assertStringIncludes(
      failed!,
      "another sweep runs here, which left no name; the last that did: pid 0 on",
    );
  },
});
