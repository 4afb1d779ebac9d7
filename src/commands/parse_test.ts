import { assertEquals, assertObjectMatch, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { type Command, commandOf, parseCommand as parseAsked, readCommand } from "./parse.ts";
import { COMMANDS } from "./registry.ts";

const TABLES = new Map(
  await Promise.all(COMMANDS.map(async ({ name, load }) => [name, await load()] as const)),
);

/** With tables that are loaded already. */
function parseCommand(argv: readonly string[]): Command {
  const asked = commandOf(argv);
  return "kind" in asked ? asked : readCommand(asked.words, TABLES.get(asked.name)!);
}

const REQUIRED = ["serve", "--serve-cmd", "vllm serve m", "--bench-cmd", "vllm bench serve"];
/** The settings of a sweep without their groups. */
function serve(...args: string[]): Record<string, unknown> {
  const command = parseCommand([...REQUIRED, ...args]);
  const groups = Object.values(command).filter((value) => typeof value === "object");
  return Object.assign({ ...command }, ...groups);
}

const fails = (message: string, ...args: string[]) =>
  assertThrows(() => parseCommand(args), UsageError, message);

Deno.test("defaults are vLLM's", () => {
  assertObjectMatch(serve(), {
    outputDir: "results",
    numRuns: 3,
    warmupNumPrompts: 0,
    serverReadyTimeoutMs: 300_000,
    continueOnError: false,
    experimentName: null,
    resume: false,
    serveParams: null,
    linkVars: "",
    resetCaches: true,
  });
});

Deno.test("underscores, equal signs and short options are the same options", () => {
  assertObjectMatch(serve("--num_runs=5", "-oout", "--link_vars", "a=b", "-e", "x"), {
    numRuns: 5,
    outputDir: "out",
    linkVars: "a=b",
    experimentName: "x",
  });
});

Deno.test("the last of a repeated option wins, and a value may begin with a dash", () => {
  assertObjectMatch(serve("--num-runs", "1", "--num-runs", "2", "--after-bench-cmd", "-x y"), {
    numRuns: 2,
    afterBenchCmd: "-x y",
  });
});

Deno.test("--resume takes a name, or the one of --experiment-name", () => {
  assertObjectMatch(serve("--resume", "n"), { resume: true, experimentName: "n" });
  assertObjectMatch(serve("-e", "n", "--resume"), { resume: true, experimentName: "n" });
  assertObjectMatch(serve("--resume", "--dry-run", "-e", "n"), { resume: true, dryRun: true });
  assertThrows(() => serve("--resume"), UsageError, "needs the name");
  assertThrows(() => serve("--resume", "a", "-e", "b"), UsageError, "name one directory");
});

Deno.test("parameters are a path, JSON text, or dotted forms", () => {
  assertObjectMatch(serve("--serve-params", "a.json"), {
    serveParams: { kind: "path", path: "a.json" },
  });
  assertObjectMatch(serve("--serve-params", "[{}]"), {
    serveParams: { kind: "text", text: "[{}]" },
  });
  assertEquals(
    serve("--serve-params.small.max_num_seqs", "32"),
    serve("--serve_params.small.max_num_seqs=32"),
  );
  assertThrows(
    () => serve("--serve-params", "f", "--serve-params.a.b", "1"),
    UsageError,
    "is a path",
  );
});

Deno.test("durations are seconds or have a unit", () => {
  for (
    const [text, ms] of [["90", 90_000], ["10m", 600_000], ["1.5h", 5_400_000], [
      "250ms",
      250,
    ]] as const
  ) {
    assertObjectMatch(serve("--server-ready-timeout", text), { serverReadyTimeoutMs: ms });
  }
  assertThrows(
    () => serve("--server-ready-timeout", "soon"),
    UsageError,
    `is "soon", expected seconds`,
  );
});

Deno.test("each mistake has a message that names it", () => {
  fails(`Unknown command "serv", did you mean serve?`, "serv");
  fails("Missing --serve-cmd CMD", "serve", "--bench-cmd", "x");
  fails("--serve-cmd needs a value, found --bench-cmd", "serve", "--serve-cmd", "--bench-cmd", "x");
  fails("--bench-cmd needs a value", "serve", "--serve-cmd", "x", "--bench-cmd");
  fails(`Unknown option "--dry-rum", did you mean --dry-run?`, ...REQUIRED, "--dry-rum");
  fails(`--num-runs is "x", expected a whole number`, ...REQUIRED, "--num-runs", "x");
  fails(`Unexpected argument "y"`, ...REQUIRED, "y");
  fails(`--resume-changed is "x", expected keep or rerun`, ...REQUIRED, "--resume-changed", "x");
  fails(`--health-url is "x"`, ...REQUIRED, "--health-url", "x");
});

Deno.test("help wins over what is missing, but not over a value", () => {
  assertEquals(parseCommand(["serve", "--help"]), { kind: "help", topic: "serve", exitCode: 0 });
  assertEquals(parseCommand(["help", "demo"]), { kind: "help", topic: "demo", exitCode: 0 });
  assertObjectMatch(serve("--after-bench-cmd", "--help"), { afterBenchCmd: "--help" });
  assertEquals(parseCommand([]), { kind: "help", topic: null, exitCode: 2 });
});

Deno.test("help and version win over every mistake, wherever they stand", () => {
  const help = { kind: "help", topic: "serve", exitCode: 0 };
  for (
    const argv of [["--no-cache-reset", "-h"], ["--resume", "--help"], ["--bogus", "x", "--help"], [
      "--num-runs=x",
      "-h",
    ]]
  ) {
    assertEquals(parseCommand(["serve", ...argv]), help as ReturnType<typeof parseCommand>);
  }
  assertEquals(parseCommand(["serve", "--dry-run", "--version"]), { kind: "version" });
});

Deno.test("help of the built-in programs, and what is no command", () => {
  const help = { kind: "help", exitCode: 0 } as const;
  assertEquals(parseCommand(["sim", "-x", "--help"]), { ...help, topic: "sim" });
  assertEquals(parseCommand(["help", "bench"]), { ...help, topic: "bench" });
  fails(`Unexpected "--quiet" before the command`, "--quiet", "serve");
  fails(`Unknown command "draw"; see servesweep --help`, "draw");
});

Deno.test("an experiment's name stays below the output directory", () => {
  for (const name of ["/etc", "..", "a/../b", "."]) {
    for (const option of ["-e", "--resume"]) {
      assertThrows(() => serve(option, name), UsageError, "a directory under --output-dir");
    }
  }
  assertObjectMatch(serve("-e", "n/", "--resume", "n"), { resume: true, experimentName: "n" });
  assertObjectMatch(serve("-e", ""), { resume: false, experimentName: null });
  assertThrows(() => serve("--resume="), UsageError, "--resume needs the name");
});

Deno.test("a number of runs that no disk could hold is refused", () => {
  fails(
    "--num-runs is 100001, expected a whole number, at most 100000",
    ...REQUIRED,
    "--num-runs",
    "100001",
  );
  fails("--num-runs is 0, expected a whole number, at least 1", ...REQUIRED, "--num-runs", "0");
});

Deno.test("what belongs to a side goes to that side, and an empty path is no path", () => {
  assertObjectMatch(serve("--bench-params", `  {"a": {}}`, "--serve-params", ""), {
    serveParams: null,
    benchParams: { kind: "text", text: `  {"a": {}}`, origin: "--bench-params" },
  });
  assertObjectMatch(serve("--bench-params", `{"a": {"x": 1}}`, "--bench-params.a.y", "2"), {
    benchParams: { kind: "json", origin: "--bench-params" },
  });
});

Deno.test("switches turn on and off, and the last one counts", () => {
  assertObjectMatch(serve("--no-cache-reset", "--continue-on-error", "--dry_run"), {
    resetCaches: false,
    continueOnError: true,
    dryRun: true,
  });
  assertObjectMatch(serve("--no-cache-reset", "--cache-reset", "--dry-run", "--no-dry-run"), {
    resetCaches: true,
    dryRun: false,
  });
});

Deno.test("help of help is help, however often", () => {
  const words = Array.from({ length: 50_000 }, () => "help");
  assertEquals(parseCommand(words), { kind: "help", topic: null, exitCode: 0 });
  assertEquals(parseCommand([...words, "serve"]), { kind: "help", topic: "serve", exitCode: 0 });
});

Deno.test("the table of a command is loaded when it is asked for", async () => {
  assertEquals(await parseAsked(["completions", "zsh"]), { kind: "completions", shell: "zsh" });
  assertEquals(await parseAsked(["version"]), { kind: "version" });
});

Deno.test("what a command needs besides options is asked for, and what is too much is refused", () => {
  const need = "needs an experiment directory; see servesweep";
  fails(`servesweep report ${need} report --help`, "report");
  fails(`servesweep export ${need} export --help`, "export", "--format", "csv");
  fails(`servesweep plot-pareto ${need} plot-pareto --help`, "plot_pareto");
  fails("servesweep completions needs a shell, bash, zsh or fish; see", "completions");
  fails(
    'Unexpected argument "b": servesweep export takes one experiment directory; see',
    ...["export", "a", "b", "--format", "csv"],
  );
  fails('Unexpected argument "b": servesweep status takes one directory', "status", "a", "b", "c");
  fails('Unexpected argument "x": a value with spaces needs quotes', "demo", "x");
  fails("DIR is an empty text, expected a directory", "status", "");
  assertObjectMatch(parseCommand(["report", "a", "b"]), { directories: ["a", "b"] });
  assertObjectMatch(parseCommand(["status"]), { directory: "results" });
  assertObjectMatch(parseCommand(["init"]), { directory: "." });
});

Deno.test("a choice that nearly is one is named", () => {
  const says = (text: string, ...argv: string[]) => fails(text, ...REQUIRED, ...argv);
  says("expected grouped or interleaved; did you mean interleaved?", "--order", "interleave");
  says("expected fail, wait or skip; did you mean wait?", "--if-locked", "wiat");
  fails('SHELL is "fisch", expected bash, zsh or fish; did you mean fish?', "completions", "fisch");
  fails("did you mean openai-chat?", "bench", "--backend", "openai_chat");
});

Deno.test("pasted commands of vLLM say what to write instead", () => {
  fails(
    '"bench sweep serve" is vLLM\'s name of it: write servesweep serve',
    "bench",
    "sweep",
    "serve",
  );
  fails("write servesweep serve", "vllm", "bench", "sweep", "serve", "--serve-cmd", "x");
  fails("write servesweep plot-pareto", "sweep", "plot_pareto");
  fails("servesweep serve --serve-cmd 'vllm serve ...'", "vllm", "serve", "m");
  fails("--bench-cmd 'vllm bench serve ...'", "vllm", "bench", "serve");
  for (const name of ["serve_workload", "serve-workload", "serve_sla"]) {
    fails(`"${name}" is a command of vLLM that servesweep has not`, name, "--serve-cmd", "x");
    fails("max_concurrency or request_rate", "bench", "sweep", name);
  }
  fails("time to readiness", "startup", "--serve-cmd", "x");
  fails("--serve-params", "tune_speculative_k");
});
