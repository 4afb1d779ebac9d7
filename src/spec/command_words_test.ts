import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../lib/errors.ts";
import { commandWords } from "./command_words.ts";

const refused = (text: string) =>
  assertThrows(() => commandWords(text, "--serve-cmd"), UsageError).message;

Deno.test("a backslash at the end of a line goes on with the next, as in a shell", () => {
  for (const end of ["\n", "\r\n"]) {
    const text = `vllm serve m \\${end}  --port 8001 \\${end}--x "a\\${end}b" 'c\\${end}d'`;
    assertEquals(commandWords(text, "--serve-cmd"), [
      ..."vllm serve m --port 8001 --x ab".split(" "),
      `c\\${end}d`,
    ]);
  }
  assertStringIncludes(refused("vllm serve \\ \n --port 1"), "a backslash goes on with the next");
});

/** Words of commands that only a shell acts upon, each with a part of the remedy. */
const OF_SHELLS: readonly [text: string, word: string, remedy: string][] = [
  ["vllm serve m && echo done", "&&", "bash -c"],
  ["vllm serve m|tee log", "m|tee", "bash -c"],
  ["vllm serve m | tee log", "|", "bash -c"],
  ["sleep 1; vllm serve m", "1;", "bash -c"],
  ["vllm serve m ;", ";", "bash -c"],
  ["vllm serve m || true", "||", "bash -c"],
  ["vllm serve m &", "&", "bash -c"],
  ["vllm serve m&", "m&", "bash -c"],
  ["vllm serve m > log", ">", "bash -c"],
  ["vllm serve m >>log", ">>log", "bash -c"],
  ["vllm serve m>log", "m>log", "bash -c"],
  ["vllm serve m 2>&1", "2>&1", "bash -c"],
  ["vllm serve m &>log", "&>log", "bash -c"],
  ["vllm serve m 2> log", "2>", "bash -c"],
  ["bench < prompts", "<", "bash -c"],
  ["(vllm serve m)", "(vllm", "bash -c"],
  ["vllm serve $MODEL", "$MODEL", "--env MODEL="],
  ["vllm serve --model=${MODEL}", "--model=${MODEL}", "--env MODEL="],
  ["vllm serve $HOME/m", "$HOME/m", "--env HOME="],
  ["vllm serve --port $((8000 + 1))", "$((8000", "by hand"],
  ["vllm serve $(cat model)", "$(cat", "by hand"],
  ["vllm serve `cat model`", "`cat", "by hand"],
  ["vllm serve m $@", "$@", "by hand"],
  ["vllm serve ~/m", "~/m", "whole path"],
  ["~/venv/bin/vllm serve m", "~/venv/bin/vllm", "whole path"],
  ["vllm serve m # fast", "#", "comment"],
];

for (const [text, word, remedy] of OF_SHELLS) {
  Deno.test(`no shell reads it, and the message says so: ${text}`, () => {
    const message = refused(text);
    assertStringIncludes(message, `--serve-cmd has "${word}", and no shell reads it: `);
    assertStringIncludes(message, remedy);
  });
}

Deno.test("what is quoted is passed on as it is, and so is what no shell acts upon", () => {
  const cases: [string, string[]][] = [
    [`bash -c 'cd /x && exec "$@" > log 2>&1' x vllm serve m`, [
      ...["bash", "-c", `cd /x && exec "$@" > log 2>&1`, "x", "vllm", "serve", "m"],
    ]],
    [`x "$A" '&&' \\| "a;" '~/m' '#'`, ["x", "$A", "&&", "|", "a;", "~/m", "#"]],
    [`uv run --with vllm>=0.9 x`, ["uv", "run", "--with", "vllm>=0.9", "x"]],
    [`x --url http://h/?a=1&b=2`, ["x", "--url", "http://h/?a=1&b=2"]],
    [`x --stop <|im_end|> <tool>`, ["x", "--stop", "<|im_end|>", "<tool>"]],
    [`x original/**/* [1,2] m@v1 a#b 5$`, ["x", "original/**/*", "[1,2]", "m@v1", "a#b", "5$"]],
    [`x '“a”' "–"`, ["x", "“a”", "–"]],
  ];
  for (const [text, words] of cases) assertEquals(commandWords(text, "--bench-cmd"), words, text);
});

Deno.test("a pasted prompt, a builtin of shells and a variable in front are named", () => {
  for (const prompt of ["$", "#", "%", "me@box:~$", "(venv)"]) {
    assertStringIncludes(
      refused(`${prompt} vllm serve m`),
      `begins with "${prompt}", which looks like the prompt`,
    );
  }
  assertStringIncludes(refused("cd /x"), `begins with "cd", which is a command of shells`);
  assertStringIncludes(refused("export A=1"), "--env NAME=VALUE");
  assertStringIncludes(refused("A=1 vllm serve m"), "pass the variable with --env A=1");
});

Deno.test("characters of web pages are named with what to write", () => {
  for (
    const [text, name, code] of [
      ["vllm serve “m”", "quote", "201C"],
      ["vllm serve ‘m’", "quote", "2018"],
      ["vllm serve m –port 1", "dash", "2013"],
      ["vllm serve m —port 1", "dash", "2014"],
      ["vllm serve\u00a0m", "space", "00A0"],
      ["vllm serve m\u200b", "invisible", "200B"],
    ] as const
  ) {
    const message = refused(text);
    assertStringIncludes(message, name);
    assertStringIncludes(message, `U+${code}`);
  }
});
