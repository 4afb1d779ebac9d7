/**
 * Shows that the portable file for aarch64 starts: `deno task aarch64`. Builds it and runs it under emulation: version, dry run, a
 * sweep of the simulated server. Says so where the emulator is missing, and is left out.
 */
import { portable } from "./compile.ts";
import { bundle } from "./portable/bundle.ts";
import { print } from "./print.ts";
import { ROOT, stdFlags } from "./std.ts";

const TARGET = "aarch64-unknown-linux-gnu";
const EMULATOR = "qemu-aarch64-static";
const LIBRARIES = "/usr/aarch64-linux-gnu";
const PACKAGES = "qemu-user-static libc6-arm64-cross libgcc-s1-arm64-cross";

/** How long one command may take under emulation. */
const LIMIT_MS = 10 * 60 * 1000;

/** Puts a call of the emulator in the place of the runtime, as long as that is: its size is looked at. */
async function emulate(cache: string): Promise<void> {
  for await (const { name } of Deno.readDir(cache)) {
    if (!/^deno-[0-9a-f]+$/.test(name)) continue;
    const { size } = await Deno.stat(`${cache}/${name}`);
    await Deno.rename(`${cache}/${name}`, `${cache}/arm-${name}`);
    const wrapper = `#!/bin/sh\nexec ${EMULATOR} -L ${LIBRARIES} "${cache}/arm-${name}" "$@"\n`;
    await Deno.writeTextFile(`${cache}/${name}`, wrapper, { mode: 0o700 });
    await Deno.truncate(`${cache}/${name}`, size);
  }
}

/** Runs the portable file; its output. */
async function run(directory: string, args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(`${directory}/servesweep`, {
    args,
    cwd: directory,
    env: {
      NO_COLOR: "1",
      PATH: `${directory}/bin:${Deno.env.get("PATH")}`,
      SERVESWEEP_CACHE: `${directory}/cache`,
      SERVESWEEP_HISTORY: "",
    },
    stdin: "null",
    signal: AbortSignal.timeout(LIMIT_MS),
  }).output();
  const text = new TextDecoder().decode(stdout);
  if (code !== 0) {
    throw new Error(
      `"${args.join(" ")}": code ${code}\n${text}${new TextDecoder().decode(stderr)}`,
    );
  }
  return text;
}

/** Whether a program is on PATH. */
async function isInstalled(program: string): Promise<boolean> {
  const command = new Deno.Command("sh", { args: ["-c", `command -v ${program}`], stdout: "null" });
  return (await command.output()).success;
}

async function main(): Promise<void> {
  if (!await isInstalled(EMULATOR)) {
    print(`Left out: ${EMULATOR} is not on PATH (apt-get install ${PACKAGES})`);
    return;
  }
  const directory = await Deno.makeTempDir({ prefix: "servesweep-aarch64-" });
  try {
    const program = await bundle(`${ROOT}/main.ts`, await stdFlags());
    await portable(program, TARGET, `${directory}/servesweep`);
    await Deno.mkdir(`${directory}/bin`);
    await Deno.writeTextFile(`${directory}/bin/uname`, "#!/bin/sh\necho aarch64\n", {
      mode: 0o755,
    });
    // The first start unpacks the runtime, which cannot run without the emulator.
    await run(directory, ["--version"]).catch(() => {});
    await emulate(`${directory}/cache`);
    print((await run(directory, ["--version"])).trimEnd());
    const sweep = [
      ...["serve", "--serve-cmd", `${directory}/servesweep sim m --port auto`, "--num-runs", "1"],
      ...["--bench-cmd", `${directory}/servesweep bench --model m --num-prompts 4 --port auto`],
      ...["--no-cache-reset", "--min-free", "16MiB", "--server-ready-timeout", "5m"],
    ];
    print(await run(directory, [...sweep, "--dry-run"]));
    print(await run(directory, sweep));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

if (import.meta.main) await main();
