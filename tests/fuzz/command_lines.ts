/** Command lines: right ones, with tokens lost, doubled, swapped and made up. */
import fc from "fast-check";
import { anyText } from "../harness/any_text.ts";
import type { Option } from "../../src/cli/option.ts";
import { DEMO } from "../../src/commands/demo.ts";
import { SERVE } from "../../src/commands/serve.ts";
import { damaged } from "./damage.ts";
import { parameterTexts } from "./parameter_texts.ts";

const COMMANDS = [
  "vllm serve model",
  "vllm serve model --port 8001 --max-num-seqs 4",
  "vllm serve --enable-prefix-caching model --port=9",
  "python -m sglang.launch_server --model-path m --host 0.0.0.0",
  "llama-server -m model.gguf --port 70000",
  "infinity_emb v2 --vector-disk-cache",
  "vllm bench serve --model m --num-prompts 10 --goodput ttft:1 tpot:2",
  'sh -c \'exec "$0" "$@"\' a b',
  "A=1 vllm serve model",
  "'' x",
  "unclosed 'quote",
  "ends in \\",
  "s --host ::1 -p 8000",
  "s --host 'a b'",
  "s --host 300.1.1.1",
  "s --port ''",
  "",
];

const WORDS = [
  "--",
  "-",
  "-h",
  "--help",
  "--version",
  "-1",
  "--no-cache-reset",
  "--no-cache_reset=1",
  "--dry-run=maybe",
  "--__proto__",
  "--constructor=1",
  "--serve-parms",
  "--bench-params.a.b",
  "--serve-params.__proto__.x=1",
  "--serve-params.a+=1,2",
  "--serve-params..=",
  "-oresults",
  "-e=",
  "serve",
  "help",
  "\u{1f600}",
];

const VALUES = [
  "1",
  "0",
  "-1",
  "1.5",
  "1_000",
  "1e3",
  "9007199254740993",
  "9".repeat(400),
  "inf",
  "nan",
  "NaN",
  "0x10",
  "90s",
  "1h30m",
  "1h30",
  "99999d",
  "-5s",
  "true",
  "keep",
  "a=b",
  "a=b,c=d",
  "=",
  "A=1",
  "1A=1",
  "__proto__=x",
  "toString=x",
  "../up",
  "/absolute",
  "a/b",
  ".",
  "n/",
  "n".repeat(300),
  "http://127.0.0.1:8000/health",
  "http://",
  "ftp://x",
  "{",
  '{"a": 1}',
  "[1]",
  "missing.json",
  "",
  " ",
];

/** What no command line can hold: NUL ends an argument, and half a surrogate pair is no text. */
const tokens = (texts: fc.Arbitrary<string>) =>
  texts.map((text) => text.replaceAll("\0", "").toWellFormed());

const values = tokens(fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  fc.constantFrom(...COMMANDS),
  anyText(),
));

/** One option of a table with a value that may suit it, in one of the spellings. */
function optionTokens(options: readonly Option[]): fc.Arbitrary<string[]> {
  return fc.tuple(fc.constantFrom(...options), values, fc.nat(9)).map(([option, any, how]) => {
    const name = how % 3 === 0 ? option.name.replaceAll("-", "_") : option.name;
    const value = how < 5 && option.choices !== undefined ? option.choices[0]! : any;
    if (option.kind === "boolean" && how > 0) return [how < 3 ? `--no-${name}` : `--${name}`];
    if (option.short !== undefined && how === 4) return [`-${option.short}`, value];
    return how < 5 ? [`--${name}=${value}`] : [`--${name}`, value];
  });
}

/** Arguments for a table of options: some options, stray words, and at times an edit of the list. */
export function argumentsFor(options: readonly Option[]): fc.Arbitrary<string[]> {
  const piece = fc.oneof(
    { weight: 6, arbitrary: optionTokens(options) },
    fc.constantFrom(...WORDS).map((word) => [word]),
    values.map((value) => [value]),
  );
  return stirred(fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.flat()));
}

/** Lists that lost, doubled or swapped a token, half of the time. */
function stirred(lists: fc.Arbitrary<string[]>): fc.Arbitrary<string[]> {
  return fc.tuple(lists, fc.nat(5), fc.nat(19)).map(([list, what, where]) => {
    const at = list.length === 0 ? 0 : where % list.length;
    const token = list.slice(at, at + 1);
    if (what === 0) return list.toSpliced(at, 1);
    if (what === 1) return list.toSpliced(at, 0, ...token);
    if (what === 2) return [...list.toSpliced(at, 1), ...token];
    return list;
  });
}

const commands = tokens(fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...COMMANDS.slice(0, 4)) },
  { weight: 4, arbitrary: fc.constantFrom(...COMMANDS) },
  damaged(fc.constantFrom(...COMMANDS)),
));

const parameters = tokens(parameterTexts);

/** `servesweep serve` with both commands and parameters as JSON: most get as far as the parameter sets. */
const sweeps = fc.tuple(
  commands,
  commands,
  fc.option(parameters),
  fc.option(parameters),
  fc.constantFrom([], [], [], ["--link-vars", "a=a"], ["--link-vars=max_num_seqs=a"]),
  fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, argumentsFor(SERVE.options)),
).map(([serve, bench, serveParams, benchParams, links, more]) => [
  "serve",
  `--serve-cmd=${serve}`,
  `--bench-cmd=${bench}`,
  ...(serveParams === null ? [] : [`--serve-params=${serveParams}`]),
  ...(benchParams === null ? [] : [`--bench-params=${benchParams}`]),
  ...links,
  ...more,
]);

/** Whole command lines without the name of the program. */
export const commandLines: fc.Arbitrary<string[]> = fc.oneof(
  { weight: 6, arbitrary: sweeps },
  { weight: 2, arbitrary: argumentsFor(SERVE.options).map((argv) => ["serve", ...argv]) },
  argumentsFor(DEMO.options).map((argv) => ["demo", ...argv]),
  argumentsFor([...SERVE.options, ...DEMO.options]),
  stirred(sweeps),
);
