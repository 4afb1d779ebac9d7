/** Guards: runs that are proven to be wrong do not count, are kept, and are measured again; clean ones are left alone. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { GuardVerdict } from "../src/journal/verdict.ts";
import { assertCode, cli, type CliResult, servesweep } from "./harness/cli.ts";
import { eventsOf, journalLines } from "./harness/journal.ts";
import { program, runFiles, sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

interface Try {
  readonly sim?: string;
  /** Words before the commands. */
  readonly serveBehind?: string;
  readonly benchBehind?: string;
  readonly bench?: string;
  readonly numRuns?: number;
  readonly serveParams?: string;
  readonly extra?: readonly string[];
}

/** A sweep of the simulated server by our load generator; the same seed in every run, so that a warm cache shows. */
async function trySweep(workspace: Workspace, options: Try = {}): Promise<CliResult> {
  const { sim = "", bench = "", serveBehind = "", benchBehind = "", numRuns = 2 } = options;
  const [own] = servesweep();
  return await sweep(
    workspace,
    {
      serveCmd: `${serveBehind} ${own} sim m --port auto --sim-time-scale 0.05 ${sim}`,
      benchCmd: `${benchBehind} ${own} bench --model m --port auto --random-input-len 64 ` +
        `--random-output-len 4 --num-prompts 12 --ignore-eos --disable-tqdm --seed 0 ${bench}`,
      serveParams: options.serveParams ?? `[{"max_num_seqs": 8}]`,
      benchParams: `[{}]`,
      numRuns,
      noCacheReset: false,
    },
    ...options.extra ?? [],
  );
}

const DIRECTORY = "SERVE--max_num_seqs=8";

function verdicts(
  workspace: Workspace,
): (readonly [number, Readonly<Record<string, GuardVerdict>>])[] {
  return eventsOf(journalLines(workspace), "guards")
    .map(({ name, verdicts }) => [name!.run, verdicts!] as const);
}

function states(workspace: Workspace): string[] {
  return verdicts(workspace).map(([run, found]) =>
    [run, ...Object.entries(found).map(([guard, { state }]) => `${guard} ${state}`)].join(" ")
  );
}

/** The failed tries of runs that were kept. */
function kept(workspace: Workspace): { file: string; class: string; reason: string }[] {
  return workspace.files("results/sweep").filter((file) => file.includes(".failed")).map((file) => {
    const { class: kind, reason } = JSON.parse(workspace.read(`results/sweep/${file}`));
    return { file, class: kind, reason };
  });
}

Deno.test("clean runs are proven, side by side too, and everything that is made of them says so", async () => {
  using workspace = new Workspace();
  const serveParams = `[{"max_num_seqs": 4}, {"max_num_seqs": 8}, {"max_num_seqs": 16}]`;
  const extra = ["--parallel", "3"];
  const result = await trySweep(workspace, { serveParams, extra, numRuns: 3 });
  assertCode(result, 0);
  assert(!result.stderr.includes("Guards:"), result.stderr);
  assertEquals(kept(workspace), []);
  assertEquals(states(workspace).toSorted(), [
    ..."000111222".split("").map((run) => `${run} cache ok traffic ok`),
  ]);
  const path = workspace.at("results/sweep");
  const json = JSON.parse((await cli(["export", path, "--format", "json"])).stdout);
  const { cache, traffic } = json.combinations[0].runs[0].guards;
  assertEquals([cache.state, cache.values.prefix_cache_hit_share], ["ok", 0]);
  assertEquals([traffic.state, traffic.values.foreign_requests], ["ok", 0]);
  const csv = (await cli(["export", path, "--format", "csv"])).stdout.split("\n");
  assertMatch(csv[0]!, /,guard_cache,guard_traffic,prefix_cache_hit_share$/);
  assertMatch(csv[1]!, /,ok,ok,0$/);
  // Its own table stays as vLLM has it.
  assert(!workspace.read("results/sweep/summary.csv").includes("guard"));
  assertCode(await cli(["report", path]), 0);
  assertMatch(workspace.read("results/sweep/report.html"), /9 runs watched, nothing found/);
});

Deno.test("a run that another client was in does not count and alone is measured again", async () => {
  using workspace = new Workspace();
  const benchBehind = `${Deno.execPath()} run -A --no-config ${
    program("disturbs_the_server.ts")
  } request ${workspace.at("once")}`;
  const result = await trySweep(workspace, {
    benchBehind,
    numRuns: 3,
    extra: ["--guards", "traffic"],
  });
  assertCode(result, 0);
  assertEquals(kept(workspace).map(({ file, class: kind }) => [file, kind]), [
    [`${DIRECTORY}/run=0.failed.json`, "contaminated"],
  ]);
  assertStringIncludes(
    kept(workspace)[0]!.reason,
    "Another client used the server: it answered 14 requests, the benchmark sent 13",
  );
  assertEquals(states(workspace), [
    "0 traffic bad",
    "0 traffic ok",
    "1 traffic ok",
    "2 traffic ok",
  ]);
  assertEquals(runFiles(workspace).length, 3);
  assert(!result.stderr.includes("Guards:"), "it was measured again");
});

Deno.test("a reset that lies leaves a warm cache: its runs do not count", async () => {
  using workspace = new Workspace();
  const extra = ["--continue-on-error"];
  const result = await trySweep(workspace, {
    sim: "--sim-fake-reset",
    extra,
    bench: "--num-prompts 60",
  });
  assertCode(result, 3);
  assertEquals(states(workspace), [
    "0 cache ok traffic ok",
    "1 cache bad traffic ok",
    "1 cache bad traffic ok",
  ]);
  for (const { class: kind, reason } of kept(workspace)) {
    assertEquals(kind, "contaminated");
    assertMatch(reason, /cache was not cold, though it is emptied after every run: 7\d % of 3841/);
  }
  assertStringIncludes(result.stderr, "Guards:\n  cache bad in 1 of 2 runs");
  const status = await cli(["status", workspace.at("results/sweep")]);
  assertStringIncludes(status.stdout, "cache bad in 1 of 2 runs");
  const junit = await cli(["export", workspace.at("results/sweep"), "--format", "junit"]);
  assertStringIncludes(junit.stdout, `type="contaminated"`);
});

Deno.test("a guard that only warns says what it found, and the run counts", async () => {
  using workspace = new Workspace();
  const extra = ["--guard-policy", "cache=warn"];
  const result = await trySweep(workspace, { sim: "--sim-fake-reset", extra });
  assertCode(result, 0);
  assertEquals(runFiles(workspace).length, 2);
  assertStringIncludes(
    result.stderr,
    `cache bad in 1 of 2 runs: ${DIRECTORY} run 1: The cache was`,
  );
  const path = workspace.at("results/sweep");
  assertCode(await cli(["report", path]), 0);
  assertMatch(workspace.read("results/sweep/report.html"), /<td class="t">bad<\/td>/);
  const junit = await cli(["export", path, "--format", "junit"]);
  assertStringIncludes(junit.stdout, "guard cache of run 1: bad: The cache was not cold");
});

Deno.test("a warm cache is bad, good, or nobody's business, as it was asked for", async () => {
  for (
    const [expected, found] of [
      ["cold", ["0 cache ok traffic ok", "1 cache bad traffic ok", "1 cache bad traffic ok"]],
      ["warm", ["0 cache bad traffic ok", "0 cache ok traffic ok", "1 cache ok traffic ok"]],
      [null, ["0 cache ok traffic ok", "1 cache ok traffic ok"]],
    ] as const
  ) {
    using workspace = new Workspace();
    const extra = ["--no-cache-reset", ...expected === null ? [] : ["--expect-cache", expected]];
    const result = await trySweep(workspace, { extra, bench: "--num-prompts 60" });
    assertCode(result, expected === "cold" ? 1 : 0);
    assertEquals(states(workspace), [...found], String(expected));
  }
});

Deno.test("prompts that share a prefix are compared with one another", async () => {
  using workspace = new Workspace();
  const bench = "--random-prefix-len 128";
  assertCode(await trySweep(workspace, { bench, numRuns: 3 }), 0);
  assertEquals(states(workspace).map((text) => text.slice(2)), [
    "cache ok traffic ok",
    "cache ok traffic ok",
    "cache ok traffic ok",
  ]);
  const [share] = verdicts(workspace).map(([, { cache }]) =>
    cache!.values["prefix_cache_hit_share"]!
  );
  assert(share! > 0.3, `${share}`);

  using lying = new Workspace();
  const sim = "--sim-fake-reset";
  assertCode(await trySweep(lying, { bench, sim, extra: ["--retries", "0"] }), 1);
  assertEquals(states(lying), ["0 cache ok traffic ok", "1 cache bad traffic ok"]);
});

Deno.test("a server that was replaced during a run is named", async () => {
  using workspace = new Workspace();
  const serveBehind = `${program("restarts_its_server.sh")} ${workspace.at("once.pid")}`;
  const benchBehind = `${Deno.execPath()} run -A --no-config ${
    program("disturbs_the_server.ts")
  } restart ${workspace.at("once")}`;
  const result = await trySweep(workspace, { serveBehind, benchBehind });
  assertCode(result, 0);
  assertEquals(states(workspace), [
    "0 cache unknown traffic bad",
    "0 cache ok traffic ok",
    "1 cache ok traffic ok",
  ]);
  assertStringIncludes(kept(workspace)[0]!.reason, "The server was replaced during the run");
});

Deno.test("without guards nothing is asked of the server, and nothing is said", async () => {
  using workspace = new Workspace();
  const extra = ["--guards", "none"];
  assertCode(await trySweep(workspace, { sim: "--sim-fake-reset", extra }), 0);
  assertEquals(states(workspace), []);
  const logs = workspace.files("results/sweep/logs").filter((file) => file.includes("server"));
  assert(logs.length > 0);
  for (const file of logs) {
    // The load generator asks once a run.
    const asked = workspace.read(`results/sweep/logs/${file}`).match(/GET \/metrics/g) ?? [];
    assertEquals(asked.length, 2, file);
  }
});

Deno.test("a server of no known kind leaves all unknown, and its runs count", async () => {
  using workspace = new Workspace();
  const result = await sweep(workspace, { numRuns: 1 });
  assertCode(result, 0);
  assert(!result.stderr.includes("Guards:"), result.stderr);
  const { stdout } = await cli(["status", workspace.at("results/sweep")]);
  assertStringIncludes(
    stdout,
    "cache unknown in 4 of 4 runs: It is not known what this server counts",
  );
});

Deno.test("names that are no guards and no policies are refused before anything starts", async () => {
  using workspace = new Workspace();
  for (
    const [words, text] of [
      [["--guards", "cash"], `--guards names "cash", expected a guard: cache, traffic`],
      [["--guard-policy", "cache"], `--guard-policy is "cache", expected GUARD=fail or GUARD=warn`],
      [["--guard-policy", "x=warn"], `--guard-policy names "x"`],
      [["--expect-cache", "hot"], "hot"],
    ] as const
  ) {
    const result = await trySweep(workspace, { extra: words });
    assertCode(result, 2);
    assertStringIncludes(result.stderr, text);
  }
});

Deno.test("a flag that never reached the server fails its start before anything is measured", async () => {
  using workspace = new Workspace();
  const sim = "--sim-ignore-flag max-num-seqs";
  const result = await trySweep(workspace, { sim, extra: ["--retries", "3"] });
  assertCode(result, 1);
  assertStringIncludes(
    result.stderr,
    "A flag never reached the server: max_num_seqs is 1024, 8 was asked for (bad-argument)",
  );
  assertEquals([runFiles(workspace), states(workspace)], [[], []]);
  assertEquals(eventsOf(journalLines(workspace), "server-starting").length, 1);

  using warned = new Workspace();
  const extra = ["--guard-policy", "flags=warn"];
  const marked = await trySweep(warned, { sim, extra });
  assertCode(marked, 0);
  assertStringIncludes(marked.stderr, `flags bad in 1 of 1 server start: ${DIRECTORY}#1: A flag`);
  assertCode(await cli(["report", warned.at("results/sweep")]), 0);
  assertMatch(
    warned.read("results/sweep/report.html"),
    /server SERVE--max_num_seqs=8#1<\/th>\s*<td class="t">flags<\/td>\s*<td class="t">bad<\/td>/,
  );
});

Deno.test("two sets that start the same server have collapsed", async () => {
  using workspace = new Workspace();
  const serveParams = `[{"disable_log_stats": true}, {"disable_log_stats": false}]`;
  const sim = "--sim-ignore-flag disable-log-stats";
  const result = await trySweep(workspace, { sim, serveParams, extra: ["--continue-on-error"] });
  assertCode(result, 3);
  assertStringIncludes(
    result.stderr,
    "disable_log_stats = False and True started the same server (SERVE--disable_log_stats=True)",
  );
  assertEquals(runFiles(workspace).length, 2);

  using clean = new Workspace();
  const apart = await trySweep(clean, { serveParams });
  assertCode(apart, 0);
});

Deno.test("what a server works with is told of each start, in the journal and in sweep.json", async () => {
  using workspace = new Workspace();
  const serveParams = `[{"max_num_seqs": 8}, {"max_num_seqs": 16, "block_size": 32}]`;
  const result = await trySweep(workspace, { serveParams, numRuns: 1 });
  assertCode(result, 0);
  const { sessions } = workspace.json("results/sweep/sweep.json");
  const [first, second] = sessions[0].servers;
  assertEquals(first.start, "SERVE--max_num_seqs=8#1");
  assertEquals(first.flags, {
    max_num_seqs: { state: "confirmed", requested: "8", effective: "8" },
  });
  assertEquals(second.flags.block_size.state, "confirmed");
  assertEquals(second.configuration["cache_config.block_size"], 32);
  assertMatch(first.fingerprint, /^[0-9a-f]{16}$/);
  assert(first.fingerprint !== second.fingerprint);
});
