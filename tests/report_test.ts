import {
  assert,
  assertEquals,
  assertGreater,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { join } from "@std/path/join";
import { assertCode, cli } from "./harness/cli.ts";
import { writeLargeExperiment } from "./harness/large_experiment.ts";
import { sweep } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** Links of a page that lead to files, as paths relative to it. */
function fileLinks(page: string): string[] {
  return [...page.matchAll(/href="([^"#]+)"/g)].map((match) => match[1]!)
    .filter((href) => !href.startsWith("data:"))
    .map((href) => decodeURIComponent(href.replaceAll("&amp;", "&").replaceAll("&#39;", "'")));
}

/** Fails unless each path leads to a file or directory. */
function assertThere(directory: string, paths: readonly string[]): void {
  for (const path of paths) assert(Deno.statSync(join(directory, path)), path);
}

Deno.test("the report of a sweep lies in its directory, and its links lead to the files", async () => {
  using workspace = new Workspace();
  assertCode(await sweep(workspace), 0);
  const before = workspace.files("results/sweep");
  const result = await cli(["report", workspace.at("results/sweep")]);
  assertCode(result, 0);
  assertEquals(result.stdout, `${workspace.at("results/sweep/report.html")}\n`);
  assertEquals(workspace.files("results/sweep"), [...before, "report.html"].sort());
  const page = workspace.read("results/sweep/report.html");
  assertMatch(page, /^<!DOCTYPE html>/);
  assertEquals(page.match(/<tr data-c=/g)!.length, 4);
  assertStringIncludes(page, "Nothing: 8 valid runs of 8 in 4 combinations");
  const links = fileLinks(page);
  assertGreater(links.length, 8);
  assertThere(workspace.at("results/sweep"), links);
});

Deno.test("a report elsewhere links to the directories from where it lies", async () => {
  using workspace = new Workspace();
  assertCode(await sweep(workspace, { name: "50% #1" }), 0);
  await Deno.mkdir(workspace.at("shared"));
  const output = workspace.at("shared/night.html");
  assertCode(await cli(["report", workspace.at("results/50% #1"), "-o", output]), 0);
  const links = fileLinks(workspace.read("shared/night.html"));
  assertEquals(links.every((link) => link.startsWith("../results/50% #1/")), true);
  assertThere(workspace.at("shared"), links);
});

Deno.test("-o - writes the page to standard output and nothing else", async () => {
  using workspace = new Workspace();
  writeLargeExperiment(workspace.at("night"), { serveSets: 2, benchSets: 2, runs: 2 });
  const before = workspace.files();
  const result = await cli(["report", "night", "-o", "-"], { cwd: workspace.path });
  assertCode(result, 0);
  assertMatch(result.stdout, /^<!DOCTYPE html>[\s\S]*<\/html>\n$/);
  assertStringIncludes(result.stdout, `href="night/SERVE--`);
  assertEquals(workspace.files(), before);
});

Deno.test("a directory of vLLM's has a report without what only a journal tells", async () => {
  using workspace = new Workspace();
  writeLargeExperiment(workspace.at("vllm"), { serveSets: 2, benchSets: 3, runs: 2 });
  await Deno.remove(workspace.at("vllm/sweep.json"));
  await Deno.remove(workspace.at("vllm/journal.jsonl"));
  assertCode(await cli(["report", workspace.at("vllm")]), 0);
  const page = workspace.read("vllm/report.html");
  assertEquals(page.match(/<tr data-c=/g)!.length, 6);
  assertStringIncludes(page, "another program wrote it");
  assertEquals(page.includes(`id="costs"`), false);
  assertThere(workspace.at("vllm"), fileLinks(page));
});

Deno.test("what is no experiment, or cannot be written, is said before anything is", async () => {
  using workspace = new Workspace();
  writeLargeExperiment(workspace.at("night"), { serveSets: 1, benchSets: 1, runs: 1 });
  const options = { cwd: workspace.path };
  for (
    const [args, code, message] of [
      [[], 2, "needs an experiment directory"],
      [["nowhere"], 2, "nowhere"],
      [["night", "./night"], 2, `"./night" is named twice`],
      [["night", "-o", ""], 2, `--output is ""`],
      [["night", "-o", "night"], 2, "it is a directory"],
      [["night", "-o", "no/such/file.html"], 2, "its directory is not there"],
    ] as const
  ) {
    const result = await cli(["report", ...args], options);
    assertEquals([result.code, result.stdout], [code, ""], result.stderr);
    assertStringIncludes(result.stderr, message);
  }
  assertEquals(workspace.files().includes("night/report.html"), false);
});

Deno.test("secrets of parameters are not in a report", async () => {
  using workspace = new Workspace();
  const { code } = await sweep(workspace, {
    benchParams: `[{"api_key": "sk-verysecret1"}]`,
    numRuns: 1,
  });
  assertEquals(code, 0);
  assertCode(await cli(["report", workspace.at("results/sweep"), "-o", workspace.at("r.html")]), 0);
  assertEquals(workspace.read("r.html").includes("verysecret"), false);
});

Deno.test("a report grows with its combinations such that 2,000 of 3 runs stay below 10 MB", async () => {
  using workspace = new Workspace();
  const sizes = await Promise.all([4, 40].map(async (benchSets) => {
    const name = `of${benchSets}`;
    writeLargeExperiment(workspace.at(name), { serveSets: 5, benchSets, runs: 3 });
    assertCode(await cli(["report", workspace.at(name)]), 0);
    const page = workspace.read(`${name}/report.html`);
    assertEquals(page.match(/<tr data-c=/g)!.length, 5 * benchSets);
    const [combinations, runs] = [5 * benchSets, 15 * benchSets];
    assertStringIncludes(page, `${runs} valid runs of ${runs} in ${combinations} combinations`);
    return (await Deno.stat(workspace.at(`${name}/report.html`))).size;
  }));
  const [of20, of200] = sizes as [number, number];
  assertGreater(10_000_000, of200 + 1_800 * (of200 - of20) / 180);
});
