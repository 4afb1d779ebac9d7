/** The completion scripts in the shells that they are for. bash is always there; zsh and fish only on some machines. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../src/commands/registry.ts";
import { quoteWords } from "../src/spec/shell_words.ts";
import { assertCode, cli } from "./harness/cli.ts";
import { run } from "./harness/deadline.ts";
import { skipUnless } from "./harness/skip.ts";
import { program } from "./harness/sweep.ts";
import { Workspace } from "./harness/workspace.ts";

/** What a shell offers for each of some lines that are typed in a directory with the script of that name. */
type Ask = (workspace: Workspace, lines: readonly string[]) => Promise<string[][]>;

async function outputOf(workspace: Workspace, ...words: string[]): Promise<string> {
  const [program, ...args] = words;
  const { code, stdout, stderr } = await run(program!, args, {
    cwd: workspace.path,
    env: { HOME: workspace.path },
  });
  assertEquals(stderr, "");
  assertEquals(code, 0);
  return stdout;
}

/** As readline does it: words, with each `=` a word of its own, then the function. */
async function askBash(workspace: Workspace, typed: readonly string[]): Promise<string[][]> {
  const asked = typed.map((line) => {
    const words = line.split(/ |(?<=[^=])(?==)|(?<==)(?=[^=])/);
    return `COMP_WORDS=(${quoteWords(words)}) COMP_CWORD=${words.length - 1}
$function servesweep
printf '%s\\n' "\${COMPREPLY[@]}" '(end)'
`;
  });
  const script = `source ./script
function=$(complete -p servesweep | sed 's/.*-F \\([^ ]*\\).*/\\1/')
${asked.join("")}`;
  return blocks(await outputOf(workspace, "bash", "-c", script));
}

async function askZsh(workspace: Workspace, typed: readonly string[]): Promise<string[][]> {
  const out = workspace.at("candidates");
  await outputOf(workspace, "zsh", "-f", program("zsh_candidates.zsh"), "./script", out, ...typed);
  return blocks(await Deno.readTextFile(out));
}

async function askFish(workspace: Workspace, typed: readonly string[]): Promise<string[][]> {
  const asked = typed.map((line) => `complete -C ${quoteWords([line])}; echo '(end)'; `);
  const script = `source ./script; ${asked.join("")}`;
  const text = await outputOf(workspace, "fish", "--no-config", "-c", script);
  return blocks(text.replaceAll(/\t.*/g, ""));
}

/** The lines before each `(end)`. */
function blocks(text: string): string[][] {
  return text.split("(end)\n").slice(0, -1)
    .map((block) => block.split("\n").filter((line) => line !== ""));
}

/** A directory with the script of a shell, a file, and two experiments. */
async function prepare(shell: string): Promise<Workspace> {
  const workspace = new Workspace();
  const result = await cli(["completions", shell]);
  assertCode(result, 0);
  workspace.write("script", result.stdout);
  for (const name of ["results/night-1", "results/night 2", "other/day-1"]) {
    await Deno.mkdir(workspace.at(name), { recursive: true });
  }
  workspace.write("serve.jsonc", "[{}]");
  return workspace;
}

const SHELLS: [string, Ask][] = [["bash", askBash], ["zsh", askZsh], ["fish", askFish]];

/** What is typed, and what is offered for it. */
const OFFERS: readonly [string, string[]][] = [
  ["servesweep serve --if", ["--if-locked"]],
  ["servesweep serve --if-locked ", ["fail", "skip", "wait"]],
  ["servesweep serve --if-locked=w", ["wait"]],
  ["servesweep serve --if_locked s", ["skip"]],
  ["servesweep serve --no-ca", ["--no-cache-reset"]],
  ["servesweep serve --resume ", ["night 2", "night-1"]],
  ["servesweep serve --resume --dry", ["--dry-run"]],
  ["servesweep serve -o other -e ", ["day-1"]],
  ["servesweep serve --output-dir=other --resume d", ["day-1"]],
  ["servesweep serve --output-dir o", ["other"]],
  ["servesweep serve --serve-params ser", ["serve.jsonc"]],
  ["servesweep serve --num-runs ", []],
  ["servesweep completions ", ["bash", "fish", "zsh"]],
  ["servesweep help se", ["serve"]],
  ["servesweep sim --sim-startup-error no-", ["no-gpu", "no-model"]],
  ["servesweep sim --tensor-p", ["--tensor-parallel-size"]],
  ["servesweep sim -tp ", []],
  ["servesweep sim --vers", ["--version"]],
  ["servesweep bench --result-d", ["--result-dir"]],
  ["servesweep bench --backend openai-", ["openai-chat"]],
  ["servesweep bench --goodput ", []],
  ["servesweep report o", ["other"]],
  ["servesweep plot --scale-x s", ["sqrt", "symlog"]],
  ["servesweep nonsense --x", []],
];

for (const [shell, ask] of SHELLS) {
  Deno.test({
    name: `${shell} completes commands, options, choices, paths and experiments`,
    ignore: skipUnless(shell),
    async fn() {
      using workspace = await prepare(shell);
      await outputOf(workspace, shell, "-n", "./script");
      // Only bash is told by the script what underscores mean.
      const cases = OFFERS.filter(([line]) => shell === "bash" || !line.includes("_"));
      const [commands, ...offers] = await ask(workspace, [
        "servesweep ",
        ...cases.map(([line]) => line),
      ]);
      for (const name of [...COMMANDS.map(({ name }) => name), "help"]) {
        assert(commands!.includes(name), name);
      }
      assertEquals(
        offers.map((words, index) => [cases[index]![0], plain(words)]),
        cases.map(([line, words]) => [line, words]),
      );
    },
  });
}

/** Sorted, as the user means them: each shell quotes in its way, or shows what stands before and behind. */
function plain(words: readonly string[]): string[] {
  const bare = words.map((word) =>
    word.replace(/\/$/, "").replace(/^--[\w-]+=/, "").replaceAll("\\", "")
  );
  return [...new Set(bare)].sort();
}

Deno.test("a shell without a script, or none, is an error that names those with one", async () => {
  for (const args of [[], ["tcsh"], ["bash", "zsh"]]) {
    const result = await cli(["completions", ...args]);
    assertCode(result, 2);
    assertStringIncludes(result.stderr, "bash, zsh or fish");
  }
});
