/** Anything that a user, a crash or another program may hand in gets a result or a message, never a stack trace. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { anyText } from "./harness/any_text.ts";
import { locate } from "../src/sweep/location.ts";
import { readSweep } from "../src/sweep/read_sweep.ts";
import { findStoredRuns } from "../src/sweep/reuse.ts";
import { type Command, commandOf, readCommand } from "../src/commands/parse.ts";
import { COMMANDS } from "../src/commands/registry.ts";
import { completeSettings } from "../src/bench/complete_settings.ts";
import { BENCH } from "../src/commands/bench.ts";
import { SIM } from "../src/commands/sim.ts";
import { parseJson } from "../src/json/parse.ts";
import { pyEquals, pyJson, pyRepr } from "../src/json/python.ts";
import { type Json, JsonNumber, type JsonObject } from "../src/json/value.ts";
import { makePlan } from "../src/plan/plan.ts";
import { resultFile } from "../src/plan/paths.ts";
import { judgeRun } from "../src/result/judge.ts";
import { ConfigError } from "../src/sim/settings/engine_config.ts";
import { simSettings } from "../src/sim/settings/settings.ts";
import { resolveSweep, type SweepInput } from "../src/spec/resolve_sweep.ts";
import { quoteWords, shellWords } from "../src/spec/shell_words.ts";
import { storedRuns } from "../src/store/finished.ts";
import { parseJournal } from "../src/journal/codec.ts";
import { Manifest } from "../src/store/manifest.ts";
import { answer, answerAsync, assertReadable } from "./fuzz/answer.ts";
import { argumentsFor, commandLines } from "./fuzz/command_lines.ts";
import { damaged } from "./fuzz/damage.ts";
import { experiments, fill } from "./fuzz/experiments.ts";
import { journalTexts } from "./fuzz/journal_texts.ts";
import { valueTexts } from "./fuzz/json_texts.ts";
import { parameterTexts } from "./fuzz/parameter_texts.ts";
import { checkPlan } from "./fuzz/plan_checks.ts";
import { manifestTexts, resultTexts } from "./fuzz/result_texts.ts";
import { Trials } from "./fuzz/trials.ts";
import { Workspace } from "./harness/workspace.ts";

const TABLES = new Map(
  await Promise.all(COMMANDS.map(async ({ name, load }) => [name, await load()] as const)),
);

/** Reads a command line. */
function parseCommand(argv: readonly string[]): Command {
  const asked = commandOf(argv);
  return "kind" in asked ? asked : readCommand(asked.words, TABLES.get(asked.name)!);
}

/** The least that may be tried. */
const LEAST = 100_000;

/** A timer with more than 31 bits ends at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const INPUT: SweepInput = {
  serveCmd: "vllm serve model",
  benchCmd: "vllm bench serve --num-prompts 10",
  afterBenchCmd: null,
  env: [],
  serveParams: null,
  benchParams: null,
  linkVars: "",
  numRuns: 1,
  warmupNumPrompts: 1,
  resetCaches: true,
  healthUrl: null,
};

Deno.test(`any of ${LEAST} generated inputs gets a result or a message`, async (t) => {
  const trials = new Trials();

  await t.step("parameter files make plans that stay inside their directory, or a message", () => {
    let plans = 0;
    const inputs = fc.tuple(parameterTexts, fc.option(parameterTexts));
    trials.check(20_000, inputs, ([serve, bench]) => {
      const plan = answer(`${serve} ${bench}`, () =>
        makePlan(resolveSweep({
          ...INPUT,
          serveParams: { kind: "text", text: serve, origin: "serve.json" },
          benchParams: bench === null ? null : { kind: "text", text: bench, origin: "bench.json" },
        })));
      if (plan === null) return;
      plans++;
      checkPlan(plan);
    });
    assert(plans > 2_000, `only ${plans} plans: the inputs are too wrong to show anything`);
  });

  await t.step("command lines of a sweep make a plan and a place for it, or a message", () => {
    let plans = 0;
    trials.check(20_000, commandLines, (argv) => {
      const input = argv.join(" ");
      const command = answer(input, () => parseCommand(argv));
      if (command?.kind === "serve") {
        const { serverReadyTimeoutMs, benchTimeoutMs, stopTimeoutMs } = command.timeouts;
        for (const ms of [serverReadyTimeoutMs, benchTimeoutMs ?? 0, stopTimeoutMs]) {
          assert(ms >= 0 && ms <= LONGEST_TIMER_MS, `no timer takes ${ms} ms`);
        }
        const { sweep } = command;
        // What a plan file may hold has tests of its own.
        const plan = "planFile" in sweep ? null : answer(input, () => makePlan(readSweep(sweep)));
        if (plan !== null) {
          plans++;
          checkPlan(plan);
        }
      }
      if (command?.kind !== "serve" && command?.kind !== "demo") return;
      const { outputDir } = command.location;
      const location = answer(input, () => locate(command.location));
      if (location === null) return;
      const steps = location.name.split("/");
      assert(
        !steps.includes("..") && steps[0] !== "",
        `leads out of ${outputDir}: ${location.name}`,
      );
      assert(location.path.endsWith(`/${location.name}`));
    });
    assert(plans > 500, `only ${plans} plans: the inputs are too wrong to show anything`);
  });

  await t.step(
    "command lines of the built-in benchmark and server make settings, or a message",
    () => {
      trials.check(10_000, argumentsFor(BENCH.options), (argv) => {
        answer(argv.join(" "), () => {
          const command = readCommand(argv, BENCH);
          return command.kind === "bench" ? completeSettings(command.settings, {}) : command;
        });
      });
      trials.check(10_000, argumentsFor(SIM.options), (argv) => {
        answer(argv.join(" "), () => {
          try {
            const command = readCommand(argv, SIM);
            return command.kind === "sim" ? simSettings(command.args, {}, 1) : command;
          } catch (error) {
            // The simulated server logs it as vLLM does.
            if (!(error instanceof ConfigError)) throw error;
            assertReadable(error.message, argv.join(" "));
            return null;
          }
        });
      });
    },
  );

  await t.step("words survive being quoted and split, and any text is split or refused", () => {
    trials.check(8_000, fc.array(anyText(), { maxLength: 8 }), (words) => {
      assertEquals(shellWords(quoteWords(words), "--serve-cmd"), words);
    });
    trials.check(8_000, damaged(anyText()), (text) => {
      const words = answer(text, () => shellWords(text, "--serve-cmd"));
      if (words !== null) assertEquals(shellWords(quoteWords(words), "--serve-cmd"), words);
    });
  });

  await t.step("JSON is read without a loss, and text that is none is refused with a place", () => {
    trials.check(12_000, damaged(valueTexts), (text) => {
      let value;
      try {
        ({ value } = parseJson(text));
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        assert(/^line \d+, column \d+: ./.test(error.message), error.message);
        assertReadable(error.message, text);
        return;
      }
      for (const again of [pyJson(value), pyJson(value, { indent: 2 })]) {
        const { value: second } = parseJson(again);
        assertEquals(pyRepr(second), pyRepr(value));
        // NaN alone is unequal to itself.
        assert(pyEquals([second], [value]));
      }
    });
  });

  await t.step("results are judged: only those that count whole requests are valid", () => {
    const commands = fc.constantFrom(["b"], ["b", "--num-prompts", "10"], ["b", "--no-oversample"]);
    trials.check(8_000, fc.tuple(resultTexts, commands), ([resultText, argv]) => {
      const { result, reason } = judgeRun({ argv, exitCode: 0, resultText });
      if (reason !== null) {
        assertReadable(reason, resultText);
        return;
      }
      const completed = result?.get("completed");
      assert(completed instanceof JsonNumber && completed.toNumber() >= 1, resultText);
      assert(Number.isInteger(completed.toNumber()), resultText);
      const failed = result?.get("failed");
      if (failed instanceof JsonNumber) assertEquals(Math.abs(failed.toNumber()), 0);
    });
  });

  await t.step("journals give the runs of whole lines, or a message", () => {
    const directories = ["", "SERVE--a-BENCH--b", "__proto__"];
    trials.check(15_000, journalTexts(directories, 8), (text) => {
      const journal = answer(text, () => parseJournal(text, "journal.jsonl"));
      if (journal === null) return;
      for (const [file, { key, sha256, identity }] of storedRuns(journal.events)) {
        assert(/(^|\/)(run=\d+|warmup)\.json$/.test(file), file);
        assertEquals(typeof key, "string");
        assert(sha256 === null || typeof sha256 === "string");
        assert(identity === null || Array.isArray(identity.serve));
      }
    });
  });

  await t.step(
    "experiment directories in any state are resumed from, or a message says why not",
    async () => {
      await trials.checkAsync(500, experiments, async (experiment) => {
        using workspace = new Workspace();
        fill(workspace, experiment);
        const { plan, journal, ifChanged } = experiment;
        const location = { path: workspace.path, name: "sweep", isResumed: true };
        const input = JSON.stringify(experiment) + journal + workspace.path;
        const reuse = await answerAsync(input, () => findStoredRuns(location, plan, ifChanged));
        if (reuse === null) return;
        for (const note of reuse.notes) assertReadable(note, input);
        const unusable = new Set(reuse.unusable.map(({ file }) => file));
        for (const start of plan.starts) {
          for (const combination of start.combinations) {
            for (const run of combination.runs) {
              const isFinished = reuse.isFinished(start, combination, run);
              assert(!isFinished || !unusable.has(resultFile(combination.directory, run)));
            }
          }
        }
      });
    },
  );

  await t.step(
    "a manifest in any state is kept: its sessions go on, or its file is set aside",
    () => {
      using workspace = new Workspace();
      trials.check(500, manifestTexts, (text) => {
        workspace.write("sweep.json", text);
        new Manifest(workspace.path).write(new Map([["session", "new"]]));
        const written = parseJson(workspace.read("sweep.json")).value as JsonObject;
        const sessions = written.get("sessions") as Json[];
        assertEquals(sessions.at(-1), new Map([["session", "new"]]));
        if (sessions.length === 1) return;
        const before = parseJson(text.toWellFormed()).value as JsonObject;
        assertEquals(pyRepr(sessions.slice(0, -1)), pyRepr(before.get("sessions")!));
      });
    },
  );

  assert(trials.count >= LEAST, `only ${trials.count} inputs were tried`);
});
