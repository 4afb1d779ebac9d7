/**
 * Makes experiment directories with any executable, and records what it answers about them: tests/old_directory_test.ts reads
 * them with the source of today.
 *
 * `deno run -A scripts/old_directories.ts EXECUTABLE`, for an executable with a new version; see tests/fixtures/old/README.md.
 */
import { cpSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { ROOT } from "./std.ts";

const FIXTURES = `${ROOT}/tests/fixtures/old`;

/** A sweep to make. */
interface OldSweep {
  readonly name: string;
  readonly args: readonly string[];
  readonly exitCode: number;
  /** It is ended in the run after so many have been finished. */
  readonly ended?: { readonly afterRuns: number; readonly by: Deno.Signal };
}

const OWN = [
  "--serve-cmd",
  "servesweep sim demo-model --port auto",
  "--bench-cmd",
  "servesweep bench --model demo-model --dataset-name random --random-input-len 16 --random-output-len 4 " +
  "--ignore-eos --disable-tqdm --seed 0 --port auto",
];

const UNKNOWN = [
  "--serve-cmd",
  "simulated-server --port auto",
  "--bench-cmd",
  "load-generator --port auto",
  "--health-url",
  "http://127.0.0.1:auto/health",
  "--no-cache-reset",
  "--env",
  "HF_TOKEN=hf_old_directory_secret",
];

const TWO_SERVERS = `{"small": {"max_num_seqs": 4}, "large": {"max_num_seqs": 64}}`;
const TWO_LOADS =
  `[{"max_concurrency": 1, "num_prompts": 2}, {"max_concurrency": 8, "num_prompts": 8}]`;
const INTERLEAVED = ["--order", "interleaved", "--starts", "2", "--num-runs", "2"];

const SWEEPS: readonly OldSweep[] = [
  {
    name: "complete",
    args: [...OWN, ...sets(TWO_SERVERS, TWO_LOADS), ...INTERLEAVED, "--warmup-num-prompts", "2"],
    exitCode: 0,
  },
  {
    name: "failures",
    args: [
      ...UNKNOWN,
      ...sets(
        `{"good": {}, "bad": {"no_such_flag": 1}}`,
        `{"works": {"num_prompts": 2}, "once": {"num_prompts": 2, "_env": {"LOAD_GENERATOR_FAILS": "once"}}, ` +
          `"always": {"num_prompts": 2, "_env": {"LOAD_GENERATOR_FAILS": "always"}}}`,
      ),
      ...["--num-runs", "1", "--continue-on-error", "--retries", "1"],
    ],
    exitCode: 3,
  },
  {
    name: "killed",
    args: [...UNKNOWN, ...sets(TWO_SERVERS, TWO_LOADS), ...INTERLEAVED],
    ended: { afterRuns: 3, by: "SIGKILL" },
    exitCode: 137,
  },
  {
    name: "interrupted",
    args: [...UNKNOWN, ...sets(TWO_SERVERS, TWO_LOADS), "--num-runs", "2"],
    ended: { afterRuns: 3, by: "SIGINT" },
    exitCode: 130,
  },
  {
    name: "packed",
    args: [
      ...OWN,
      ...sets(
        `[{"max_num_seqs": 4}, {"max_num_seqs": 8}, {"max_num_seqs": 16, "tensor_parallel_size": 2}]`,
        `[{"max_concurrency": 8, "num_prompts": 8}]`,
      ),
      ...["--gpus", "0-3", "--parallel", "3", "--num-runs", "2"],
    ],
    exitCode: 0,
  },
];

function sets(serve: string, bench: string): string[] {
  return ["--serve-params", serve, "--bench-params", bench];
}

/** What is asked about each directory, by the file of the answer. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  "status.json": ["status", "--json"],
  "export.csv": ["export", "--format", "csv"],
  "export.json": ["export", "--format", "json"],
  "export.xml": ["export", "--format", "junit"],
  "export.md": ["export", "--format", "markdown"],
};

/** An executable at work in a directory of its own, with the programs of the sweeps on PATH. */
class Executable implements Disposable {
  readonly #directory = Deno.makeTempDirSync({ prefix: "servesweep-old-" });
  readonly #env: Record<string, string>;

  constructor(path: string) {
    Deno.mkdirSync(`${this.#directory}/bin`);
    Deno.symlinkSync(path, `${this.#directory}/bin/servesweep`);
    this.#env = {
      PATH: `${this.#directory}/bin:${FIXTURES}/programs:${Deno.env.get("PATH")}`,
      NO_COLOR: "1",
      SERVESWEEP_HISTORY: "",
    };
  }

  /** The directory of an experiment. */
  at(name: string): string {
    return `${this.#directory}/results/${name}`;
  }

  spawn(args: readonly string[]): Deno.ChildProcess {
    return new Deno.Command(`${this.#directory}/bin/servesweep`, {
      args: [...args],
      cwd: this.#directory,
      env: this.#env,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  async stdout(...args: string[]): Promise<string> {
    return new TextDecoder().decode((await this.spawn(args).output()).stdout);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#directory, { recursive: true });
  }
}

/** @throws {Error} If the sweep does not end as it should. */
async function make(executable: Executable, { name, args, ended, exitCode }: OldSweep) {
  const words = ["serve", ...args, "--min-free", "0", "-o", "results", "-e", name];
  const child = executable.spawn(words);
  const output = child.output();
  if (ended !== undefined) {
    await inRun(`${executable.at(name)}/journal.jsonl`, ended.afterRuns, child);
    child.kill(ended.by);
  }
  const { code, stderr } = await output;
  if (code !== exitCode) {
    const text = new TextDecoder().decode(stderr);
    throw new Error(`"${name}" ended with ${code}, expected ${exitCode}\n${text}`);
  }
  // Of the machine only what does not tell which one it was.
  const sweepFile = `${executable.at(name)}/sweep.json`;
  const text = await Deno.readTextFile(sweepFile);
  await Deno.writeTextFile(
    sweepFile,
    text.replace(/"hostname": "[^"]*"/, `"hostname": "box"`)
      .replace(/"kernel": "[^"]*"/, `"kernel": "6.1.0"`),
  );
}

/** Waits until a run goes on after so many were finished. */
async function inRun(journal: string, finished: number, child: Deno.ChildProcess): Promise<void> {
  let isOver = false;
  child.status.then(() => isOver = true);
  while (!isOver) {
    const text = await Deno.readTextFile(journal).catch(() => "");
    const [started = 0, done = 0] = ["run-started", "run-finished"]
      .map((type) => text.split(`"type":"${type}"`).length - 1);
    if (done >= finished && started > done) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

async function record(executable: Executable, name: string, target: string): Promise<void> {
  const directory = `results/${name}`;
  await Deno.mkdir(target, { recursive: true });
  for (const [file, [command, ...rest]] of Object.entries(QUESTIONS)) {
    const answer = await executable.stdout(command!, directory, ...rest);
    await Deno.writeTextFile(`${target}/${file}`, answer);
  }
  await executable.stdout("export", directory, "--format", "sqlite", "-o", "export.db");
  const database = executable.at("../export.db");
  await Deno.writeTextFile(`${target}/export.db.json`, tablesOf(database));
}

/** Every row of every table of a database, as JSON. */
export function tablesOf(path: string): string {
  using database = new DatabaseSync(path, { readOnly: true });
  const names = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  const tables = names.map(({ name }) => [name, database.prepare(`SELECT * FROM ${name}`).all()]);
  return JSON.stringify(Object.fromEntries(tables), null, 1) + "\n";
}

if (import.meta.main) {
  const [path] = Deno.args;
  if (path === undefined) throw new TypeError("Name the executable that makes the directories");
  using executable = new Executable(await Deno.realPath(path));
  const version = (await executable.stdout("--version")).trim().split(" ")[1]!;
  for (const sweep of SWEEPS) {
    await make(executable, sweep);
    cpSync(executable.at(sweep.name), `${FIXTURES}/${version}/${sweep.name}`, { recursive: true });
    await record(executable, sweep.name, `${FIXTURES}/${version}/${sweep.name}.answers`);
  }
}
