import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { UsageError } from "../lib/errors.ts";
import type { Option } from "./option.ts";
import type { Positional } from "./positional.ts";
import { findWord, readOptions } from "./read.ts";

const OPTIONS: readonly Option[] = [
  { name: "output-dir", short: "o", kind: "string", group: "g", help: "h", default: "results" },
  { name: "env", kind: "string", group: "g", help: "h", repeatable: true },
  { name: "order", kind: "string", group: "g", help: "h", choices: ["grouped", "interleaved"] },
  { name: "resume", kind: "optional-string", group: "g", help: "h" },
  { name: "quiet", short: "q", kind: "boolean", group: "g", help: "h" },
  { name: "cache-reset", kind: "boolean", group: "g", help: "h", default: "true" },
  { name: "runs", kind: "integer", group: "g", help: "h", min: 1, max: 9 },
  { name: "rate", kind: "number", group: "g", help: "h", min: 0 },
  { name: "ready-timeout", kind: "duration", group: "g", help: "h", min: 1 },
  { name: "min-free", kind: "size", group: "g", help: "h", default: "2GiB" },
  { name: "params", kind: "json", group: "g", help: "h" },
];
const WORDS: readonly Positional[] = [
  { name: "WORD", what: "a word", count: "any-number", help: "h" },
];
const read = (...argv: string[]) => readOptions(argv, OPTIONS, "tool run", WORDS);
const fails = (message: string, ...argv: string[]) => {
  const error = assertThrows(() => read(...argv), UsageError);
  assertEquals(error.message, message);
};

Deno.test("a short option takes its value as the next token, joined, or after an equal sign", () => {
  for (const argv of [["-o", "x"], ["-ox"], ["-o=x"], ["--output-dir", "x"], ["--output_dir=x"]]) {
    assertEquals(read(...argv).string("output-dir"), "x");
  }
  assertEquals(read("-o=a=b").string("output-dir"), "a=b");
  assertEquals(read("--output-dir=").string("output-dir"), "");
});

Deno.test("a value may begin with a dash, unless it is an option of the command", () => {
  assertEquals(read("-o", "-x").string("output-dir"), "-x");
  assertEquals(read("-o", "--other").string("output-dir"), "--other");
  fails("-o needs a value, found --quiet", "-o", "--quiet");
  fails("-o needs a value, found -q", "-o", "-q");
  fails("--env needs a value, found --no-cache_reset", "--env", "--no-cache_reset");
  fails("--env needs a value, found --runs=3", "--env", "--runs=3");
  fails("--params.a needs a value", "--params.a");
  assertEquals(read("--env=--quiet").list("env"), ["--quiet"]);
});

Deno.test("an option with an optional value does not take a token that begins with a dash", () => {
  assertEquals(read("--resume", "-q").optionalString("resume"), "");
  assertEquals(read("--resume", "-q").boolean("quiet"), true);
  assertEquals(read("--resume", "n").optionalString("resume"), "n");
  assertEquals(read().optionalString("resume"), null);
});

Deno.test("booleans are turned on and off, and take true or false after an equal sign", () => {
  assertEquals(read().boolean("cache-reset"), true);
  for (const argv of [["--no-cache-reset"], ["--no_cache_reset"], ["--cache-reset=False"]]) {
    assertEquals(read(...argv).boolean("cache-reset"), false);
  }
  assertEquals(read("--no-cache-reset", "--cache-reset").boolean("cache-reset"), true);
  fails('--quiet is "1", expected true or false', "--quiet=1");
  fails('--no-quiet takes no value, found "true"', "--no-quiet=true");
  fails('-q takes no value, found "-qx"', "-qx");
});

Deno.test("only a repeatable option keeps every value", () => {
  assertEquals(read("--env", "A=1", "--env=B=2").list("env"), ["A=1", "B=2"]);
  assertEquals(read("-o", "a", "-o", "b").list("output-dir"), ["b"]);
});

Deno.test("numbers are read as Python reads them and must be in their range", () => {
  assertEquals(read("--runs", "+7").integer("runs"), 7);
  assertEquals(read("--rate", "inf").number("rate"), Infinity);
  assertEquals(read("--rate", "1e3").number("rate"), 1000);
  fails('--runs is "1.5", expected a whole number from 1 to 9', "--runs", "1.5");
  fails("--runs is 10, expected a whole number, at most 9", "--runs", "10");
  fails(
    "--runs is 99999999999999999999, expected a whole number of at most 9007199254740991",
    "--runs",
    "99999999999999999999",
  );
  for (const text of ["", "0x10", "nan", "1e999", "three"]) {
    fails(`--rate is "${text}", expected a number, at least 0`, `--rate=${text}`);
  }
  fails("--rate is -1, expected a number, at least 0", "--rate", "-1");
});

Deno.test("durations add up their parts and must be in their range", () => {
  assertEquals(read("--ready-timeout", "1h30m").durationMs("ready-timeout"), 5_400_000);
  fails("--ready-timeout is 0, expected a duration, at least 0.001 s", "--ready-timeout", "0");
  for (const text of ["", "s", "-1", "5 parsecs", "1h30"]) {
    fails(
      `--ready-timeout is "${text}", expected seconds or a duration as 90, 30s, 10m or 1.5h`,
      `--ready-timeout=${text}`,
    );
  }
});

Deno.test("a value that is no choice, and an unknown option, are named with what is known", () => {
  fails('--order is "x", expected grouped or interleaved', "--order", "x");
  fails('Unknown option "--ordr", did you mean --order?; see tool run --help', "--ordr=x");
  fails(
    'Unknown option "--timeout", did you mean --ready-timeout?; see tool run --help',
    "--timeout",
  );
  fails(
    'Unknown option "--output", did you mean --output-dir?; see tool run --help',
    "--output",
    "x",
  );
  fails('Unknown option "--max-num-seqs"; see tool run --help', "--max-num-seqs", "3");
  fails('Unknown option "--runs.a", did you mean --runs?; see tool run --help', "--runs.a", "3");
  fails('Unknown option "-x"; see tool run --help', "-x");
});

Deno.test("what is left are positionals: a lone dash, negative numbers, everything after two dashes", () => {
  assertEquals(read("a", "-", "-5", "--", "--quiet", "--").words("WORD"), [
    "a",
    "-",
    "-5",
    "--quiet",
    "--",
  ]);
});

Deno.test("a getter refuses a name that the table does not have, and a value that is not there", () => {
  assertThrows(() => read().string("nope"), TypeError, 'no option "nope"');
  assertThrows(() => read().integer("runs"), TypeError, "no value and no default");
  assertEquals([read().has("output-dir"), read("-oresults").has("output-dir")], [false, true]);
});

Deno.test("a word is found wherever an option may stand, whatever else is wrong", () => {
  const find = (...argv: string[]) => findWord(argv, OPTIONS, ["-h", "--help"]);
  for (
    const argv of [["--no-cache-reset"], ["--resume"], ["--bogus"], ["-q"], ["x"], ["--runs", "x"]]
  ) {
    assertEquals(find(...argv, "--help"), "--help", argv.join(" "));
    assertEquals(find("-h", ...argv), "-h");
  }
  for (const argv of [["--env", "--help"], ["-o", "-h"], ["--params.a", "-h"], ["--", "-h"]]) {
    assertEquals(find(...argv), null, argv.join(" "));
  }
});

Deno.test("any command line gives values or a message for the user", () => {
  const token = fc.oneof(
    fc.string(),
    fc.tuple(
      fc.constantFrom("--", "-", "--no-"),
      fc.constantFrom(...OPTIONS.map(({ name }) => name), "o", "q", "params.a", "params.l+"),
      fc.oneof(fc.constant(""), fc.string().map((text) => `=${text}`)),
    ).map((parts) => parts.join("")),
  );
  fc.assert(fc.property(fc.array(token, { maxLength: 6 }), (argv) => {
    findWord(argv, OPTIONS, ["--help"]);
    try {
      read(...argv).json("params");
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }));
});

Deno.test("a size is read when the command line is, and has a default", () => {
  assertEquals(read().bytes("min-free"), 2 ** 31);
  assertEquals(read("--min-free", "1.5GiB").bytes("min-free"), 1.5 * 2 ** 30);
  fails(
    '--min-free is "lots", expected bytes or a size as 1024, 500MB or 2GiB',
    "--min-free",
    "lots",
  );
});

const FORMS: readonly Option[] = [
  { name: "tensor-parallel-size", short: "tp", kind: "integer", group: "g", help: "h" },
  { name: "threads", short: "t", kind: "integer", group: "g", help: "h" },
  { name: "watch", short: "w", kind: "boolean", group: "g", help: "h" },
  { name: "json", short: "j", kind: "boolean", group: "g", help: "h" },
  { name: "goodput", kind: "string", group: "g", help: "h", values: "one-or-more" },
  { name: "header", kind: "string", group: "g", help: "h", values: "any-number" },
  { name: "key", kind: "string", group: "g", help: "h", values: "one-or-more", repeatable: true },
  { name: "order", kind: "string", group: "g", help: "h", choices: ["grouped", "interleaved"] },
];
const form = (...argv: string[]) => readOptions(argv, FORMS, "tool run", WORDS);

Deno.test("a short name of several letters is no shorter one with a value", () => {
  for (const argv of [["-tp", "2"], ["-tp=2"], ["-tp2"], ["--tensor_parallel_size", "2"]]) {
    const values = form(...argv);
    assertEquals(values.integer("tensor-parallel-size"), 2, argv.join(" "));
    assertEquals(values.has("threads"), false);
  }
  assertEquals(form("-t2").integer("threads"), 2);
  assertThrows(() => form("-t", "-tp"), UsageError, "-t needs a value, found -tp");
});

Deno.test("short switches may be joined, the last one with a value", () => {
  const values = form("-wjt4");
  assertEquals([values.boolean("watch"), values.boolean("json")], [true, true]);
  assertEquals(values.integer("threads"), 4);
  assertEquals(form("-wtp", "3").integer("tensor-parallel-size"), 3);
  assertThrows(() => form("-wx"), UsageError, '-w takes no value, found "-wx"');
});

Deno.test("several values after one name end before the next option, and the last name counts", () => {
  const values = form("--goodput", "a", "-5", "-.5", "-x y", "-w", "--header", "--key", "k", "l");
  assertEquals(values.list("goodput"), ["a", "-5", "-.5", "-x y"]);
  assertEquals([values.boolean("watch"), values.list("header")], [true, []]);
  assertEquals(values.list("key"), ["k", "l"]);
  assertEquals(form("--goodput", "a", "b", "--goodput", "c").list("goodput"), ["c"]);
  assertEquals(form("--key", "a", "b", "--key=c").list("key"), ["a", "b", "c"]);
  const one = form("--goodput=a", "b", "--header", "c", "--", "-d");
  assertEquals([one.list("goodput"), one.list("header")], [["a"], ["c"]]);
  assertEquals(one.words("WORD"), ["b", "-d"]);
  for (const argv of [["--goodput"], ["--goodput", "-w"], ["--goodput", "--"]]) {
    assertThrows(() => form(...argv), UsageError, "--goodput needs a value");
  }
  // An option that is none of ours may be meant as the value.
  assertEquals(form("--key", "-secret").list("key"), ["-secret"]);
});

Deno.test("a choice has the type of its choices, and a slip is told with what was meant", () => {
  const order: "grouped" | "interleaved" | null = form("--order", "grouped")
    .optionalChoice("order", ["grouped", "interleaved"]);
  assertEquals(order, "grouped");
  assertEquals(form().optionalChoice("order", ["grouped"]), null);
  assertThrows(() => form().choice("order", ["grouped"]), TypeError, "no value and no default");
  assertThrows(() => form("--order", "grouped").choice("order", ["x"]), TypeError, "other choices");
  assertThrows(
    () => form("--order=groped"),
    UsageError,
    '--order is "groped", expected grouped or interleaved; did you mean grouped?',
  );
});

Deno.test("words are given to the arguments of a command in order", () => {
  const table = (count: Positional["count"]): Positional[] => [
    { name: "FIRST", what: "a first one", count: "one", help: "h" },
    { name: "REST", what: "another", count, help: "h" },
  ];
  const words = (count: Positional["count"], ...argv: string[]) => {
    const values = readOptions(argv, FORMS, "tool run", table(count));
    return [values.word("FIRST"), ...values.words("REST")];
  };
  assertEquals(words("any-number", "a"), ["a"]);
  assertEquals(words("one-or-more", "a", "-w", "b", "c"), ["a", "b", "c"]);
  assertEquals(words("optional", "a"), ["a"]);
  assertThrows(() => words("one", "a"), UsageError, "tool run needs another; see tool run --help");
  assertThrows(() => words("one-or-more", "a"), UsageError, "tool run needs another");
  assertThrows(() => words("one"), UsageError, "tool run needs a first one");
  assertThrows(
    () => words("optional", "a", "b", "c"),
    UsageError,
    'Unexpected argument "c"',
  );
  assertThrows(() => words("any-number", "a", ""), UsageError, "REST is an empty text");
});
