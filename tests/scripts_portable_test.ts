import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { bundle, type Program } from "../scripts/portable/bundle.ts";
import { buildPortable } from "../scripts/portable/build.ts";
import type { Runtime } from "../scripts/portable/runtime.ts";
import { finished, within } from "./harness/deadline.ts";
import { skipUnless } from "./harness/skip.ts";
import { Workspace } from "./harness/workspace.ts";

/** A program that tells what it was given, waits for a signal or ends with a code. */
const PROGRAM = `
const { answer } = await import("./later.ts");
const [verb, code] = Deno.args;
if (verb === "exit") Deno.exit(Number(code));
if (verb === "wait") {
  Deno.addSignalListener("SIGTERM", () => Deno.exit(42));
  console.log("ready");
  setInterval(() => {}, 1000);
} else {
  const env = Deno.env.toObject();
  const { TINY_TOOL_SELF: self, TINY_TOOL_CACHE: cache, DENO_DIR: denoDir } = env;
  console.log(JSON.stringify({ answer, args: Deno.args, self, cache, denoDir, cwd: Deno.cwd() }));
}
`;

/**
 * A script that becomes Deno, large enough to be caught half written, and of no use without its last line. Deno itself would be a
 * hundred megabytes to unpack at each first start; releases are tested with it.
 */
function runtimeText(): string {
  const lines = Array.from(
    { length: 30_000 },
    () => `# ${crypto.getRandomValues(new Uint8Array(32)).toBase64()}\n`,
  );
  return `#!/bin/sh\n${lines.join("")}exec "${Deno.execPath()}" "$@"\n`;
}

/** A built program with a home of its own. */
class Portable implements Disposable {
  readonly workspace = new Workspace();
  readonly path = this.workspace.at("bin", "tiny-tool");
  readonly runtime: Runtime = {
    path: this.workspace.write("runtime", runtimeText()),
    machine: Deno.build.arch,
  };

  static async make(): Promise<Portable> {
    const portable = new Portable();
    await portable.build(portable.path, portable.runtime);
    await Deno.mkdir(portable.at("home"));
    await Deno.mkdir(portable.at("tmp"));
    return portable;
  }

  async build(output: string, runtime: Runtime): Promise<void> {
    await buildPortable({
      name: "tiny-tool",
      version: "1.0.0",
      program: await this.program(),
      quick: "--quick",
      runtime,
      output,
      cacheDir: this.at("packed"),
      gzipLevel: 1,
    });
  }

  program(): Promise<Program> {
    this.workspace.write("later.ts", `export const answer = 6 * 7;\n`);
    return bundle(this.workspace.write("main.ts", PROGRAM));
  }

  at(...names: string[]): string {
    return this.workspace.at(...names);
  }

  spawn(args: string[], env: Record<string, string> = {}, program = this.path): Deno.ChildProcess {
    return new Deno.Command(program, {
      args,
      cwd: this.workspace.path,
      clearEnv: true,
      env: {
        PATH: Deno.env.get("PATH") ?? "",
        HOME: this.at("home"),
        TMPDIR: this.at("tmp"),
        ...env,
      },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  async run(args: string[], env: Record<string, string> = {}, program = this.path) {
    return await finished(this.spawn(args, env, program));
  }

  /** What the program was given; fails with its messages if it did not start. */
  async told(args: string[], env: Record<string, string> = {}, program = this.path) {
    const { code, stdout, stderr } = await this.run(args, env, program);
    assertEquals(code, 0, stderr);
    return JSON.parse(stdout);
  }

  /** Names in a directory of the workspace that the program keeps its files in. */
  unpacked(...names: string[]): string[] {
    return [...Deno.readDirSync(this.at(...names))].map(({ name }) => name)
      .map((name) => name.replace(/-[0-9a-f]{16}/, "-HASH")).filter((name) =>
        !name.startsWith("v8")
      )
      .sort();
  }

  /** Path of the unpacked file whose name begins so. */
  file(directory: string, prefix: string): string {
    const entry = [...Deno.readDirSync(directory)].find(({ name }) => name.startsWith(prefix));
    return `${directory}/${entry!.name}`;
  }

  [Symbol.dispose](): void {
    this.workspace[Symbol.dispose]();
  }
}

const FILES = ["app-HASH", "deno-HASH"];

Deno.test("the portable executable", async (t) => {
  using portable = await Portable.make();
  const cache = portable.at("home", ".cache", "tiny-tool");

  await t.step("ten first starts at the same time all work and leave whole files", async () => {
    const words = Array.from({ length: 10 }, (_, index) => String(index));
    const told = await Promise.all(words.map((word) => portable.told([word])));
    assertEquals(told.map(({ args }) => args), words.map((word) => [word]));
    assertEquals(portable.unpacked("home", ".cache", "tiny-tool"), FILES);
    assertEquals((await Deno.stat(cache)).mode! & 0o777, 0o700);
  });

  await t.step(
    "what is loaded later is in it, in a file of its own that a start does not read",
    async () => {
      assertEquals((await portable.told([])).answer, 42);
      const app = portable.file(cache, "app-");
      const texts = await Array.fromAsync(
        Deno.readDir(app),
        async ({ name }) => ({ name, text: await Deno.readTextFile(`${app}/${name}`) }),
      );
      const later = texts.filter(({ text }) => text.includes("6 * 7"));
      assertEquals(later.map(({ name }) => name.replace(/-\w+/, "")), ["later.js"]);
      assert(!texts.some(({ text }) => text.includes(`import("`)));
    },
  );

  await t.step("a start that is to be quick is as any other", async () => {
    assertEquals((await portable.told(["a", "--quick", "b"])).args, ["a", "--quick", "b"]);
  });

  await t.step("arguments arrive as they are", async () => {
    const args = ["two words", "two\nlines", "", "$HOME `id` \"'*", "--help", "-A", "--", "é"];
    assertEquals((await portable.told(args)).args, args);
  });

  await t.step("its own path is absolute, however it was called", async () => {
    assertEquals((await portable.told([])).self, portable.path);
    const cwd = await Deno.realPath(portable.workspace.path);
    const relative = await portable.told(["-c", "bin/tiny-tool"], {}, "/bin/sh");
    assertEquals(relative.self, `${cwd}/bin/tiny-tool`);
    const path = `${portable.at("bin")}:${Deno.env.get("PATH")}`;
    const found = await portable.told(["-c", "tiny-tool"], { PATH: path }, "/bin/sh");
    assertEquals(found.self, portable.path);
  });

  await t.step("the user's DENO_DIR stays as it was", async () => {
    assertEquals((await portable.told([])).denoDir, undefined);
    assertEquals((await portable.told([], { DENO_DIR: "/a b" })).denoDir, "/a b");
  });

  await t.step("the exit code is the program's", async () => {
    assertEquals((await portable.run(["exit", "3"])).code, 3);
  });

  await t.step("a signal reaches the program", async () => {
    await using child = portable.spawn(["wait"]);
    const reader = child.stdout.getReader();
    const { value } = await within("its first line", reader.read(), child);
    assertEquals(new TextDecoder().decode(value), "ready\n");
    child.kill("SIGTERM");
    reader.releaseLock();
    assertEquals((await finished(child)).code, 42);
  });

  await t.step("a damaged file in the cache is replaced", async () => {
    const main = `${portable.file(cache, "app-")}/main.js`;
    for (const file of [main, portable.file(cache, "deno-")]) {
      for (const size of [0, 1000]) {
        await Deno.truncate(file, size);
        assertEquals((await portable.told(["again"])).args, ["again"]);
      }
    }
    assertEquals(portable.unpacked("home", ".cache", "tiny-tool"), FILES);
  });

  await t.step("a new version removes those unpacked over a week ago", async () => {
    const env = { TINY_TOOL_CACHE: portable.at("versions") };
    await portable.told([], env);
    const app = portable.file(env.TINY_TOOL_CACHE, "app-");
    const runtime = portable.file(env.TINY_TOOL_CACHE, "deno-");
    const old = ["app-0", "deno-0", "deno-0.killed", "install-0.js", "notes"];
    const files = [...old, "app-recent"].map((name) =>
      portable.workspace.write(`versions/${name}`, name)
    );
    const monthAgo = Date.now() / 1000 - 30 * 24 * 3600;
    for (const file of [...files.slice(0, old.length), runtime]) {
      await Deno.utime(file, monthAgo, monthAgo);
    }
    const { ino } = await Deno.stat(runtime);
    await Deno.remove(app, { recursive: true });
    await portable.told([], env);
    assertEquals(portable.unpacked("versions"), [...FILES, "app-recent", "notes"].sort());
    assertEquals((await Deno.stat(runtime)).ino, ino);
  });

  await t.step("a version that still runs is kept, however old it is", async () => {
    const env = { TINY_TOOL_CACHE: portable.at("running") };
    await portable.told([], env);
    const app = portable.file(env.TINY_TOOL_CACHE, "app-");
    const [running, ended] = ["app-1", "app-2"].map((name) => `${env.TINY_TOOL_CACHE}/${name}`);
    await Deno.rename(app, running!);
    await Deno.mkdir(ended!);
    await using child = new Deno.Command(portable.file(env.TINY_TOOL_CACHE, "deno-"), {
      args: ["run", "-A", `${running}/main.js`, "wait"],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.getReader();
    await within("its first line", reader.read(), child);
    const monthAgo = Date.now() / 1000 - 30 * 24 * 3600;
    for (const directory of [running!, ended!]) await Deno.utime(directory, monthAgo, monthAgo);
    await portable.told([], env);
    child.kill("SIGTERM");
    assertEquals(portable.unpacked("running"), ["app-1", ...FILES].sort());
    await reader.cancel();
  });

  await t.step("a file for another kind of machine says so", async () => {
    const other = portable.at("other");
    await portable.build(other, { ...portable.runtime, machine: "riscv64" });
    const { code, stderr } = await portable.run([], { TINY_TOOL_CACHE: portable.at("new") }, other);
    assertEquals([code, stderr], [
      126,
      `tiny-tool: this file is for riscv64, this machine is ${Deno.build.arch}\n`,
    ]);
  });

  await t.step("the cache variable names the directory, relative paths included", async () => {
    const told = await portable.told([], { TINY_TOOL_CACHE: "own cache" });
    assertEquals(told.cache, await Deno.realPath(portable.at("own cache")));
    assertEquals(portable.unpacked("own cache"), FILES);
  });

  await t.step("XDG_CACHE_HOME comes before ~/.cache", async () => {
    await portable.told([], { XDG_CACHE_HOME: portable.at("xdg") });
    assertEquals(portable.unpacked("xdg", "tiny-tool"), FILES);
  });

  await t.step("a directory that others can write to is not used", async () => {
    const open = portable.at("open");
    await Deno.mkdir(open);
    await Deno.chmod(open, 0o777);
    const refused = await portable.run([], { TINY_TOOL_CACHE: open });
    assertEquals(refused.code, 126);
    assertStringIncludes(refused.stderr, `cannot unpack into TINY_TOOL_CACHE "${open}"`);
    assertEquals(portable.unpacked("open"), []);
  });

  await t.step({
    name: "a directory of someone else is not used",
    // Only root can make one.
    ignore: skipUnless("root", Deno.uid() === 0),
    fn: async () => {
      const foreign = portable.at("foreign");
      await Deno.mkdir(foreign, { mode: 0o700 });
      await Deno.chown(foreign, 65534, 65534);
      assertEquals((await portable.run([], { TINY_TOOL_CACHE: foreign })).code, 126);
      assertEquals(portable.unpacked("foreign"), []);
    },
  });

  await t.step("where the cache directory cannot be used a temporary one is", async () => {
    const uid = Deno.uid();
    await portable.told([], { XDG_CACHE_HOME: portable.workspace.write("no-directory", "") });
    assertEquals(portable.unpacked("tmp", `tiny-tool-${uid}`), FILES);
  });

  await t.step("the same input gives the same bytes", async () => {
    const first = await Deno.readFile(portable.path);
    await portable.build(portable.at("again"), portable.runtime);
    const second = await Deno.readFile(portable.at("again"));
    assert(first.length === second.length && first.every((byte, index) => byte === second[index]));
  });
});
