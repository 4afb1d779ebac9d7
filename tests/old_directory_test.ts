/** Directories written by versions that were released are read, and their sweeps go on: see fixtures/old/README.md. */
import { cpSync } from "node:fs";
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { parse as parseCsv } from "@std/csv/parse";
import { tablesOf } from "../scripts/old_directories.ts";
import { VERSION } from "../src/lib/version.ts";
import { quoteWords } from "../src/spec/shell_words.ts";
import { assertCode, cli, type CliResult, servesweep } from "./harness/cli.ts";
import { eventsOf, type JournalLine, journalLines } from "./harness/journal.ts";
import { readJunit } from "./harness/junit.ts";
import { runFiles } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

const FIXTURES = new URL("./fixtures/old/", import.meta.url).pathname;

/** An old experiment directory at `results/NAME` of a workspace, with the programs of its sweep on PATH. */
class OldExperiment implements Disposable {
  readonly workspace = new Workspace();
  readonly name: string;
  readonly #answers: string;
  readonly #env: Record<string, string>;

  constructor(version: string, name: string) {
    this.name = name;
    this.#answers = `${FIXTURES}${version}/${name}.answers`;
    Deno.mkdirSync(this.workspace.at("results"));
    Deno.mkdirSync(this.workspace.at("bin"));
    cpSync(`${FIXTURES}${version}/${name}`, this.workspace.at("results", name), {
      recursive: true,
    });
    const own = this.workspace.write(
      "bin/servesweep",
      `#!/bin/sh\nexec ${quoteWords(servesweep())} "$@"\n`,
    );
    Deno.chmodSync(own, 0o755);
    this.#env = {
      PATH: `${this.workspace.at("bin")}:${FIXTURES}programs:${Deno.env.get("PATH")}`,
    };
  }

  /** What the version that wrote the directory answered. */
  answer(file: string): string {
    return Deno.readTextFileSync(`${this.#answers}/${file}`);
  }

  async cli(...args: string[]): Promise<CliResult> {
    return await cli(args, { cwd: this.workspace.path, env: this.#env });
  }

  /** What the source of today answers about the directory. */
  async ask(command: string, ...args: string[]): Promise<string> {
    const result = await this.cli(command, `results/${this.name}`, ...args);
    assertCode(result, 0);
    assertEquals(result.stderr, "");
    return result.stdout;
  }

  /** The command line that wrote the directory. */
  get argv(): string[] {
    return this.workspace.json("results", this.name, "sweep.json").sessions[0].argv.slice(1);
  }

  async resume(...extra: string[]): Promise<CliResult> {
    return await this.cli(...this.argv, "--resume", ...extra);
  }

  /** Lines of the journal since a sweep last began. */
  lastSession(): JournalLine[] {
    const lines = journalLines(this.workspace, this.name);
    return lines.slice(lines.findLastIndex(({ type }) => type === "sweep-started"));
  }

  /** Results by file. */
  results(): Map<string, string> {
    return new Map(
      runFiles(this.workspace, this.name)
        .map((file) => [file, this.workspace.read("results", this.name, file)]),
    );
  }

  [Symbol.dispose](): void {
    this.workspace[Symbol.dispose]();
  }
}

/** What a resume of a directory has to do. */
interface Expected {
  readonly name: string;
  /** Valid runs that are there. */
  readonly there: number;
  readonly planned: number;
  /** Runs and server starts of the resume, without retries. */
  readonly measured: number;
  readonly starts: number;
  readonly code: number;
  /** The versions of its programs are known, and so they are a part of its keys. */
  readonly hasVersions: boolean;
}

const EXPERIMENTS: readonly Expected[] = [
  {
    name: "complete",
    there: 8,
    planned: 8,
    measured: 0,
    starts: 0,
    code: 0,
    hasVersions: true,
  },
  {
    name: "failures",
    there: 2,
    planned: 6,
    measured: 0,
    starts: 2,
    code: 3,
    hasVersions: false,
  },
  {
    name: "killed",
    there: 3,
    planned: 8,
    measured: 5,
    starts: 3,
    code: 0,
    hasVersions: false,
  },
  {
    name: "interrupted",
    there: 3,
    planned: 8,
    measured: 5,
    starts: 2,
    code: 0,
    hasVersions: false,
  },
  {
    name: "packed",
    there: 6,
    planned: 6,
    measured: 0,
    starts: 0,
    code: 0,
    hasVersions: true,
  },
];

/** Fails unless all of an old answer is in the new one. The new one may have more fields, not more elements. */
function assertContains(now: unknown, old: unknown, place: string): void {
  if (Array.isArray(old)) {
    assert(Array.isArray(now) && now.length === old.length, `${place}: not ${old.length} elements`);
    old.forEach((value, index) => assertContains(now[index], value, `${place}[${index}]`));
  } else if (old !== null && typeof old === "object") {
    assert(now !== null && typeof now === "object", `${place}: ${now}`);
    for (const [key, value] of Object.entries(old)) {
      assertContains((now as Record<string, unknown>)[key], value, `${place}.${key}`);
    }
  } else {
    assertEquals(now, old, place);
  }
}

/** Tables with the JSON documents in them as values. */
function withDocuments(tables: string): unknown {
  return JSON.parse(
    tables,
    (_, value) =>
      typeof value === "string" && /^[[{]/.test(value) && isJson(value) ? JSON.parse(value) : value,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

for (const { name: version } of Deno.readDirSync(FIXTURES)) {
  if (!/^\d/.test(version)) continue;
  for (const expected of EXPERIMENTS) {
    const { name } = expected;
    const directory = `a directory of ${version}, ${name},`;

    Deno.test(`${directory} has the status that it had`, async () => {
      using experiment = new OldExperiment(version, name);
      const old = JSON.parse(experiment.answer("status.json"));
      const result = await experiment.cli("status", `results/${name}`, "--json");
      assertCode(result, old.statusExitCode);
      // The directory is looked at on another host, and from another working directory.
      const { host: _host, resume, ...rest } = old;
      if (version === "0.1.0") {
        // What was left it guessed from its manifest. That is told by plan.json now, which it did not write.
        for (const told of [rest, ...rest.servers]) {
          delete told.etaMs;
          delete told.certainty;
          delete told.expectedMs;
        }
      }
      const now = JSON.parse(result.stdout);
      assertContains(now, rest, "status");
      assertEquals(now.resume?.argv, resume?.argv);
      const text = await experiment.cli("status", `results/${name}`);
      assertCode(text, old.statusExitCode);
      assertStringIncludes(text.stdout, `${old.runs.done}/${old.runs.planned} runs`);
    });

    Deno.test(`${directory} is exported as it was`, async () => {
      using experiment = new OldExperiment(version, name);
      const csv = await experiment.ask("export", "--format", "csv");
      assertEquals(parseCsv(csv), parseCsv(experiment.answer("export.csv")));
      const markdown = await experiment.ask("export", "--format", "markdown");
      // Version 0.1.0 had no list of answers in it.
      const wasThen = version === "0.1.0" ? markdown.replace(/\n(- \*\*.*\n)+/, "") : markdown;
      assertEquals(wasThen, experiment.answer("export.md"));
      const json = JSON.parse(await experiment.ask("export", "--format", "json"));
      const { servesweep: _version, ...rest } = JSON.parse(experiment.answer("export.json"));
      assertContains(json, rest, "export");
      const junit = readJunit(await experiment.ask("export", "--format", "junit"));
      const oldCases = readJunit(experiment.answer("export.xml"));
      const facts = (cases: typeof junit) => cases.map(({ output: _output, ...rest }) => rest);
      assertContains(facts(junit), facts(oldCases), "junit");
      oldCases.forEach(({ output }, index) => {
        for (const line of output.split("\n")) assertStringIncludes(junit[index]!.output, line);
      });
    });

    Deno.test(`${directory} becomes the database that it became`, async () => {
      using experiment = new OldExperiment(version, name);
      await experiment.ask("export", "--format", "sqlite", "-o", "export.db");
      const tables = withDocuments(tablesOf(experiment.workspace.at("export.db")));
      assertContains(tables, withDocuments(experiment.answer("export.db.json")), "tables");
    });

    Deno.test(`${directory} has a report and figures`, async () => {
      using experiment = new OldExperiment(version, name);
      await experiment.ask("report");
      const page = experiment.workspace.read(`results/${name}/report.html`);
      const old = JSON.parse(experiment.answer("export.json"));
      for (const { directory } of old.combinations) assertStringIncludes(page, directory);
      assertStringIncludes(page, `${expected.there} valid runs of ${expected.planned}`);
      const options = ["--var-x", "num_prompts", "--var-y", "p99_ttft_ms", "--format", "svg"];
      await experiment.ask("plot", ...options);
      assertStringIncludes(experiment.workspace.read(`results/${name}/FIGURE.svg`), "</svg>");
    });

    Deno.test(`${directory} is resumed: what is there by its key stays, what is missing is measured`, async () => {
      using experiment = new OldExperiment(version, name);
      const before = experiment.results();
      assertEquals(before.size, expected.there);
      const isAnother = expected.hasVersions && version !== VERSION;
      if (isAnother) {
        const refused = await experiment.resume();
        assertCode(refused, 2);
        assertStringIncludes(
          refused.stderr,
          `version of the server: ${version} -> ${VERSION}\n` +
            `  version of the benchmark: ${version} -> ${VERSION}\n`,
        );
      }
      const resumed = await experiment.resume(...isAnother ? ["--resume-changed", "keep"] : []);
      assertCode(resumed, expected.code);
      assertStringIncludes(
        resumed.stderr,
        `${expected.there} of ${expected.planned} runs are there already`,
      );
      const after = experiment.results();
      assertEquals(after.size, expected.there + expected.measured);
      for (const [file, text] of before) assertEquals(after.get(file), text, file);
      const session = experiment.lastSession();
      const valid = eventsOf(session, "run-finished")
        .filter(({ outcome }) => outcome!.kind === "valid");
      assertEquals(valid.length, expected.measured);
      assertEquals(eventsOf(session, "server-starting").length, expected.starts);
      const json = JSON.parse(await experiment.ask("export", "--format", "json"));
      const runs = json.combinations.flatMap(({ runs }: { runs: unknown[] }) => runs);
      assertEquals(runs.length, after.size);
      assertEquals(json.sessions.length, 2);
      const status = await experiment.cli("status", `results/${name}`, "--json");
      assertCode(status, expected.code);
    });
  }
}
