/** What holds for every plan, whatever it was made of. */
import { assert, assertEquals } from "@std/assert";
import { DurationHistory } from "../../src/forecast/durations.ts";
import { benchLimits } from "../../src/forecast/bench_limit.ts";
import { estimatePlan } from "../../src/forecast/estimate.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { planSize } from "../../src/plan/remaining.ts";
import { planJson } from "../../src/report/plan_json.ts";
import { planText } from "../../src/report/plan_text.ts";

/** Larger plans are not printed: many runs of one combination show nothing new. */
const MOST_RUNS = 200;

const encoder = new TextEncoder();

/** Asserts that a plan stays inside its directory, mixes no results, starts processes that can be started, and can be printed. */
export function checkPlan(plan: Plan): void {
  const directories: string[] = [];
  const names: string[] = [];
  for (const { name, argv, env, combinations, urls, healthUrls } of plan.starts) {
    checkName(name);
    for (const url of [...urls, ...healthUrls]) {
      assert(URL.canParse(url.replace(/:auto(?=\/|$)/, ":1")), url);
    }
    names.push(name);
    checkProcess(argv, env);
    for (const { directory, workload: { argv, warmupArgv, env } } of combinations) {
      checkName(directory);
      directories.push(directory);
      checkProcess(argv, env);
      if (warmupArgv !== null) checkProcess(warmupArgv, env);
    }
  }
  assertEquals(new Set(directories).size, directories.length, "two combinations, one directory");
  assertEquals(new Set(names).size, names.length, "two server starts, one name");
  if (planSize(plan).runs <= MOST_RUNS) checkPrinted(plan);
}

/** One component of a path that every file system takes, or nothing for the experiment directory itself. */
function checkName(name: string): void {
  assert(!/[/\0]/.test(name) && name !== "." && name !== "..", `leads elsewhere: ${name}`);
  assert(encoder.encode(name).length <= 255, `too long: ${name}`);
  assert(name.isWellFormed(), `half a character: ${JSON.stringify(name)}`);
}

/** Neither NUL nor half a surrogate pair can reach a process unchanged. */
function checkProcess(argv: readonly string[], env: Readonly<Record<string, string>>): void {
  assert(argv.length > 0);
  for (const text of [...argv, ...Object.keys(env), ...Object.values(env)]) {
    assertEquals(typeof text, "string");
    assert(!text.includes("\0") && text.isWellFormed(), JSON.stringify(text));
  }
}

function checkPrinted(plan: Plan): void {
  const estimate = estimatePlan(plan, new DurationHistory());
  const options = {
    experimentPath: "results/x",
    isFinished: () => false,
    whyOf: () => null,
    estimate,
    limits: benchLimits(null, new DurationHistory(), plan),
    machine: { gpus: null, parallel: 1, isGuess: () => false, gpusOf: () => 1, order: plan.starts },
  };
  const document = JSON.parse([...planJson(plan, options)].join(""));
  assertEquals(document.starts.length, plan.starts.length);
  const text = [...planText(plan, options)].join("");
  assert(!text.includes("\0"), "NUL in the dry run");
}
