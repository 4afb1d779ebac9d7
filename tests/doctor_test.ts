/** `servesweep doctor` on machines with one fault each. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Check } from "../src/result/check.ts";
import { quoteWords } from "../src/spec/shell_words.ts";
import { assertCode, cli, type CliOptions, servesweep } from "./harness/cli.ts";
import { run } from "./harness/deadline.ts";
import { FakeGpus } from "./harness/fake_gpus.ts";
import { canMakePidNamespace, PID_NAMESPACE } from "./harness/pid_namespace.ts";
import { processesWith } from "./harness/process_table.ts";
import { skipUnless } from "./harness/skip.ts";
import { SmallDisk } from "./harness/small_disk.ts";
import { freePort, Workspace } from "./harness/workspace.ts";

const NAMES = [
  ..."gpus commands ports disk writing clock processes guard limits memory shm survivors".split(
    " ",
  ),
  ..."proxy locale".split(" "),
];

/** A sweep of the simulated server, for which every machine is ready. */
function simulated(port: number | "auto" = "auto"): string[] {
  const own = quoteWords(servesweep());
  return [
    ...["--serve-cmd", `${own} sim m --port ${port}`],
    ...["--bench-cmd", `${own} bench --model m --port ${port}`],
  ];
}

/** The findings, and the exit code that must go with them. */
async function findings(args: readonly string[], options?: CliOptions): Promise<Check[]> {
  const result = await cli(["doctor", "--json", ...args], options);
  const checks: Check[] = JSON.parse(result.stdout);
  assertCode(result, checks.some(({ state }) => state === "fail") ? 1 : 0);
  return checks;
}

/** Findings with a name, as one text each. */
function texts(checks: readonly Check[], name: string): string[] {
  return checks.filter((check) => check.name === name)
    .map(({ state, text, remedy }) => `${state}: ${text}${remedy === null ? "" : `. ${remedy}`}`);
}

Deno.test("a machine that is ready has a line for each thing, exit code 0, and is left as it was", async () => {
  using workspace = new Workspace();
  const env = { DOCTOR_WORKSPACE: workspace.path };
  const args = ["doctor", ...simulated(), "--min-free", "1MiB"];
  const result = await cli(args, { cwd: workspace.path, env });
  assertCode(result, 0);
  assertEquals(result.stderr, "");
  const lines = result.stdout.trimEnd().split("\n");
  const [plan, ...others] = lines.slice(0, -1).map((line) => line.split(/ +/)[1]!);
  assertEquals(plan, "plan");
  assertEquals([...new Set(others)], NAMES);
  assertStringIncludes(lines.at(-1)!, "0 failures");
  assertStringIncludes(result.stdout, "1 server start, 1 combination, 3 runs");
  assertEquals(workspace.files(), []);
  assertEquals(processesWith(workspace.path), []);
});

Deno.test("a port that the sweep needs and somebody holds fails, with the holder's name", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const [text] = texts(await findings(simulated(port)), "ports");
  assertStringIncludes(text!, `fail: ${port} is held by pid ${Deno.pid} (`);
  assertStringIncludes(text!, "--port auto");
  const free = freePort();
  assertEquals(texts(await findings(simulated(free)), "ports"), [`ok: ${free} is free`]);
});

Deno.test("each program that is missing fails, with the option that names it", async () => {
  using workspace = new Workspace();
  const checks = await findings([
    ...["--serve-cmd", "no-such-server --port 1", "--bench-cmd", `${workspace.path}/bench`],
    ...["--after-bench-cmd", "sh -c true"],
  ]);
  const [serve, bench, after] = texts(checks, "commands");
  assertStringIncludes(serve!, 'fail: --serve-cmd: "no-such-server" is not on PATH');
  assertStringIncludes(bench!, `fail: --bench-cmd: "${workspace.path}/bench" is not there`);
  assert(/^ok: --after-bench-cmd: \/.*\/sh$/.test(after!), after);
});

Deno.test("a sweep that cannot be planned fails, and the rest is looked at all the same", async () => {
  using workspace = new Workspace();
  const file = workspace.write("serve.json", "[{]");
  const checks = await findings([...simulated(), "--serve-params", file]);
  assertStringIncludes(texts(checks, "plan")[0]!, `fail: Cannot read serve params "${file}"`);
  assertEquals(new Set(checks.map(({ name }) => name)), new Set(["plan", ...NAMES]));
});

Deno.test({
  name: "a disk that is read-only, full or too small fails",
  ignore: skipUnless("mount", SmallDisk.isPossible()),
  async fn() {
    using disk = new SmallDisk("size=1m");
    const output = ["--output-dir", `${disk.path}/new/results`];
    const small = await findings(output);
    assertStringIncludes(texts(small, "disk")[0]!, "fail: Only 1 MiB free");
    assertStringIncludes(texts(small, "writing")[0]!, `ok: "${disk.path}" can be written to`);
    const enough = await findings([...output, "--min-free", "64KiB"]);
    assertStringIncludes(texts(enough, "disk")[0]!, "ok: 1 MiB");
    assertEquals([...Deno.readDirSync(disk.path)], []);
    disk.fill();
    const full = await findings([...output, "--min-free", "0"]);
    assertStringIncludes(texts(full, "writing")[0]!, `fail: Cannot write to "${disk.path}"`);
    disk.makeReadOnly();
    const readOnly = await findings([...output, "--min-free", "0"]);
    assertStringIncludes(texts(readOnly, "writing")[0]!, `fail: Cannot write to "${disk.path}"`);
    assertStringIncludes(texts(readOnly, "writing")[0]!, "Read-only");
    assertEquals([...Deno.readDirSync(disk.path)].map(({ name }) => name), ["filler"]);
  },
});

Deno.test("GPUs are named with their driver, and who has memory on them is a warning", async () => {
  using gpus = new FakeGpus({ count: 2 });
  const idle = await findings([], { env: gpus.env });
  assertEquals(texts(idle, "gpus"), [
    "ok: 2 x NVIDIA H100 80GB HBM3 (79.6 GiB), driver 570.86.15 (nvidia-smi)",
  ]);
  gpus.hold(Deno.pid, 1, 4321);
  const busy = texts(await findings([], { env: gpus.env }), "gpus");
  assertEquals(busy.length, 2);
  assertStringIncludes(busy[1]!, `warn: pid ${Deno.pid} (python3) has 4321 MiB of GPU memory. End`);
  gpus.write("broken", "");
  const broken = texts(await findings([], { env: gpus.env }), "gpus");
  assertEquals(broken.length, 1);
  assertStringIncludes(broken[0]!, "fail: nvidia-smi shows no GPU. Run nvidia-smi by hand");
});

Deno.test("a proxy that would catch loopback is a warning, and its password is not shown", async () => {
  const proxy = { http_proxy: "http://user:hunter22@proxy:3128" };
  const caught = await cli(["doctor"], { env: { ...proxy, NO_PROXY: "", no_proxy: "" } });
  assertStringIncludes(caught.stdout, "http_proxy would catch requests to 127.0.0.1");
  assertEquals(caught.stdout.includes("hunter22"), false);
  const env = { ...proxy, no_proxy: "localhost,127.0.0.1" };
  assertEquals(texts(await findings([], { env }), "proxy"), ["ok: http_proxy spares 127.0.0.1"]);
});

Deno.test("a limit of few open files is a warning", async () => {
  const command = `ulimit -n 500; exec ${quoteWords(servesweep())} doctor`;
  const { stdout } = await run("sh", ["-c", command]);
  assertStringIncludes(stdout, "A process may open only 500 files. Raise it");
});

Deno.test({
  name: "what a dead sweep left is named and left alone",
  ignore: skipUnless("pid-namespace", canMakePidNamespace()),
  async fn() {
    // No other sweep of this machine sees it in there, and ends it.
    const script = `SERVESWEEP_RUN_ID=999999.1.0123abcd.0 sleep 600 &
"$@" >/dev/stdout; kill -0 $! && echo "pid $! is alive"; kill $!`;
    const [unshare, ...words] = [
      ...PID_NAMESPACE,
      "sh",
      "-c",
      script,
      "sh",
      ...servesweep(),
      "doctor",
    ];
    const { stdout } = await run(unshare!, words);
    const pid = /^pid (\d+) is alive$/m.exec(stdout)?.[1];
    assertStringIncludes(
      stdout,
      `pid ${pid} sleep 600 is left of a sweep that died. The next sweep`,
    );
  },
});

Deno.test("the doctor takes the options of a sweep, and no others", async () => {
  const result = await cli(["doctor", "--num-run", "1"]);
  assertCode(result, 2);
  assertStringIncludes(result.stderr, "did you mean --num-runs?");
  const fine = await cli(["doctor", ...simulated(), "--num-runs", "7", "-e", "x", "--box-lock"]);
  assertStringIncludes(fine.stdout, '7 runs into "results/x"');
});

Deno.test("a name of a flag that the server or the benchmark does not know is a warning with the nearest", async () => {
  using workspace = new Workspace();
  const vllm = workspace.write(
    "vllm",
    "#!/bin/sh\n" +
      'case "$*" in "serve --help=all") ;; *) exit 2 ;; esac\n' +
      "echo '--max-num-seqs N  --enable-x, --no-enable-x  --seed  --dtype  --compilation-config, -cc'\n",
  );
  await Deno.chmod(vllm, 0o755);
  const checks = await findings([
    ...["--serve-cmd", `${vllm} serve m`, "--bench-cmd", "servesweep bench --model m"],
    "--serve-params",
    '[{"max_num_seq": 1, "enable_x": false, "compilation_config.mode": 2}, {"max_num_seqs": 2}]',
    ...["--bench-params", '[{"num_prompts": 1}]'],
  ]);
  const [typo, ...rest] = texts(checks, "flags");
  assertStringIncludes(
    typo!,
    `warn: --serve-cmd: "${vllm} serve" knows no --max-num-seq ("max_num_seq"`,
  );
  assertStringIncludes(typo!, "Did you mean --max-num-seqs?");
  assertEquals(rest.length, 1);
});
