/** Parameter files: right ones, nearly right ones and wrong ones. */
import fc from "fast-check";
import { anyText } from "../harness/any_text.ts";
import { ENV_KEY, NAME_KEY } from "../../src/spec/sweep.ts";
import { damaged } from "./damage.ts";
import { listTexts, objectTexts, valueTexts } from "./json_texts.ts";

const NAMES = [
  "small",
  "a/b",
  "a_b",
  "../up",
  "..",
  ".",
  "/",
  "-",
  "'",
  '"',
  "a-BENCH--b",
  "two words",
  "\u{1f600}".repeat(64),
  "n".repeat(256),
  "tab\there",
  "\ud800",
  "",
];

const KEYS = [
  "max_num_seqs",
  "max-num-seqs",
  "request_rate",
  "num_prompts",
  "port",
  "host",
  "enforce_eager",
  "compilation_config.level",
  "no-enable-prefix-caching",
  "a",
  "10",
  "__proto__",
  "constructor",
  "--a",
  "a b",
  "a=b",
  "a/b",
  "..",
  "_private",
  "\ud83d",
  "\u0000",
  "\u001b[31m",
  "",
];

const VARIABLES = ["CUDA_VISIBLE_DEVICES", "A", "__proto__", "toString", "1A", "A B", ""];

const keys = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...KEYS) }, fc.string());
const names = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...NAMES) }, fc.string());

/** A parameter set: mostly plain members, at times a name and variables. */
const sets = fc.tuple(
  objectTexts(keys, valueTexts, 4),
  fc.nat(9),
  names,
  objectTexts(fc.constantFrom(...VARIABLES), valueTexts, 2),
).map(([set, what, name, env]) => {
  const more = what < 2
    ? `${JSON.stringify(NAME_KEY)}:${JSON.stringify(name)}`
    : what < 4
    ? `${JSON.stringify(ENV_KEY)}:${env}`
    : "";
  if (more === "") return set;
  return /^\{\s*\}$/.test(set) ? `{${more}}` : `{${more},${set.slice(1)}`;
});

/** Few members and only allowed ones: most of these make a plan. */
const plainSets = objectTexts(
  fc.constantFrom("max_num_seqs", "request_rate", "num_prompts", "a", "10", "a.b", "constructor"),
  fc.oneof(
    fc.constantFrom("1", "1.0", "-0", "1e400", "NaN", "true", "null", '"a/b"', '".."', '"1"', "[]"),
    names.map((name) => JSON.stringify(name.toWellFormed().replaceAll("\0", ""))),
    fc.double().map(String),
    objectTexts(fc.string(), fc.integer().map(String), 2),
  ),
  3,
);

/** Plain sets, now and then one with a name. */
const namedSets = fc.tuple(plainSets, fc.nat(3), names).map(([set, what, name]) =>
  what > 0 || /^\{\s*\}$/.test(set)
    ? set
    : `{${JSON.stringify(NAME_KEY)}:${JSON.stringify(name)},${set.slice(1)}`
);

/** Texts of whole files. */
export const parameterTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: listTexts(namedSets, 4) },
  { weight: 3, arbitrary: objectTexts(names, plainSets, 4) },
  { weight: 2, arbitrary: damaged(listTexts(namedSets, 3)) },
  { weight: 2, arbitrary: damaged(listTexts(sets, 4)) },
  { weight: 2, arbitrary: damaged(objectTexts(names, sets, 3)) },
  listTexts(sets, 3).map((text) => `\ufeff${text}`),
  valueTexts,
  anyText(),
);
