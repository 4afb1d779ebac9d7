import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { ServesweepError } from "../lib/errors.ts";
import { type Lock, type LockOptions, takeLock } from "./lock.ts";
import { currentHolder, type LockHolder } from "./lock_holder.ts";

/** A directory for a test and locks in it. */
class Place implements Disposable {
  readonly directory = Deno.makeTempDirSync({ prefix: "servesweep-test-" });
  readonly path = `${this.directory}/lock`;

  async take(options: Partial<LockOptions> = {}): Promise<Lock> {
    const holder = currentHolder("test");
    const lock = await takeLock({ path: this.path, holder, ifLocked: "fail", ...options });
    assert(lock !== null, "the lock is held");
    return lock!;
  }

  /** Text of the lock file. */
  text(): string {
    return Deno.readTextFileSync(this.path);
  }

  write(text: string): void {
    Deno.writeTextFileSync(this.path, text);
  }

  /** Leaves the text of a holder that did not give the lock back. */
  leave(holder: Partial<LockHolder>): void {
    this.write(JSON.stringify({ ...currentHolder("left"), ...holder }));
  }

  /** Message of the error that taking the lock ends with. */
  async refusal(exitCode: number, options: Partial<LockOptions> = {}): Promise<string> {
    const error: ServesweepError = await assertRejects(() => this.take(options), ServesweepError);
    assertEquals(error.exitCode, exitCode);
    return error.message;
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.directory, { recursive: true });
  }
}

/** Runs with another `tryLockSync` of open files. */
async function withTryLock(
  replacement: (original: () => boolean) => boolean,
  action: () => Promise<void>,
): Promise<void> {
  const original = Deno.FsFile.prototype.tryLockSync;
  Deno.FsFile.prototype.tryLockSync = function (exclusive) {
    return replacement(() => original.call(this, exclusive));
  };
  try {
    await action();
  } finally {
    Deno.FsFile.prototype.tryLockSync = original;
  }
}

Deno.test("a lock names its holder while it is held and nobody afterwards", async () => {
  using place = new Place();
  const holder = currentHolder("servesweep serve");
  const lock = await place.take({ holder });
  assertEquals(JSON.parse(place.text()), holder);
  lock[Symbol.dispose]();
  assertEquals(place.text(), "");
});

Deno.test("the holder of an earlier boot is stale, whatever process has its pid now", async () => {
  using place = new Place();
  place.leave({ pid: Deno.pid, boot: "an earlier one" });
  using lock = await place.take();
  assertEquals(lock.stale?.boot, "an earlier one");
});

Deno.test("a half-written or foreign text is no stale holder", async () => {
  using place = new Place();
  for (const text of ["", "{", "null", "12", `{"pid": 1}`, `{"pid": "1", "host": "h"}`, "\xff"]) {
    place.write(text);
    using lock = await place.take();
    assertEquals(lock.stale, null, text);
  }
});

Deno.test("a holder on another machine counts as known: its processes cannot be seen", async () => {
  using place = new Place();
  using _lock = await place.take();
  place.leave({ pid: 0, host: "elsewhere", boot: "its own" });
  assertMatch(await place.refusal(4), /another sweep runs here: pid 0 on elsewhere since/);
});

Deno.test("a held lock without a name says so", async () => {
  using place = new Place();
  using _lock = await place.take();
  place.write("");
  assertMatch(await place.refusal(4), /another sweep runs here, which left no name$/);
  assertMatch(await place.refusal(4, { shared: true }), /another sweep runs on this box, which/);
});

Deno.test("control characters and endless commands in a lock file do not reach a message", async () => {
  using place = new Place();
  using _lock = await place.take();
  place.leave({ command: "\x1b[2J\u009b\u202e" + "x".repeat(1000) });
  const message = await place.refusal(4);
  assertMatch(message, /: \?\[2J\?\?x{200,300} \.\.\.$/);
});

Deno.test("a waiting sweep is told who holds the lock, once, and again when the holder changes", async () => {
  using place = new Place();
  const told: string[] = [];
  const first = await place.take({ holder: currentHolder("first") });
  const isTold = Promise.withResolvers<void>();
  const isToldAgain = Promise.withResolvers<void>();
  const waiting = place.take({
    ifLocked: "wait",
    onWait: (text) => {
      told.push(text);
      (told.length === 1 ? isTold : isToldAgain).resolve();
    },
  });
  await isTold.promise;
  first[Symbol.dispose]();
  // Taken before the event loop goes round: the waiting one cannot come between.
  const second = await place.take({ holder: currentHolder("second") });
  await isToldAgain.promise;
  second[Symbol.dispose]();
  using _lock = await waiting;
  assertEquals(told.map((text) => text.split(": ").at(-1)), ["first", "second"]);
});

Deno.test("an abort ends the waiting with its reason and leaves the lock to its holder", async () => {
  using place = new Place();
  using _lock = await place.take();
  const text = place.text();
  const controller = new AbortController();
  const reason = new Error("stopped by SIGTERM");
  const onWait = () => controller.abort(reason);
  const { signal } = controller;
  for (const _ of ["while it waits", "before it tries"]) {
    const error = await assertRejects(() => place.take({ ifLocked: "wait", signal, onWait }));
    assertEquals(error, reason);
  }
  assertEquals(place.text(), text);
});

Deno.test("of many waiting sweeps one has the lock at a time, and each gets it", async () => {
  using place = new Place();
  let inside = 0;
  let rounds = 0;
  await Promise.all(Array.from({ length: 6 }, async () => {
    using _lock = await place.take({ ifLocked: "wait" });
    assertEquals(++inside, 1);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inside--;
    rounds++;
  }));
  assertEquals(rounds, 6);
});

Deno.test("a symbolic link is refused and nothing is made or changed behind it", async () => {
  using place = new Place();
  const target = `${place.directory}/target`;
  await Deno.symlink(target, place.path);
  for (const text of [null, "precious"]) {
    if (text !== null) await Deno.writeTextFile(target, text);
    const message = await place.refusal(6, { shared: true });
    assertStringIncludes(message, `Cannot open the lock "${place.path}": it is a symbolic link`);
    assertStringIncludes(message, "SERVESWEEP_BOX_LOCK");
    if (text === null) await assertRejects(() => Deno.lstat(target), Deno.errors.NotFound);
    else assertEquals(await Deno.readTextFile(target), text);
  }
});

Deno.test("a directory in the place of a lock is refused", async () => {
  using place = new Place();
  await Deno.mkdir(place.path);
  assertMatch(await place.refusal(6), /it is not a plain file.*--output-dir/);
});

Deno.test("a file that is removed between opening and locking is not the lock that is taken", async () => {
  using place = new Place();
  let calls = 0;
  await withTryLock((original) => {
    if (++calls === 1) Deno.removeSync(place.path);
    return original();
  }, async () => {
    using _lock = await place.take();
    assertEquals(calls, 2);
    assertMatch(place.text(), /"command":"test"/);
  });
});

Deno.test("a file that is removed each time is given up", async () => {
  using place = new Place();
  await withTryLock((original) => {
    Deno.removeSync(place.path);
    return original();
  }, async () => assertMatch(await place.refusal(6), /it is replaced all the time/));
});

Deno.test("a file system without locks is named, with what to do", async () => {
  using place = new Place();
  const fail = () => {
    throw new Error("No locks available (os error 37)");
  };
  await withTryLock(fail, async () => {
    const message = await place.refusal(6);
    assertStringIncludes(message, `Cannot lock "${place.path}": No locks available`);
    assertMatch(message, /file system does not lock files.*Name another --output-dir otherwise$/);
    assertMatch(await place.refusal(6, { shared: true }), /SERVESWEEP_BOX_LOCK/);
  });
});

Deno.test("a directory that cannot be made is the system's error for an experiment, ours for a box", async () => {
  using place = new Place();
  place.write("");
  const path = `${place.path}/below/lock`;
  const error = await assertRejects(() => place.take({ path }));
  assert(!(error instanceof ServesweepError), String(error));
  assertMatch(await place.refusal(6, { path, shared: true }), /Cannot open the lock/);
});
