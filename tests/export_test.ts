import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parse as parseCsv } from "@std/csv/parse";
import { walkSync } from "@std/fs/walk";
import parsePrometheus from "parse-prometheus-text-format";
import { quoteWords } from "../src/spec/shell_words.ts";
import { assertCode, cli, servesweep } from "./harness/cli.ts";
import { readJunit } from "./harness/junit.ts";
import { runProgram } from "./harness/programs.ts";
import { skipUnless } from "./harness/skip.ts";
import { program, sweep } from "./harness/sweep.ts";
import { vllmLayout } from "./harness/vllm_layout.ts";
import { Workspace } from "./harness/workspace.ts";

const XSD = new URL("./fixtures/junit/junit.xsd", import.meta.url).pathname;

/** Numbers of one run, read by JSON.parse from its file. */
interface Measured {
  readonly directory: string;
  readonly run: number;
  readonly file: string;
  // deno-lint-ignore no-explicit-any
  readonly values: Readonly<Record<string, any>>;
}

/** An experiment directory and what its result files say. */
interface Subject extends Disposable {
  readonly path: string;
  readonly runs: readonly Measured[];
  /** Directories of combinations in which something failed. */
  readonly failed: readonly string[];
}

/** A sweep of fixture programs: two serve sets, three bench sets, two runs; with the third bench set requests fail. */
async function sweptSubject(): Promise<Subject> {
  const workspace = new Workspace();
  const result = await sweep(
    workspace,
    {
      benchCmd: program("bench_numbers.sh"),
      serveParams: `{"small": {"a": 1, "tensor_parallel_size": 2}, "<b>|\`x\`": {"a": 1.0}}`,
      benchParams: `[{"b": 1}, {"b": 2}, {"b": 3}]`,
    },
    "--continue-on-error",
    "--retries",
    "0",
  );
  assertCode(result, 3);
  const path = workspace.at("results/sweep");
  const failed = ["SERVE--small-BENCH--b=3", "SERVE--<b>|`x`-BENCH--b=3"];
  return {
    path,
    failed,
    runs: measured(path),
    [Symbol.dispose]: () => workspace[Symbol.dispose](),
  };
}

/** vLLM's layout: one combination of which a run failed, and one value beyond what a double holds exactly. */
function vllmSubject(): Subject {
  const workspace = new Workspace();
  const run = (seqs: number, users: number, result: Record<string, unknown>) => ({
    serve: { max_num_seqs: seqs, data_parallel_size: 2 },
    bench: { max_concurrency: users },
    result,
  });
  const directory = (seqs: number, users: number) =>
    `SERVE--max_num_seqs=${seqs}-data_parallel_size=2-BENCH--max_concurrency=${users}`;
  const path = vllmLayout(workspace, "vllm", {
    [directory(8, 4)]: [run(8, 4, {}), run(8, 4, { output_throughput: 1000.0625 })],
    [directory(16, 4)]: [
      run(16, 4, { mean_ttft_ms: 1e-7 }),
      run(16, 4, { completed: 93, failed: 7 }),
    ],
  });
  return {
    path,
    failed: [directory(16, 4)],
    runs: measured(path).filter(({ values }) => values.failed === 0),
    [Symbol.dispose]: () => workspace[Symbol.dispose](),
  };
}

const SUBJECTS: readonly (readonly [string, () => Subject | Promise<Subject>])[] = [
  ["a sweep", sweptSubject],
  ["a directory of vLLM's", vllmSubject],
];

/** Result files below a directory. */
function measured(root: string): Measured[] {
  return [...walkSync(root, { includeDirs: false })]
    .map(({ path }) => path.slice(root.length + 1))
    .filter((file) => /\/run=\d+\.json$/.test(file))
    .map((file) => {
      const [directory, name] = file.split("/");
      const values = JSON.parse(Deno.readTextFileSync(`${root}/${file}`));
      return { directory: directory!, run: Number(/\d+/.exec(name!)![0]), file, values };
    })
    .sort((a, b) => a.file < b.file ? -1 : 1);
}

/** Mean of a key over the runs of a combination. */
function meanOf({ runs }: Subject, directory: string, key: string): number {
  const values = runs.filter((run) => run.directory === directory).map(({ values }) => values[key]);
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function directoriesOf({ runs }: Subject): string[] {
  return [...new Set(runs.map(({ directory }) => directory))];
}

async function exported({ path }: Subject, format: string, ...more: string[]): Promise<string> {
  const result = await cli(["export", path, "--format", format, ...more]);
  assertCode(result, 0);
  assertEquals(result.stderr, "");
  return result.stdout;
}

function assertNear(actual: number, expected: number, what: string): void {
  const error = Math.abs(actual - expected);
  assert(error <= 1e-12 * Math.abs(expected), `${what}: ${actual} instead of ${expected}`);
}

for (const [name, make] of SUBJECTS) {
  Deno.test(`the CSV of ${name} is read by @std/csv with the numbers of the result files`, async () => {
    using subject = await make();
    const text = await exported(subject, "csv");
    const [head, ...lines] = parseCsv(text) as string[][];
    const rows = lines.map((line) => Object.fromEntries(line.map((cell, i) => [head![i]!, cell])));
    assertEquals(rows.length, subject.runs.length);
    for (const { directory, values } of subject.runs) {
      const row = rows.find((row) =>
        Object.keys(values).every((key) =>
          typeof values[key] !== "number" || Number(row[key]) === values[key]
        )
      );
      assert(row !== undefined, `${directory} is not in\n${text}`);
      assertEquals(row.request_rate, "inf");
    }
  });

  Deno.test(`the JSON of ${name} has every run, exact to the digit, and the means`, async () => {
    using subject = await make();
    const text = await exported(subject, "json");
    const document = JSON.parse(text);
    assertEquals(document.schemaVersion, 1);
    // deno-lint-ignore no-explicit-any
    const runs = document.combinations.flatMap(({ directory, runs }: any) =>
      // deno-lint-ignore no-explicit-any
      runs.map(({ file, result }: any) => ({ directory, file, result }))
    );
    for (const { directory, file, values } of subject.runs) {
      // deno-lint-ignore no-explicit-any
      const run = runs.find((run: any) => run.file === file);
      assertEquals([run?.directory, run?.result], [directory, values]);
    }
    assertEquals(runs.length, subject.runs.length);
    for (const { directory, metrics, failures } of document.combinations) {
      assertEquals(failures.length > 0, subject.failed.includes(directory), directory);
      if (metrics.output_throughput === undefined) continue;
      const mean = meanOf(subject, directory, "output_throughput");
      assertNear(metrics.output_throughput.mean, mean, directory);
    }
    // JSON.parse rounds it; the text has all its digits.
    if (name === "a sweep") {
      assertStringIncludes(text, '"total_output_tokens": 9007199254740993');
      assertStringIncludes(text, '"serveParams": {"_benchmark_name": "<b>|`x`", "a": 1.0}');
      assertEquals(document.combinations[0].gpus, 2);
      assertEquals(document.combinations[0].plannedRuns, 2);
    }
  });

  Deno.test(`each line of the JSON lines of ${name} is a run or a failure`, async () => {
    using subject = await make();
    const lines = (await exported(subject, "jsonl")).trimEnd().split("\n").map((line) =>
      JSON.parse(line)
    );
    assertEquals(
      lines.filter(({ type }) => type === "run").map(({ file, result }) => [file, result])
        .sort(([a], [b]) => a < b ? -1 : 1),
      subject.runs.map(({ file, values }) => [file, values]),
    );
    const failures = lines.filter(({ type }) => type === "failure");
    assertEquals(
      new Set(failures.map(({ directory }) => directory)),
      new Set(subject.failed),
    );
    for (const { class: kind } of failures) assertEquals(kind, "failed-requests");
  });

  Deno.test(`the Markdown of ${name} is a table with the best values in bold`, async () => {
    using subject = await make();
    const text = await exported(subject, "markdown");
    const rows = text.split("\n").filter((line) => line.startsWith("|"))
      .map((line) => line.slice(2, -2).split(/ \| /).map((cell) => cell.trim()));
    const column = rows[0]!.indexOf("tokens/s");
    const directories = directoriesOf(subject);
    assertEquals(rows.length, 2 + directories.length);
    assertEquals(new Set(rows.map((row) => row.length)).size, 1);
    const best = Math.max(
      ...directories.map((directory) => meanOf(subject, directory, "output_throughput")),
    );
    const values = rows.slice(2).map((row) => row[column]!);
    assertEquals(
      new Set(values.map((value) => Number(value.replaceAll("*", "")))),
      new Set(
        directories.map((directory) =>
          Number(meanOf(subject, directory, "output_throughput").toFixed(1))
        ),
      ),
    );
    for (const value of values) {
      assertEquals(
        value.startsWith("**"),
        Number(value.replaceAll("*", "")) === Number(best.toFixed(1)),
      );
    }
    const list = text.slice(text.indexOf("Failed:"));
    assertEquals(
      list.split("\n").filter((line) => line.startsWith("- ")).length,
      subject.failed.length,
    );
    assertStringIncludes(list, "failed-requests");
  });

  Deno.test(`the JUnit XML of ${name} has a failed case for each failed combination`, async () => {
    using subject = await make();
    const cases = readJunit(await exported(subject, "junit"));
    assertEquals(
      new Set(cases.map((item) => item.name)),
      new Set([...directoriesOf(subject), ...subject.failed]),
    );
    for (const { name, failure, skipped, output, time } of cases) {
      assertEquals(failure !== null, subject.failed.includes(name), name);
      assertEquals(skipped, null);
      if (failure !== null) {
        assertEquals(failure.type, "failed-requests");
        assertMatch(failure.text, /run \d: failed-requests: /);
      }
      const mean = /^output_throughput = (\S+)/m.exec(output)?.[1];
      if (mean !== undefined) {
        assertEquals(Number(mean), meanOf(subject, name, "output_throughput"));
      }
      if (subject.path.endsWith("vllm")) {
        const runs = subject.runs.filter(({ directory }) => directory === name);
        assertEquals(time, 12.5 * runs.length);
      } else assert(time > 0);
    }
  });

  Deno.test({
    name: `the JUnit XML of ${name} is valid by the schema`,
    ignore: skipUnless("xmllint"),
    fn: async () => {
      using subject = await make();
      const file = `${subject.path}.xml`;
      assertEquals(await exported(subject, "junit", "-o", file), "");
      const { code, stderr } = await runProgram("xmllint", ["--noout", "--schema", XSD, file]);
      assertEquals([code, stderr.trim()], [0, `${file} validates`]);
    },
  });

  Deno.test(`the Prometheus text of ${name} is read by a parser with the numbers of the files`, async () => {
    using subject = await make();
    // deno-lint-ignore no-explicit-any
    const families: any[] = parsePrometheus(await exported(subject, "prometheus"));
    // deno-lint-ignore no-explicit-any
    const valueOf = (family: string, labels: Record<string, string>): any =>
      // deno-lint-ignore no-explicit-any
      families.find(({ name }) => name === family)?.metrics.filter((metric: any) =>
        Object.entries(labels).every(([name, value]) => metric.labels[name] === value)
        // deno-lint-ignore no-explicit-any
      ).map(({ value }: any) => Number(value));
    for (const { type } of families) assertEquals(type, "GAUGE");
    for (const combination of directoriesOf(subject)) {
      const [throughput] = valueOf("servesweep_output_throughput_tokens_per_second", {
        combination,
      });
      assertNear(throughput, meanOf(subject, combination, "output_throughput"), combination);
      const [ttft] = valueOf("servesweep_ttft_seconds", { combination, statistic: "mean" });
      assertNear(ttft, meanOf(subject, combination, "mean_ttft_ms") / 1000, combination);
      const [runs] = valueOf("servesweep_runs", { combination });
      assertEquals(runs, subject.runs.filter(({ directory }) => directory === combination).length);
    }
    for (const combination of subject.failed) {
      const [failures] = valueOf("servesweep_failures", { combination });
      assert(failures > 0, combination);
    }
  });

  Deno.test({
    name: `promtool has nothing to say about the Prometheus text of ${name}`,
    ignore: skipUnless("promtool"),
    fn: async () => {
      using subject = await make();
      const text = await exported(subject, "prometheus");
      const { code, stdout, stderr } = await runProgram("promtool", ["check", "metrics"], text);
      assertEquals([code, stdout, stderr], [0, "", ""]);
    },
  });

  Deno.test({
    name: `the SQLite file of ${name} is read by sqlite3 with the numbers of the files`,
    ignore: skipUnless("sqlite3"),
    fn: async () => {
      using subject = await make();
      const file = `${subject.path}.db`;
      assertEquals(await exported(subject, "sqlite", "-o", file), "");
      const query = async (sql: string) => {
        const { code, stdout, stderr } = await runProgram("sqlite3", ["-json", file, sql]);
        assertEquals([code, stderr], [0, ""]);
        return stdout === "" ? [] : JSON.parse(stdout);
      };
      assertEquals((await query("PRAGMA integrity_check"))[0].integrity_check, "ok");
      assertEquals(await query("PRAGMA foreign_key_check"), []);
      const rows = await query(
        `SELECT c.directory, r.run_number, r.result, m.name, m.value
         FROM metrics m JOIN runs r ON m.run_id = r.id JOIN combinations c ON r.combination_id = c.id`,
      );
      for (const { directory, run, values } of subject.runs) {
        // deno-lint-ignore no-explicit-any
        const own = rows.filter((row: any) =>
          row.directory === directory && row.run_number === run
        );
        // deno-lint-ignore no-explicit-any
        const value = (key: string) => own.find(({ name }: any) => name === key)?.value;
        for (const key of ["output_throughput", "mean_ttft_ms", "p99_ttft_ms", "duration"]) {
          // sqlite3 prints no more than 16 digits; the next test compares all of them.
          assertNear(Number(value(key)), values[key], `${directory} ${key}`);
        }
        assertEquals(JSON.parse(own[0].result), values);
      }
      const failed = await query(
        "SELECT DISTINCT c.directory FROM failures f JOIN combinations c ON f.combination_id = c.id",
      );
      assertEquals(
        // deno-lint-ignore no-explicit-any
        new Set(failed.map(({ directory }: any) => directory)),
        new Set(subject.failed),
      );
      const starts = await query("SELECT name, exit_code, startup_ms > 0 AS was_ready FROM starts");
      assertEquals(starts.length, name === "a sweep" ? 2 : 0);
      const [params] = await query(
        "SELECT typeof(value) AS type FROM params WHERE side = 'bench' LIMIT 1",
      );
      assertEquals(params.type, "integer");
    },
  });
}

Deno.test("a SQLite file has every digit, for a reader in another process", async () => {
  using subject = await sweptSubject();
  const file = `${subject.path}.db`;
  await exported(subject, "sqlite", "-o", file);
  // Replaced as a whole.
  await exported(subject, "sqlite", "-o", file);
  const script = `import { DatabaseSync } from "node:sqlite";
    const database = new DatabaseSync(${JSON.stringify(file)}, { readOnly: true });
    console.log(JSON.stringify(database.prepare(
      "SELECT file, name, value FROM metrics JOIN runs ON run_id = id").all()));`;
  const { code, stdout, stderr } = await runProgram(
    Deno.execPath(),
    ["run", "-A", "--no-config", "-"],
    script,
  );
  assertEquals([code, stderr], [0, ""]);
  // deno-lint-ignore no-explicit-any
  const rows = JSON.parse(stdout) as any[];
  for (const { file, values } of subject.runs) {
    for (const key of ["output_throughput", "mean_ttft_ms", "p99_ttft_ms"]) {
      const row = rows.find((row) => row.file === file && row.name === key);
      assertEquals(row?.value, values[key], `${file} ${key}`);
    }
  }
  const names = await Array.fromAsync(Deno.readDir(`${subject.path}/..`), ({ name }) => name);
  assertEquals(names.sort(), ["sweep", "sweep.db"]);
});

Deno.test("an export is the table of the sweep, sorted, cut and with the columns that were named", async () => {
  using subject = await sweptSubject();
  const rows = async (...more: string[]) =>
    (await exported(subject, "table", ...more)).split("\n\n")[0]!.trimEnd().split("\n")
      .map((line) => line.split(/ {2,}/));
  assertEquals(
    await rows("--sort", "output_throughput", "--top", "2", "--columns", "b,mean_ttft_ms"),
    [
      ["combination", "b", "TTFT ms"],
      ["SERVE--small-BENCH--b=2", "2", "48.1*"],
      ["SERVE--<b>|`x`-BENCH--b=2", "2", "48.1*"],
    ],
  );
  assertEquals(
    (await rows("--sort", "mean_ttft_ms", "--columns", "combination")).slice(1).map(([name]) =>
      name
    ),
    [2, 1].flatMap((b) => [`SERVE--small-BENCH--b=${b}`, `SERVE--<b>|\`x\`-BENCH--b=${b}`]),
  );
  const failures = (await exported(subject, "table")).split("\n\n")[1]!;
  assertStringIncludes(failures, "2 combinations failed\n  SERVE--small-BENCH--b=3 ");
});

Deno.test("wrong words on the command line of an export are told before anything is written", async () => {
  using subject = vllmSubject();
  const output = `${subject.path}.out`;
  const cases: readonly (readonly [string[], string])[] = [
    [["--format", "sqlite"], "--format sqlite needs a file: name it with -o FILE"],
    [["--format", "xml"], "xml"],
    [[], "--format"],
    [["--format", "json", "--top", "3", "-o", output], "--top is for tables"],
    [["--format", "table", "--sort", "mean_ttft", "-o", output], "did you mean mean_ttft_ms?"],
    [["--format", "json", "-o", `${subject.path}/none/x`], "its directory is not there"],
    [["--format", "json", "-o", subject.path], "it is a directory"],
    [["more", "--format", "json"], `Unexpected argument "more"`],
  ];
  for (const [args, text] of cases) {
    const result = await cli(["export", subject.path, ...args]);
    assertCode(result, 2);
    assertStringIncludes(result.stderr, text);
    assertEquals(result.stdout, "");
  }
  const missing = await cli(["export", `${subject.path}/none`, "--format", "csv"]);
  assertCode(missing, 2);
  assertStringIncludes(missing.stderr, "there is no such directory");
});

Deno.test("secrets among the parameters are in no export", async () => {
  using workspace = new Workspace();
  const path = vllmLayout(workspace, "vllm", {
    "SERVE--api_key=sk-verysecret12345-a=1": [
      { serve: { api_key: "sk-verysecret12345", a: 1 }, bench: {}, result: {} },
    ],
  });
  for (const format of ["table", "csv", "json", "jsonl", "markdown", "junit", "prometheus"]) {
    const result = await cli(["export", path, "--format", format]);
    assertCode(result, 0);
    assert(!result.stdout.includes("verysecret"), format);
  }
  const file = workspace.at("x.db");
  assertCode(await cli(["export", path, "--format", "sqlite", "-o", file]), 0);
  assert(!new TextDecoder("latin1").decode(await Deno.readFile(file)).includes("verysecret"));
});

Deno.test({
  name: "on a terminal the table fits its width, through a pipe nothing is shortened",
  ignore: skipUnless("script"),
  fn: async () => {
    using workspace = new Workspace();
    const serve = (n: number) => ({ enable_chunked_prefill: true, max_num_batched_tokens: n });
    const path = vllmLayout(
      workspace,
      "vllm",
      Object.fromEntries([1024, 2048, 4096].map((n) => [
        `SERVE--enable_chunked_prefill=True-max_num_batched_tokens=${n}`,
        [{ serve: serve(n), bench: {}, result: { output_throughput: n } }],
      ])),
    );
    const words = [...servesweep(), "export", path, "--format", "table"];
    for (const columns of [40, 80, 200]) {
      const command = `stty cols ${columns}; exec ${quoteWords(words)}`;
      const { code, stdout } = await runProgram("script", ["-qec", command, "/dev/null"]);
      assertEquals(code, 0);
      const lines = stdout.replaceAll("\r", "").trimEnd().split("\n");
      assertEquals(lines.length, 4);
      for (const line of lines) assert([...line].length <= columns, `${columns}: ${line}`);
      assert(!stdout.includes("\x1b"), "no escape codes");
      const isWhole = stdout.includes(
        "SERVE--enable_chunked_prefill=True-max_num_batched_tokens=1024",
      );
      assertEquals(isWhole, columns === 200);
    }
    const piped = await cli(["export", path, "--format", "table"]);
    assertStringIncludes(
      piped.stdout,
      "SERVE--enable_chunked_prefill=True-max_num_batched_tokens=1024",
    );
  },
});

Deno.test("an unknown column ends a sweep before anything starts", async () => {
  using workspace = new Workspace();
  for (const [option, value] of [["--sort", "p99_tftt_ms"], ["--columns", "a,nothing_like_it"]]) {
    const result = await sweep(workspace, {}, option!, value!);
    assertCode(result, 2);
    assertStringIncludes(result.stderr, "of the table: combination, server, runs");
    assertStringIncludes(result.stderr, "parameters: a, b");
    assertStringIncludes(result.stderr, "results: request_throughput");
  }
  assertEquals(workspace.files(), []);
});

Deno.test("the table after a sweep is sorted, cut, and marks the best", async () => {
  using workspace = new Workspace();
  const result = await sweep(
    workspace,
    { benchCmd: program("bench_numbers.sh"), benchParams: `[{"b": 1}, {"b": 2}, {"b": 4}]` },
    ...["--sort", "output_throughput", "--top", "3", "--columns", "a,output_throughput,runs"],
  );
  assertCode(result, 0);
  assertEquals(result.stdout.trimEnd().split("\n").map((line) => line.split(/ {2,}/)), [
    ["combination", "a", "tokens/s", "runs"],
    ["SERVE--a=1-BENCH--b=4", "1", "400.2*", "2"],
    ["SERVE--a=2-BENCH--b=4", "2", "400.2*", "2"],
    ["SERVE--a=1-BENCH--b=2", "1", "200.2", "2"],
  ]);
});

/** The answers of a report by their titles, combinations by their directories. */
function answersOfPage(page: string): Map<string, string> {
  const { combinations } = JSON.parse(/<script id="data"[^>]*>(.*?)<\/script>/s.exec(page)![1]!);
  return new Map(
    [...page.matchAll(/<dt>([^<]*)<\/dt>\s*<dd>(.*?)<\/dd>/gs)].map(([, title, text]) => [
      title!,
      text!.replace(/ <a href="#effects-title">[^.]*\./, "")
        .replace(/<a [^>]*data-c="(\d+)">[^<]*<\/a>/g, (_, at) => combinations[at].directory)
        .replace(/<[^>]*>/g, ""),
    ]),
  );
}

Deno.test("the answers after a sweep, in Markdown, in JSON and in a report are the same", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, {
    benchCmd: program("bench_numbers.sh"),
    serveParams: `[{"a": 1}, {"a": 2}]`,
    benchParams: `[{"b": 1}, {"b": 2}, {"b": 4}]`,
  });
  assertCode(result, 0);
  const path = workspace.at("results/sweep");
  const page = await cli(["report", path, "-o", "-"]);
  const markdown = await cli(["export", path, "--format", "markdown"]);
  const json = await cli(["export", path, "--format", "json"]);
  const expected = answersOfPage(page.stdout);
  const titles = ["Highest throughput", "Fastest first token", "How sure"];
  const plain = markdown.stdout.replace(/[`*\\]/g, "");
  for (const title of titles) {
    const answer = expected.get(title)!;
    assertMatch(
      result.stderr,
      new RegExp(`^${RegExp.escape(title)} {2,}${RegExp.escape(answer)}$`, "m"),
    );
    assertStringIncludes(plain, `- ${title}: ${answer}\n`);
  }
  const { best, coverage } = JSON.parse(json.stdout).answers;
  const [{ directory, goal, lead, level, mean }] = best;
  assertEquals([goal, lead], ["throughput", "level"]);
  const [first] = level;
  assertStringIncludes(
    expected.get("Highest throughput")!,
    `${directory} with ${mean.toFixed(1)} tokens/s (±`,
  );
  assertStringIncludes(expected.get("Highest throughput")!, `Level with ${first}: this number`);
  assertEquals([coverage.validRuns, coverage.plannedRuns, coverage.failures], [12, 12, 0]);
});

Deno.test("no answers are told with --quiet, nor of a single combination", async () => {
  using workspace = new Workspace();
  const benchCmd = program("bench_numbers.sh");
  const two = { benchCmd, serveParams: `[{"a": 1}]`, benchParams: `[{"b": 1}, {"b": 2}]` };
  const quiet = await sweep(workspace, { ...two, name: "quiet" }, "--quiet");
  const one = await sweep(workspace, { ...two, benchParams: `[{"b": 1}]`, name: "one" });
  for (const result of [quiet, one]) {
    assertCode(result, 0);
    assert(!result.stderr.includes("Highest throughput"), result.stderr);
    assertStringIncludes(result.stdout, "tokens/s");
  }
});
