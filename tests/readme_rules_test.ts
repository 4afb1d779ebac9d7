import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Option } from "../src/cli/option.ts";
import { selfCommand } from "../src/sweep/own_program.ts";
import {
  checkCommands,
  checkMentions,
  checkOptionTable,
  checkTasks,
} from "./harness/readme/command_rules.ts";
import { shownCommands, shownFiles } from "./harness/readme/commands.ts";
import { checkDryRuns } from "./harness/readme/dry_runs.ts";
import { checkLinks } from "./harness/readme/link_rules.ts";
import { anchors } from "./harness/readme/markdown.ts";
import { Workspace } from "./harness/workspace.ts";

const OPTIONS: Option[] = [
  { name: "serve-cmd", kind: "string", help: "", group: "" },
  { name: "bench-params", kind: "json", help: "", group: "" },
  { name: "cache-reset", kind: "boolean", help: "", group: "" },
];
const TABLE = {
  serve: OPTIONS,
  sim: [{ name: "port", kind: "integer", help: "", group: "" } as Option],
  help: null,
};

/** Problems with commands, each as `line: problem`. */
function commandProblems(markdown: string): string[] {
  return checkCommands(markdown, TABLE).map(({ line, problem }) => `${line}: ${problem}`);
}

Deno.test("commands and options that exist pass, in every spelling", () => {
  const markdown =
    `Text \`servesweep serve --no-cache-reset\` and \`servesweep\` and \`servesweep --version\`.
\`\`\`sh
FOO=1 servesweep serve --serve_cmd 'vllm serve m --unknown 1' --bench-params.a 1 | tee --append log
dist/servesweep serve --help; servesweep help serve
\`\`\`
\`\`\`python
servesweep nonsense
\`\`\`
`;
  assertEquals(commandProblems(markdown), []);
});

Deno.test("an unknown command or option is found, with its line", () => {
  const markdown = `\`servesweep serv\`
\`\`\`console
$ servesweep serve \\
    --serve-cmd 'servesweep sim --prot 8000' \\
    --bench-parms x
servesweep output is no command
\`\`\`
\`\`\`sh
# servesweep comment
cd x; servesweep sim --no-port
\`\`\`
`;
  assertEquals(commandProblems(markdown), [
    `3: servesweep serve has no option "--bench-parms"`,
    `3: servesweep sim has no option "--prot"`,
    `10: servesweep sim has no option "--no-port"`,
    `1: servesweep has no command "serv"`,
  ]);
});

Deno.test("tasks that deno.json does not have are found", () => {
  assertEquals(
    checkTasks("`deno task ok`\nnpx --yes deno@2.9.6 task tset\ndeno task demo x", ["ok", "demo"]),
    [{ line: 2, problem: `deno.json has no task "tset"` }],
  );
});

Deno.test("options that are not mentioned are found, a longer name does not count", () => {
  assertEquals(
    checkMentions("`--serve-cmd-x`, `--bench-params.x`, `--no-cache-reset`", OPTIONS)
      .map(({ problem }) => problem),
    ["--serve-cmd of servesweep serve is not mentioned"],
  );
});

Deno.test("a table of options names none that is gone", () => {
  const markdown = `| option | default |
| --- | --- |
| \`--serve-cmd\` \`--no-cache-reset\` | \`--not-looked-at\` |
| \`-x\`, \`--gone-long-ago A=B\` | |

| case | x |
| --- | --- |
| \`--other\` | |
`;
  assertEquals(checkOptionTable(markdown, OPTIONS), [
    { line: 4, problem: `servesweep serve has no option "--gone-long-ago"` },
  ]);
});

Deno.test("links to files and headings are followed", () => {
  using workspace = new Workspace();
  workspace.write("other.md", "# Some *Title*: here\n");
  const markdown = `# A & B
[a](#a--b) [b](other.md#some-title-here) [c](other.md) [d](https://example.org/#x) \`[e](gone)\`
[f](#b) ![g](gone.png)
[h](other.md#gone "title")
\`\`\`
[i](gone) # No heading
\`\`\`
`;
  assertEquals(checkLinks(markdown, workspace.path), [
    { line: 3, problem: `"#b" is linked: there is no such heading` },
    { line: 3, problem: `"gone.png" is linked and does not exist` },
    { line: 4, problem: `"other.md#gone" is linked: there is no such heading` },
  ]);
  assertEquals(anchors("# A\n## A\n```\n# B\n```\n## `--x y`_z"), ["a", "a-1", "--x-y_z"]);
});

Deno.test("files are read from cat, from here-documents and from titled blocks", () => {
  const markdown = `
\`\`\`console
$ cat a.json
[{}]
$ servesweep version
0
$ cat b.json
[1]
\`\`\`
\`\`\`sh
cat >c.json <<'EOF'
servesweep nonsense
EOF
servesweep version
\`\`\`
\`\`\`jsonc d.jsonc
// d
\`\`\`
`;
  assertEquals(shownFiles(markdown).map(({ name, text }) => [name, text.trimEnd()]), [
    ["a.json", "[{}]"],
    ["b.json", "[1]"],
    ["c.json", "servesweep nonsense"],
    ["d.jsonc", "// d"],
  ]);
  assertEquals(shownCommands(markdown).map(({ text }) => text), [
    "cat a.json",
    "servesweep version",
    "cat b.json",
    "cat >c.json <<'EOF'",
    "servesweep version",
  ]);
});

Deno.test("dry runs are run for real, with the files that are shown", async () => {
  const command = (params: string) =>
    `$ servesweep serve --serve-cmd 'vllm serve m' --bench-cmd 'vllm bench serve' \\
    --serve-params ${params} --dry-run`;
  const markdown = `
\`\`\`json serve.json
[{"max_num_seqs": 32}]
\`\`\`
\`\`\`console
${command("serve.json")}
${command(`'[{"max_num_seqs":\n  64}]'`)}
${command("gone.json")}
$ servesweep serve --nonsense
\`\`\`
`;
  const problems = await checkDryRuns(markdown, selfCommand());
  assertEquals(problems.map(({ line }) => line), [11]);
  assertStringIncludes(problems[0]!.problem, "exit code 2");
  assertStringIncludes(problems[0]!.problem, "gone.json");
});
